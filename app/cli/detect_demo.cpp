// leukolens detect demo --out DIR
#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/console.h"
#include "app/cli/verbs.h"
#include "core/base/files.h"
#include "core/fields/demo_field_set.h"

namespace leukolens::cli {
namespace {

struct Options {
    std::string out;
    int fields = 24;
    bool json = false;
};

int demo(const Options& options) {
    const auto cancel = stopOnSignal();
    ProgressBar bar;
    const auto counts = fields::writeDemoFieldSet(options.out, options.fields, bar, cancel);
    bar.clear();
    if (!counts) return reportFailure(counts.error());
    if (options.json) {
        printJson({{"folder", toUtf8(options.out)}, {"fields", options.fields}, {"boxes", *counts}});
        return kDone;
    }
    std::printf("%d drawn fields in %s. Boxes:", options.fields, options.out.c_str());
    for (const char* between = " "; const auto& [name, count] : *counts) {
        std::printf("%s%d %s", between, count, name.c_str());
        between = ", ";
    }
    std::printf("\nThey are nobody's: a finder trained on them knows nothing of real cells.\n");
    return kDone;
}

}  // namespace

void addDetectDemo(CLI::App& detect, Work& work) {
    auto* verb = detect.add_subcommand("demo", "Draw fields with boxes to train and measure a finder of cells on");
    const auto options = std::make_shared<Options>();
    verb->add_option("--out", options->out, "Folder to make, or an empty one")->required();
    verb->add_option("--fields", options->fields, "How many, of six subjects")->check(CLI::Range(fields::kLeastDemoFields, fields::kMostDemoFields))->capture_default_str();
    verb->add_flag("--json", options->json, "One JSON object on standard output");
    verb->callback([options, &work] { work = [options] { return demo(*options); }; });
}

}  // namespace leukolens::cli
