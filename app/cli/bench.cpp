// leukolens bench infer|train …
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/engine/device.h"
#include "core/engine/throughput.h"
#include "core/nn/network_info.h"

namespace leukolens::cli {
namespace {

struct Options {
    engine::ThroughputRequest request;
    std::string device = "auto", precision = "auto";
    int threads = 0;
    bool json = false;
};

int bench(Options options) {
    const auto cancel = stopOnSignal();
    const auto device = engine::resolveDevice(options.device);
    if (!device) return reportFailure(device.error());
    const auto precision = engine::resolvePrecision(options.precision, *device);
    if (!precision) return reportFailure(precision.error());
    auto& request = options.request;
    request.settings.device = *device;
    request.settings.precision = *precision;
    if (options.threads > 0) engine::useThreads(options.threads);
    ProgressBar bar;
    const auto measured = engine::measureThroughput(request, bar, cancel);
    bar.clear();
    if (!measured) return reportFailure(measured.error());
    const char* what = request.training ? "train" : "infer";
    const int threads = engine::threads();
    if (options.json) {
        printJson({{"what", what},
                   {"imagesPerSecond", {{"median", measured->median}, {"min", measured->min}, {"max", measured->max}}},
                   {"batch", request.settings.batch},
                   {"inputPx", request.inputPx},
                   {"precision", *precision},
                   {"device", *device},
                   {"threads", threads}});
    } else {
        std::printf("%s: %.2f images a second (%.2f to %.2f), batch %d, %d px, %s, %s, %d threads\n", what, measured->median, measured->min, measured->max,
                    request.settings.batch, request.inputPx, precision->c_str(), engine::describeDevice(*device).c_str(), threads);
    }
    return kDone;
}

void addWhat(CLI::App& parent, Work& work, bool training) {
    auto* verb = parent.add_subcommand(training ? "train" : "infer", training ? "Training steps: from pixels to updated weights" : "Answers: from pixels to probabilities");
    const auto options = std::make_shared<Options>();
    auto& request = options->request;
    request.training = training;
    verb->add_option("--batch", request.settings.batch, "Pictures at once")->check(CLI::Range(training ? 2 : 1, 4096))->capture_default_str();
    verb->add_option("--input-px", request.inputPx, "Side of the network's input")->check(CLI::Range(75, 1024))->capture_default_str();
    verb->add_option("--precision", options->precision, "Number format; auto: bf16 where the device has it")
        ->check(CLI::IsMember({"auto", "fp32", "bf16"}))
        ->capture_default_str();
    verb->add_option("--device", options->device, "Where to compute")->check(CLI::IsMember({"auto", "cpu", "cuda"}))->capture_default_str();
    verb->add_option("--threads", options->threads, "Cores of the processor to use; 0: all")->check(CLI::Range(0, 1024))->capture_default_str();
    verb->add_option("--seconds", request.seconds, "How long to measure")->check(CLI::Range(0.1, 86400.0))->capture_default_str();
    if (training) verb->add_flag("!--no-augmentation", request.settings.augment, "Without random changes of colour and position");
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return bench(*options); }; });
}

}  // namespace

void addBench(CLI::App& app, Work& work) {
    auto* verb = app.add_subcommand("bench", "Measure on generated pictures how fast this computer trains or answers");
    verb->require_subcommand(1);
    addWhat(*verb, work, false);
    addWhat(*verb, work, true);
}

}  // namespace leukolens::cli
