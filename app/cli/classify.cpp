// leukolens classify MODEL PATH… [--out CSV]
#include <stdlib.h>

#include <algorithm>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/casebook/incoming_pictures.h"
#include "core/inference/colour_check.h"
#include "core/inference/predictor.h"
#include "core/report/case_report.h"

namespace leukolens::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
    std::string model, out;
    std::string device = "auto", precision = "auto";
    std::vector<std::string> paths, others;
    bool eightViews = false, json = false;
};

/// Where zips are unpacked to while they are classified: made when it is asked for, gone with this.
class UnpackFolder {
public:
    UnpackFolder() = default;
    UnpackFolder(const UnpackFolder&) = delete;
    UnpackFolder& operator=(const UnpackFolder&) = delete;
    ~UnpackFolder() {
        std::error_code ignored;
        if (!m_folder.empty()) fs::remove_all(m_folder, ignored);
    }

    Result<fs::path> make() {
        std::string pattern = (fs::temp_directory_path() / "leukolens-classify-XXXXXX").string();
        if (!::mkdtemp(pattern.data())) return fail(ErrorCode::WriteFailed, "no temporary folder could be made", pattern, "Check TMPDIR.");
        return m_folder = pattern;
    }

private:
    fs::path m_folder;
};

/// Gathers results and shows how far it is.
class Collector final : public inference::FileListener {
public:
    /// pictures: those that are classified, in their order.
    Collector(const inference::ModelCard& card, ProgressBar& bar, const std::vector<casebook::IncomingPicture>& pictures) : colours(card), m_card(card), m_bar(bar), m_pictures(pictures) {}

    void onResult(const inference::FilePrediction& result) override {
        const std::string path = toUtf8(m_pictures[m_done++].name);
        m_bar.report({"Classifying", static_cast<std::int64_t>(m_done), static_cast<std::int64_t>(m_pictures.size())});
        if (!result.prediction) {
            Error error = result.prediction.error();
            error.file = path;
            return fail(error);
        }
        const auto& p = *result.prediction;
        colours.add(p);
        nlohmann::json probabilities = nlohmann::json::object();
        for (std::size_t i = 0; i < p.probabilities.size(); ++i) probabilities[m_card.classes[i].name] = p.probabilities[i];
        const auto& name = m_card.classes[static_cast<std::size_t>(p.classIndex)].name;
        predictions.push_back({{"path", path}, {"class", name}, {"probability", p.probability}, {"probabilities", probabilities},
                               {"flags", p.flags}});
        if (p.masked) predictions.back()["masked"] = true;
        if (p.strangeness) predictions.back()["strangeness"] = *p.strangeness;
        if (p.disagreement) predictions.back()["disagreement"] = *p.disagreement;
        std::string flags;
        if (std::ranges::find(p.flags, inference::kWholeFieldFlag) != p.flags.end()) ++fields;
        for (const auto& flag : p.flags) flags += (flags.empty() ? "" : " ") + flag;
        csv += csvField(path) + ',' + csvField(name) + ',' + nlohmann::json(p.probability).dump() + ',' + flags + '\n';
    }

    void fail(const Error& error) {
        failed.push_back({{"path", toUtf8(error.file)}, {"code", std::string(toString(error.code))}, {"message", error.message()}});
        m_bar.clear();
        say("leukolens: " + error.message());
    }

    nlohmann::json predictions = nlohmann::json::array(), failed = nlohmann::json::array();
    std::string csv = std::string("# ") + report::kResearchUseNotice + "\npath,class,probability,flags\n";

    inference::ColourCheck colours;
    int fields = 0;  ///< pictures that show many cells

private:
    const inference::ModelCard& m_card;
    ProgressBar& m_bar;
    const std::vector<casebook::IncomingPicture>& m_pictures;
    std::size_t m_done = 0;
};

int classify(const Options& options) {
    const auto cancel = stopOnSignal();
    const auto predictor = inference::Predictor::load(options.model, options.device, options.precision);
    if (!predictor) return reportFailure(predictor.error());
    bool drawn = (*predictor)->card().training.demonstration;
    for (const auto& model : options.others) {
        auto other = inference::Predictor::load(model, options.device, options.precision);
        if (!other) return reportFailure(other.error());
        drawn = drawn || (*other)->card().training.demonstration;
        if (auto joined = (*predictor)->join(std::move(*other)); !joined) return reportFailure(joined.error());
    }
    if (drawn) say(std::string("leukolens: warning: ") + inference::kDemonstrationModel);
    const std::vector<fs::path> paths(options.paths.begin(), options.paths.end());
    UnpackFolder folder;
    fs::path unpacked;
    if (std::ranges::any_of(paths, casebook::isZipName)) {
        const auto made = folder.make();
        if (!made) return reportFailure(made.error());
        unpacked = *made;
    }
    ProgressBar bar;
    const auto found = casebook::findIncoming(paths, casebook::KeptPictures::in(unpacked), bar, cancel);
    bar.clear();
    if (!found) return reportFailure(found.error());
    Collector collector((*predictor)->card(), bar, found->pictures);
    for (const auto& problem : found->problems)
        collector.failed.push_back({{"path", toUtf8(problem.path)}, {"code", problem.code}, {"message", problem.message}});
    for (const auto& problem : found->problems) say("leukolens: " + problem.path.string() + ": " + problem.message);
    for (const auto& problem : found->zipProblems) collector.fail(problem);
    if (found->pictures.empty() && collector.failed.empty())
        return reportFailure({ErrorCode::EmptyDataset, "no image was found", options.paths.front(), "Name images, or a folder or zip that holds some."});
    std::vector<fs::path> files;
    for (const auto& picture : found->pictures) files.push_back(picture.file);
    if (auto done = inference::predictFiles(**predictor, files, collector, cancel, {.eightViews = options.eightViews}); !done) {
        bar.clear();
        return reportFailure(done.error());
    }
    bar.clear();
    for (const auto& notice : (*predictor)->takeNotices()) say("leukolens: " + notice);
    if (const auto words = collector.colours.words(); !words.empty() && !files.empty()) say("leukolens: " + words);
    if (collector.fields > 0)
        say("leukolens: whole fields of cells among the pictures: " + std::to_string(collector.fields) + ". Each is one picture to the model: cut them into cells by slide find-cells --crops, and classify the crops.");
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
    verb->add_option("PATH", options->paths, "Images, folders of images, or zips of them")->required();
    verb->add_option("--out", options->out, "CSV file to write instead of standard output");
    verb->add_option("--device", options->device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", options->precision, "Numbers to compute with; int8 is quickest on a CPU, where the model offers it")->check(CLI::IsMember({"auto", "fp32", "bf16", "int8"}))->capture_default_str();
    verb->add_option("--with", options->others, "Another model, such as another fold's, whose opinion counts as much; may be repeated. Each takes as long again")->allow_extra_args(false);
    verb->add_flag("--eight-views", options->eightViews, "Ask for each picture turned and mirrored as well: the mean of eight answers, eight times as long");
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return classify(*options); }; });
}

}  // namespace leukolens::cli
