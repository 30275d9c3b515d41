// leukolens dataset check PATH [--manifest CSV] [--columns path=…,class=…,subject=…] [--folders ORDER] [--facts CSV]
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>

#include "app/cli/console.h"
#include "app/cli/reading_options.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/dataset/leaks.h"
#include "core/dataset/manifest.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string source, manifest;
    ReadingOptions reading;
    bool json = false;
};

/// How many subjects have each fact.
std::map<std::string, int> countKnownFacts(const dataset::Dataset& data) {
    dataset::FactsBySubject facts;
    for (std::size_t i = 0; i < data.facts.size(); ++i) facts[data.subjects[i]] = data.facts[i];
    return dataset::countFacts(facts);
}

std::vector<int> countByClass(const dataset::Dataset& data, const std::vector<dataset::Cell>& cells) {
    std::vector<int> counts(data.classes.size());
    for (const auto& cell : cells) ++counts[static_cast<std::size_t>(cell.classIndex)];
    return counts;
}

nlohmann::json namedCounts(const dataset::Dataset& data, const std::vector<dataset::Cell>& cells) {
    nlohmann::json json = nlohmann::json::object();
    const auto counts = countByClass(data, cells);
    for (std::size_t i = 0; i < counts.size(); ++i) json[data.classes[i]] = counts[i];
    return json;
}

void printLeaks(const dataset::Dataset& data, const dataset::Leaks& leaks) {
    if (leaks.findings.empty()) return;
    std::printf("%zu pairs of pictures look the same:\n", leaks.findings.size());
    for (const auto& leak : leaks.findings)
        std::printf("  [%s, %s] %s: %s\n", std::string(toString(leak.kind)).c_str(), std::string(toString(leak.place)).c_str(), dataset::cellAt(data, leak.second).path.c_str(),
                    leak.message.c_str());
}

nlohmann::json toJson(const dataset::Dataset& data, const dataset::Leaks& leaks) {
    nlohmann::json json = nlohmann::json::array();
    for (const auto& leak : leaks.findings)
        json.push_back({{"kind", toString(leak.kind)},
                        {"place", toString(leak.place)},
                        {"similarity", leak.similarity},
                        {"first", toUtf8(dataset::cellAt(data, leak.first).path)},
                        {"second", toUtf8(dataset::cellAt(data, leak.second).path)},
                        {"message", leak.message}});
    return json;
}

void printPlain(const dataset::Dataset& data, const std::optional<dataset::ManifestResult>& manifest) {
    std::printf("%zu cells, %s, %zu subjects\n%s\n", data.cells.size(), data.layout.c_str(), data.subjects.size(), data.howRead.c_str());
    const auto counts = countByClass(data, data.cells);
    for (std::size_t i = 0; i < counts.size(); ++i) std::printf("  %-12s %d\n", data.classes[i].c_str(), counts[i]);
    if (!data.external.empty()) std::printf("external test: %zu cells of %zu subjects\n", data.external.size(), data.externalSubjects.size());
    for (const auto& [name, known] : countKnownFacts(data)) std::printf("fact %s: known of %d subjects\n", name.c_str(), known);
    if (manifest) std::printf("manifest: %d matched, %d missing, %d changed\n", manifest->matched, manifest->missing, manifest->changed);
    std::printf(data.problems.empty() ? "No problems found.\n" : "%zu problems:\n", data.problems.size());
    for (const auto& problem : data.problems)
        std::printf("  [%s] %s: %s\n", problem.code.c_str(), problem.path.c_str(), problem.message.c_str());
}

nlohmann::json toJson(const dataset::Dataset& data, const std::optional<dataset::ManifestResult>& manifest) {
    nlohmann::json problems = nlohmann::json::array();
    for (const auto& problem : data.problems)
        problems.push_back({{"code", problem.code}, {"path", toUtf8(problem.path)}, {"message", problem.message}});
    nlohmann::json json = {{"cells", data.cells.size()}, {"subjects", data.subjects.size()}, {"classes", namedCounts(data, data.cells)},
                           {"layout", data.layout},      {"howRead", data.howRead},          {"problems", problems},
                           {"manifest", nullptr},        {"facts", countKnownFacts(data)}};
    json["external"] = {{"cells", data.external.size()}, {"subjects", data.externalSubjects.size()}, {"classes", namedCounts(data, data.external)}};
    if (manifest) json["manifest"] = {{"matched", manifest->matched}, {"missing", manifest->missing}, {"changed", manifest->changed}};
    return json;
}

int check(const Options& options) {
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto data = options.reading.read(options.source, bar, cancel);
    bar.clear();
    if (!data) return reportFailure(data.error());
    const auto leaks = dataset::findLeaks(*data, bar, cancel);
    bar.clear();
    if (!leaks) return reportFailure(leaks.error());
    std::optional<dataset::ManifestResult> manifest;
    if (!options.manifest.empty()) {
        auto compared = dataset::compareWithManifest(data->root, options.manifest, bar, cancel);
        bar.clear();
        if (!compared) return reportFailure(compared.error());
        manifest = *compared;
    }
    if (options.json) {
        auto json = toJson(*data, manifest);
        json["leaks"] = toJson(*data, *leaks);
        printJson(json);
    } else {
        printPlain(*data, manifest);
        printLeaks(*data, *leaks);
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
    auto* verb = group->add_subcommand("check", "What is in a folder or table: subjects, classes, broken files, pictures that are there twice");
    const auto options = std::make_shared<Options>();
    verb->add_option("PATH", options->source, "C-NMC or ALL-IDB2 folder, a folder with one subfolder a class, or a table (CSV, TSV) of images")
        ->required();
    verb->add_option("--manifest", options->manifest, "CSV with official_path,sha256,bytes to compare with");
    options->reading.addTo(*verb);
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return check(*options); }; });
}

}  // namespace leukolens::cli
