// leukolens classify MODEL PATH… [--out CSV]
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "core/inference/colour_check.h"
#include "core/inference/predictor.h"
#include "core/report/case_report.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string model, out;
    std::string device = "auto", precision = "auto";
    std::vector<std::string> paths, others;
    bool eightViews = false, json = false;
};

/// Gathers results and shows how far it is.
class Collector final : public inference::FileListener {
public:
    Collector(const inference::ModelCard& card, ProgressBar& bar, std::int64_t total) : colours(card), m_card(card), m_bar(bar), m_total(total) {}

    void onResult(const inference::FilePrediction& result) override {
        m_bar.report({"Classifying", ++m_done, m_total});
        if (!result.prediction) return fail(result.path, result.prediction.error());
        const auto& p = *result.prediction;
        colours.add(p);
        nlohmann::json probabilities = nlohmann::json::object();
        for (std::size_t i = 0; i < p.probabilities.size(); ++i) probabilities[m_card.classes[i].name] = p.probabilities[i];
        const auto& name = m_card.classes[static_cast<std::size_t>(p.classIndex)].name;
        predictions.push_back({{"path", toUtf8(result.path)}, {"class", name}, {"probability", p.probability}, {"probabilities", probabilities},
                               {"flags", p.flags}});
        if (p.masked) predictions.back()["masked"] = true;
        if (p.strangeness) predictions.back()["strangeness"] = *p.strangeness;
        if (p.disagreement) predictions.back()["disagreement"] = *p.disagreement;
        std::string flags;
        for (const auto& flag : p.flags) flags += (flags.empty() ? "" : " ") + flag;
        csv += csvField(toUtf8(result.path)) + ',' + csvField(name) + ',' + nlohmann::json(p.probability).dump() + ',' + flags + '\n';
    }

    void fail(const std::filesystem::path& path, const Error& error) {
        failed.push_back({{"path", toUtf8(path)}, {"code", std::string(toString(error.code))}, {"message", error.message()}});
        m_bar.clear();
        say("leukolens: " + error.message());
    }

    nlohmann::json predictions = nlohmann::json::array(), failed = nlohmann::json::array();
    std::string csv = std::string("# ") + report::kResearchUseNotice + "\npath,class,probability,flags\n";

    inference::ColourCheck colours;

private:
    const inference::ModelCard& m_card;
    ProgressBar& m_bar;
    std::int64_t m_total;
    std::int64_t m_done = 0;
};

int classify(const Options& options) {
    const auto cancel = stopOnSignal();
    const auto predictor = inference::Predictor::load(options.model, options.device, options.precision);
    if (!predictor) return reportFailure(predictor.error());
    for (const auto& model : options.others) {
        auto other = inference::Predictor::load(model, options.device, options.precision);
        if (!other) return reportFailure(other.error());
        if (auto joined = (*predictor)->join(std::move(*other)); !joined) return reportFailure(joined.error());
    }
    const auto found = dataset::findImages({options.paths.begin(), options.paths.end()});
    ProgressBar bar;
    Collector collector((*predictor)->card(), bar, static_cast<std::int64_t>(found.files.size()));
    for (const auto& problem : found.problems)
        collector.failed.push_back({{"path", toUtf8(problem.path)}, {"code", problem.code}, {"message", problem.message}});
    for (const auto& problem : found.problems) say("leukolens: " + problem.path.string() + ": " + problem.message);
    if (found.files.empty() && found.problems.empty())
        return reportFailure({ErrorCode::EmptyDataset, "no image was found", options.paths.front(), "Name images, or a folder that holds some."});
    if (auto done = inference::predictFiles(**predictor, found.files, collector, cancel, {.eightViews = options.eightViews}); !done) {
        bar.clear();
        return reportFailure(done.error());
    }
    bar.clear();
    if (const auto words = collector.colours.words(); !words.empty() && !found.files.empty()) say("leukolens: " + words);
    if (!options.out.empty())
        if (auto written = writeFileAtomically(options.out, collector.csv); !written) return reportFailure(written.error());
    if (options.json) {
        printJson({{"model", options.model}, {"modelSha256", (*predictor)->modelSha256()}, {"notice", report::kResearchUseNotice},
                   {"predictions", collector.predictions}, {"colours", collector.colours.json()}, {"failed", collector.failed}});
    } else if (options.out.empty()) {
        std::fputs(collector.csv.c_str(), stdout);
    }
    return collector.failed.empty() ? kDone : kFailed;
}

}  // namespace

void addClassify(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("classify", "Classify images with a trained model");
    const auto options = std::make_shared<Options>();
    verb->add_option("MODEL", options->model, "A .leukomodel")->required();
    verb->add_option("PATH", options->paths, "Images, or folders of images")->required();
    verb->add_option("--out", options->out, "CSV file to write instead of standard output");
    verb->add_option("--device", options->device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", options->precision, "Numbers to compute with; int8 is quickest on a CPU, where the model offers it")->check(CLI::IsMember({"auto", "fp32", "bf16", "int8"}))->capture_default_str();
    verb->add_option("--with", options->others, "Another model, such as another fold's, whose opinion counts as much; may be repeated. Each takes as long again")->allow_extra_args(false);
    verb->add_flag("--eight-views", options->eightViews, "Ask for each picture turned and mirrored as well: the mean of eight answers, eight times as long");
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return classify(*options); }; });
}

}  // namespace leukolens::cli
