// leukolens detect train DIR --out RUN …
#include <cstdio>
#include <map>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/detection_output.h"
#include "app/cli/verbs.h"
#include "core/detection/detector.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string folder, out;
    fields::FieldTrainSettings settings;
    bool noAugment = false, resume = false, json = false;
};

Result<std::string> absolute(const std::string& path) {
    std::error_code code;
    const auto found = std::filesystem::absolute(path, code).lexically_normal();
    if (code) return fail(ErrorCode::NotFound, "cannot be found from here", path);
    return found.string();
}

int told(const Result<fields::FieldRunResult>& result, const Options& options, ProgressBar& bar) {
    bar.clear();
    if (!result) return reportFailure(result.error());
    if (options.json) {
        printJson(toJson(*result));
        return kDone;
    }
    if (result->figures) printFigures(*result->figures);
    std::printf("%d training fields, %.0f s of training on %s (%s). Model: %s\n", result->trainFields, result->trainingSeconds, result->device.c_str(), result->precision.c_str(), result->model.c_str());
    return kDone;
}

int train(const Options& options) {
    const auto cancel = stopOnSignal();
    auto settings = options.settings;
    settings.augment = !options.noAugment;
    if (!settings.weightsFile.empty()) {
        // The run is resumed from anywhere.
        const auto weights = absolute(settings.weightsFile);
        if (!weights) return reportFailure(weights.error());
        settings.weightsFile = *weights;
    }
    if (auto valid = fields::validate(settings); !valid) return reportFailure(valid.error());
    std::filesystem::path data = options.folder;
    if (options.resume) {
        const auto record = fields::readFieldRun(options.out);
        if (!record) return reportFailure(record.error());
        if (data.empty()) data = record->dataRoot;
    }
    ProgressBar bar;
    DetectionLog log(bar);
    const auto set = fields::readFields(data, bar, cancel);
    bar.clear();
    if (!set) return reportFailure(set.error());
    sayProblems(*set, bar);
    const fields::FieldRunControl control{log, bar, cancel};
    return told(options.resume ? fields::resumeFields(*set, options.out, control) : fields::trainFields(*set, settings, options.out, control), options, bar);
}

}  // namespace

void addDetectTrain(CLI::App& detect, Work& work) {
    auto* verb = detect.add_subcommand("train", "Train a finder of cells on fields with boxes (Pascal VOC)");
    const auto options = std::make_shared<Options>();
    auto& s = options->settings;
    verb->add_option("DIR", options->folder, "Folder of pictures and their XML files, beside them or in a folder Annotations; with --resume only if the data have moved");
    verb->add_option("--out", options->out, "Run folder: a new one, or with --resume the one to go on with")->required();
    auto* resume = verb->add_flag("--resume", options->resume, "Go on with a run that was stopped or killed, by its own settings");
    std::vector<CLI::Option*> choices{
        verb->add_option("--backbone", s.backbone, "Network that looks at the field")->check(CLI::IsMember(detection::backboneNames()))->capture_default_str(),
        verb->add_option("--weights", s.weightsFile, "Weights to start from (.pth, .safetensors): of the backbone's classifier, or of a detector"),
        verb->add_option("--freeze-up-to", s.frozenUpTo, "Block of the backbone that stays as it is with all before it; usual: what suits pretrained weights; none")->capture_default_str(),
        verb->add_option("--size", s.shortSidePx, "Shorter side of a field as the network sees it, px")->check(CLI::Range(96, 2048))->capture_default_str(),
        verb->add_option("--epochs", s.epochs, "Times that each training field is shown")->check(CLI::Range(1, 1000))->capture_default_str(),
        verb->add_option("--batch", s.batch, "Fields a step")->check(CLI::Range(1, 64))->capture_default_str(),
        verb->add_option("--optimizer", s.optimizer, "adamw, or sgd with momentum")
            ->transform(CLI::CheckedTransformer(std::map<std::string, engine::OptimizerKind>{{"adamw", engine::OptimizerKind::AdamW}, {"sgd", engine::OptimizerKind::Sgd}}))
            ->default_str("adamw"),
        verb->add_option("--learning-rate", s.learningRate, "Peak; rises over the first steps, then half a cosine")->capture_default_str(),
        verb->add_option("--body-rate", s.bodyRate, "Of the backbone, as a share of that")->capture_default_str(),
        verb->add_option("--weight-decay", s.weightDecay, "Pull of the weights towards 0")->capture_default_str(),
        verb->add_option("--regions", s.regions, "Regions a field that a step learns from")->check(CLI::Range(16, 2000))->capture_default_str(),
        verb->add_flag("--no-augment", options->noAugment, "Show fields as they are, never mirrored, turned or in other colours"),
        verb->add_option("--um-per-px", s.umPerPx, "Size of a pixel of the fields, for Slides; without it what their red cells tell")->check(CLI::Range(0.01, 1.25)),
        verb->add_option("--test-share", s.testShare, "Share of the fields that is not trained on and measured at the end")->check(CLI::Range(0.0, 0.9))->capture_default_str(),
        verb->add_option("--seed", s.seed, "Of the split, the start and all that is random")->capture_default_str(),
        verb->add_option("--device", s.device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str(),
        verb->add_option("--precision", s.precision, "Numbers to compute with")->check(CLI::IsMember({"auto", "fp32", "bf16"}))->capture_default_str()};
    for (auto* choice : choices) choice->excludes(resume);
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] {
        if (!options->resume && options->folder.empty()) throw CLI::RequiredError("DIR");
        work = [options] { return train(*options); };
    });
}

}  // namespace leukolens::cli
