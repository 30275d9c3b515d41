// leukolens: the window without arguments, otherwise a verb of the command line.
#include "app/cli/verbs.h"
#include "app/window.h"

int main(int argc, char** argv) {
    return argc > 1 ? leukolens::cli::runCommandLine(argc, argv) : leukolens::runWindow(argc, argv, {});
}
