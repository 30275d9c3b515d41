// leukolens detect PATH… --model MODEL
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "core/fields/detector_model.h"
#include "core/image/decode.h"
#include "core/report/case_report.h"

namespace leukolens::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
    std::vector<std::string> paths;
    std::string model, out;
    std::string device = "auto", precision = "auto";
    double leastScore = 0.5;
    bool json = false;
};

/// What is told of all fields, in their order.
class Collector {
public:
    Collector(const fields::DetectorCard& card, double leastScore) : m_card(card), m_leastScore(leastScore) {}

    void add(const fs::path& file, const image::Image& picture, const std::vector<detection::FoundBox>& found) {
        const std::string path = toUtf8(file);
        nlohmann::json boxes = nlohmann::json::array();
        std::map<std::string, int> counts;
        for (const auto& one : m_card.classes) counts[one.name] = 0;
        for (const auto& [box, classIndex, score] : found) {
            if (static_cast<double>(score) < m_leastScore) continue;
            const auto& name = m_card.classes[static_cast<std::size_t>(classIndex)].name;
            ++counts[name];
            boxes.push_back({{"class", name}, {"score", score}, {"x", box.left}, {"y", box.top}, {"width", box.right - box.left}, {"height", box.bottom - box.top}});
            csv += csvSpreadsheetField(path) + ',' + csvSpreadsheetField(name);
            for (const char* key : {"score", "x", "y", "width", "height"}) csv += ',' + boxes.back().at(key).dump();
            csv += "\r\n";
        }
        told.push_back({{"path", path}, {"width", picture.width}, {"height", picture.height}, {"counts", counts}, {"boxes", std::move(boxes)}});
    }

    void fail(const Error& error) { failed.push_back({{"path", toUtf8(error.file)}, {"code", std::string(toString(error.code))}, {"message", error.message()}}); }

    nlohmann::json told = nlohmann::json::array(), failed = nlohmann::json::array();
    std::string csv = "path,class,score,x,y,width,height\r\n";

private:
    const fields::DetectorCard& m_card;
    double m_leastScore;
};

int detect(const Options& options) {
    const auto cancel = stopOnSignal();
    const auto model = fields::DetectorModel::open(options.model, options.device, options.precision);
    if (!model) return reportFailure(model.error());
    const auto found = dataset::findImages(std::vector<fs::path>(options.paths.begin(), options.paths.end()), cancel);
    ProgressBar bar;
    Collector collector(model->card(), options.leastScore);
    const auto failed = [&](const Error& error) {
        bar.clear();
        reportFailure(error);
        collector.fail(error);
    };
    for (const auto& problem : found.problems) failed({ErrorCode::ReadFailed, problem.message, problem.path, {}});
    if (found.files.empty() && found.problems.empty()) return reportFailure({ErrorCode::EmptyDataset, "no image was found", options.paths.front(), "Name photographs of fields, or a folder that holds some."});
    for (std::size_t i = 0; i < found.files.size(); ++i) {
        if (cancel.cancelled()) return reportFailure({ErrorCode::Cancelled, "stopped", {}, {}});
        const auto picture = image::decodeFile(found.files[i]);
        auto boxes = picture ? model->detect(*picture) : Result<std::vector<detection::FoundBox>>(tl::unexpected(picture.error()));
        if (boxes) {
            collector.add(found.files[i], *picture, *boxes);
        } else {
            boxes.error().file = found.files[i];
            failed(boxes.error());
        }
        bar.report({"Finding cells", static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(found.files.size())});
    }
    bar.clear();
    if (!options.out.empty())
        if (auto written = writeFileAtomically(options.out, collector.csv); !written) return reportFailure(written.error());
    const bool whole = collector.failed.empty();
    if (options.json) {
        printJson({{"model", options.model}, {"modelSha256", model->sha256()}, {"notice", report::kResearchUseNotice}, {"leastScore", options.leastScore},
                   {"fields", std::move(collector.told)}, {"failed", std::move(collector.failed)}});
    } else if (options.out.empty()) {
        std::fputs(collector.csv.c_str(), stdout);
    }
    return whole ? kDone : kFailed;
}

}  // namespace

void addDetect(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("detect", "Find cells in whole fields with a trained finder, or train one");
    verb->require_subcommand(0, 1);
    const auto options = std::make_shared<Options>();
    verb->add_option("PATH", options->paths, "Photographs of fields, or folders of them");
    verb->add_option("--model", options->model, "A .leukomodel that detect train wrote");
    verb->add_option("--out", options->out, "CSV file to write instead of standard output: a row a box, in px of the picture");
    verb->add_option("--least-score", options->leastScore, "Boxes with a lower probability of their class are left out")->check(CLI::Range(0.05, 1.0))->capture_default_str();
    verb->add_option("--device", options->device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", options->precision, "Numbers to compute with")->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    addDetectDemo(*verb, work);
    addDetectTrain(*verb, work);
    addDetectEvaluate(*verb, work);
    addDetectCompare(*verb, work);
    verb->callback([verb, options, &work] {
        if (!verb->get_subcommands().empty()) return;
        if (options->paths.empty()) throw CLI::RequiredError("PATH");
        if (options->model.empty()) throw CLI::RequiredError("--model");
        work = [options] { return detect(*options); };
    });
}

}  // namespace leukolens::cli
