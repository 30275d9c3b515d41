// leukolens: the window without arguments or with files to open, otherwise a verb of the command line.
#include <filesystem>

#include "app/cli/verbs.h"
#include "app/window.h"

namespace {

/// As a file manager gives them. A verb stays one where a file has its name.
bool areFiles(int argc, char** argv) {
    const auto isFile = [](const std::filesystem::path& path) {
        std::error_code error;
        return std::filesystem::exists(path, error);
    };
    return argc > 1 && argv[1][0] != '-' && !leukolens::cli::isVerb(argv[1]) && isFile(argv[1]);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc > 1 && !areFiles(argc, argv)) return leukolens::cli::runCommandLine(argc, argv);
    leukolens::WindowOptions options;
    options.files.assign(argv + 1, argv + argc);
    return leukolens::runWindow(argc, argv, options);
}
