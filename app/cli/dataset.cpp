// leukolens dataset check DIR [--manifest CSV]
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/dataset/manifest.h"
#include "core/dataset/reader.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string folder, manifest;
    bool json = false;
};

std::vector<int> countByClass(const dataset::Dataset& data) {
    std::vector<int> counts(data.classes.size());
    for (const auto& cell : data.cells) ++counts[static_cast<std::size_t>(cell.classIndex)];
    return counts;
}

void printPlain(const dataset::Dataset& data, const std::optional<dataset::ManifestResult>& manifest) {
    std::printf("%zu cells, %s, %zu subjects\n", data.cells.size(), data.layout.c_str(), data.subjects.size());
    const auto counts = countByClass(data);
    for (std::size_t i = 0; i < counts.size(); ++i) std::printf("  %-12s %d\n", data.classes[i].c_str(), counts[i]);
    if (manifest) std::printf("manifest: %d matched, %d missing, %d changed\n", manifest->matched, manifest->missing, manifest->changed);
    std::printf(data.problems.empty() ? "No problems found.\n" : "%zu problems:\n", data.problems.size());
    for (const auto& problem : data.problems)
        std::printf("  [%s] %s: %s\n", problem.code.c_str(), problem.path.c_str(), problem.message.c_str());
}

nlohmann::json toJson(const dataset::Dataset& data, const std::optional<dataset::ManifestResult>& manifest) {
    nlohmann::json classes = nlohmann::json::object();
    const auto counts = countByClass(data);
    for (std::size_t i = 0; i < counts.size(); ++i) classes[data.classes[i]] = counts[i];
    nlohmann::json problems = nlohmann::json::array();
    for (const auto& problem : data.problems)
        problems.push_back({{"code", problem.code}, {"path", toUtf8(problem.path)}, {"message", problem.message}});
    nlohmann::json json = {{"cells", data.cells.size()}, {"subjects", data.subjects.size()}, {"classes", classes},
                           {"layout", data.layout},      {"problems", problems},             {"manifest", nullptr}};
    if (manifest) json["manifest"] = {{"matched", manifest->matched}, {"missing", manifest->missing}, {"changed", manifest->changed}};
    return json;
}

int check(const Options& options) {
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto data = dataset::readDataset(options.folder, bar, cancel);
    bar.clear();
    if (!data) return reportFailure(data.error());
    std::optional<dataset::ManifestResult> manifest;
    if (!options.manifest.empty()) {
        auto compared = dataset::compareWithManifest(options.folder, options.manifest, bar, cancel);
        bar.clear();
        if (!compared) return reportFailure(compared.error());
        manifest = *compared;
    }
    if (options.json) {
        printJson(toJson(*data, manifest));
    } else {
        printPlain(*data, manifest);
    }
    // Files that cannot be used are a failure of the check; what is merely worth knowing is not.
    for (const auto& problem : data->problems)
        if (dataset::isUnusableFile(problem)) return kFailed;
    return kDone;
}

}  // namespace

void addDataset(CLI::App& app, Work& work) {
    auto* group = app.add_subcommand("dataset", "Look at a folder of images");
    group->require_subcommand(1);
    auto* verb = group->add_subcommand("check", "What is in a folder: subjects, classes, broken and duplicate files");
    const auto options = std::make_shared<Options>();
    verb->add_option("DIR", options->folder, "C-NMC folder, or a folder with one subfolder a class")->required();
    verb->add_option("--manifest", options->manifest, "CSV with official_path,sha256,bytes to compare with");
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return check(*options); }; });
}

}  // namespace leukolens::cli
