// leukolens detect evaluate RUN | MODEL DIR
#include <nlohmann/json.hpp>
#include <numeric>

#include "app/cli/console.h"
#include "app/cli/detection_output.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/fields/detector_model.h"

namespace leukolens::cli {
namespace fs = std::filesystem;
namespace {

struct Options {
    std::string path, folder;
    std::string device = "auto", precision = "auto";
    bool json = false;
};

/// The classes of the fields are those of the model, whatever the order: what a box is called is what counts.
Result<fields::FieldSet> inClassesOf(const fields::DetectorModel& model, fields::FieldSet set) {
    const auto names = model.card().classNames();
    std::vector<int> to;
    for (const auto& name : set.classes) {
        const auto found = std::ranges::find(names, name);
        if (found == names.end()) return fail(ErrorCode::InvalidArgument, "the fields have boxes of '" + name + "', a class that the model does not know", set.root, "Choose fields of the model's classes.");
        to.push_back(static_cast<int>(found - names.begin()));
    }
    for (auto& field : set.fields)
        for (auto& box : field.boxes) box.classIndex = to[static_cast<std::size_t>(box.classIndex)];
    set.classes = names;
    return set;
}

int evaluate(const Options& options) {
    const auto cancel = stopOnSignal();
    std::error_code ignored;
    const bool isRun = fs::is_directory(options.path, ignored);
    std::optional<fields::FieldRunRecord> run;
    if (isRun) {
        auto record = fields::readFieldRun(options.path);
        if (!record) return reportFailure(record.error());
        if (record->testFields.empty()) return reportFailure({ErrorCode::EmptyDataset, "the run has no test fields", options.path, "Name its model and a folder of other fields."});
        run = std::move(*record);
    } else if (options.folder.empty()) {
        return reportFailure({ErrorCode::InvalidArgument, "a model needs fields to be measured on", options.path, "Name a folder of fields with boxes behind it."});
    }
    const auto model = fields::DetectorModel::open(isRun ? fs::path(options.path) / fields::kDetectorFile : fs::path(options.path), options.device, options.precision);
    if (!model) return reportFailure(model.error());
    ProgressBar bar;
    auto read = fields::readFields(options.folder.empty() ? run->dataRoot : fs::path(options.folder), bar, cancel);
    bar.clear();
    if (!read) return reportFailure(read.error());
    sayProblems(*read, bar);
    if (run && read->sha256() != run->dataSha256)
        return reportFailure({ErrorCode::DataChanged, "the fields or boxes are not those that the run began with", read->root, "Bring them back, or measure the run's model on these as fields of their own."});
    const auto set = inClassesOf(*model, std::move(*read));
    if (!set) return reportFailure(set.error());
    std::vector<int> part(set->fields.size());
    std::iota(part.begin(), part.end(), 0);
    if (run) {
        auto test = fields::testPartOf(*run, *set);
        if (!test) return reportFailure(test.error());
        part = std::move(*test);
    } else if (set->sha256() == model->card().dataSha256) {
        say("These are the fields that the model was trained on: the figures say little. Name the run folder to measure on its test fields alone.");
    }
    const auto figures = fields::evaluateFields(*set, part, fields::findBy(*model), bar, cancel);
    bar.clear();
    if (!figures) return reportFailure(figures.error());
    if (run)
        if (auto written = writeFileAtomically(fs::path(options.path) / "evaluation.json", fields::toJson(*figures).dump(2) + '\n'); !written) return reportFailure(written.error());
    if (options.json) printJson(fields::toJson(*figures));
    else printFigures(*figures);
    return kDone;
}

}  // namespace

void addDetectEvaluate(CLI::App& detect, Work& work) {
    auto* verb = detect.add_subcommand("evaluate", "Average precision of a finder of cells on fields whose boxes are known");
    const auto options = std::make_shared<Options>();
    verb->add_option("PATH", options->path, "Run folder of detect train, measured on its test fields, or a .leukomodel")->required();
    verb->add_option("DIR", options->folder, "Fields with boxes; of a run only if the data have moved");
    verb->add_option("--device", options->device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", options->precision, "Numbers to compute with")->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str();
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return evaluate(*options); }; });
}

}  // namespace leukolens::cli
