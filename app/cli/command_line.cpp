#include <algorithm>
#include <exception>
#include <new>

#include "app/cli/console.h"
#include "app/cli/verbs.h"

namespace leukolens::cli {

namespace {

void addVerbs(CLI::App& app, Work& work, int& argc, char** argv) {
    app.require_subcommand(1);
    app.set_version_flag("--version", "leukolens " LEUKOLENS_VERSION);
    addDemo(app, work, argc, argv);
    addDataset(app, work);
    addTrain(app, work);
    addEvaluate(app, work, argc, argv);
    addCompare(app, work);
    addClassify(app, work);
    addSlide(app, work);
    addDetect(app, work);
    addModel(app, work);
    addCase(app, work);
    addReport(app, work, argc, argv);
    addBench(app, work);
    addSelftest(app, work, argc, argv);
}

constexpr const char* kAbout = "Leukolens: white blood cell images, classified, trained on, reported. For research use only. Not for diagnosis.";

}  // namespace

bool isVerb(const std::string& word) {
    int none = 0;
    CLI::App app(kAbout, "leukolens");
    Work work;
    addVerbs(app, work, none, nullptr);
    return std::ranges::any_of(app.get_subcommands([](const CLI::App*) { return true; }), [&](const CLI::App* verb) { return verb->get_name() == word; });
}

int runCommandLine(int argc, char** argv) {
    CLI::App app(kAbout, "leukolens");
    Work work;
    addVerbs(app, work, argc, argv);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& e) {
        if (argc > 1 && argv[1][0] != '-' && !isVerb(argv[1])) {
            say("leukolens: '" + std::string(argv[1]) + "' is no verb, and there is no file of that name to open. --help says which verbs there are.");
            return kWrongUsage;
        }
        return app.exit(e) == 0 ? kDone : kWrongUsage;
    }
    try {
        return work();
    } catch (const std::bad_alloc&) {
        return reportFailure({ErrorCode::OutOfMemory, "memory ran out", {}, "Close other programs, or choose a smaller batch or input size."});
    } catch (const std::exception& e) {
        return reportFailure({ErrorCode::Internal, e.what(), {}, {}});
    }
}

}  // namespace leukolens::cli
