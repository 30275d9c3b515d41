// leukolens train DIR --out RUN …
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/training_output.h"
#include "app/cli/verbs.h"
#include "core/dataset/reader.h"
#include "core/experiment/run.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string folder, out;
    std::string protocol = "patient";
    experiment::TrainSettings settings;
    bool noAugmentation = false;
    bool json = false;
};

int train(Options options) {
    const auto cancel = stopOnSignal();
    const auto protocol = dataset::protocolFromString(options.protocol);
    if (!protocol) return reportFailure(protocol.error());
    options.settings.protocol = *protocol;
    options.settings.augment = !options.noAugmentation;
    if (auto valid = experiment::validate(options.settings); !valid) return reportFailure(valid.error());
    ProgressBar bar;
    const auto data = dataset::readDataset(options.folder, bar, cancel);
    if (!data) {
        bar.clear();
        return reportFailure(data.error());
    }
    for (const auto& problem : data->problems) {
        bar.clear();
        say("Passed over or worth knowing: [" + problem.code + "] " + problem.path.string() + ": " + problem.message);
    }
    TrainingLog log(bar);
    const auto result = experiment::train(*data, options.settings, options.out, log, bar, cancel);
    bar.clear();
    if (!result) return reportFailure(result.error());
    if (options.json) {
        printJson(toJson(*result));
    } else {
        printTable(*result);
    }
    return kDone;
}

}  // namespace

void addTrain(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("train", "Train InceptionV3 fold by fold into a run folder");
    const auto options = std::make_shared<Options>();
    auto& s = options->settings;
    verb->add_option("DIR", options->folder, "C-NMC folder, or a folder with one subfolder a class")->required();
    verb->add_option("--out", options->out, "Run folder to make")->required();
    verb->add_option("--protocol", options->protocol, "patient: nobody in two parts of a fold; paper: 70/30 by image (optimistic)")
        ->check(CLI::IsMember({"patient", "paper"}))
        ->capture_default_str();
    verb->add_option("--model", s.network, "Network")->check(CLI::IsMember({"inception_v3"}))->capture_default_str();
    verb->add_option("--weights", s.weightsFile, "Weights to start from: a .leukomodel, .pth or .safetensors");
    verb->add_option("--folds", s.folds, "Number of folds")->capture_default_str();
    verb->add_option("--epochs", s.epochs, "Epochs at most, a fold")->capture_default_str();
    verb->add_option("--patience", s.patienceEpochs, "Epochs without a better validation loss before stopping")->capture_default_str();
    verb->add_option("--input-px", s.inputPx, "Side of the network's input; below 299 the auxiliary head is not run")->capture_default_str();
    verb->add_option("--batch", s.batch, "Cells a step")->capture_default_str();
    verb->add_option("--learning-rate", s.learningRate, "Peak of the schedule")->capture_default_str();
    verb->add_flag("--no-augmentation", options->noAugmentation, "Train on the cells as they are");
    verb->add_option("--device", s.device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--precision", s.precision, "Number format; auto: bf16 where the device has it")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))
        ->capture_default_str();
    verb->add_option("--seed", s.seed, "Fixes split, initial weights, order and augmentation")->capture_default_str();
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return train(*options); }; });
}

}  // namespace leukolens::cli
