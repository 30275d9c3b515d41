// The program's window from start to end.
#pragma once

#include <string>
#include <vector>

namespace leukolens {

/// What to show first; all empty: what was shown last. Paths are UTF-8.
struct WindowOptions {
    bool demo = false;  ///< show the whole product: draw cells, train on them, classify unseen ones
    std::string
        demoFolder;  ///< where the demonstration keeps everything, its settings included; the person's own stay as they are
    std::vector<std::string> files;  ///< models, exported cases, slides, pictures, folders, as ui::openFiles() takes them
};

/// Returns the exit status. Needs a display.
int runWindow(int argc, char** argv, const WindowOptions& options);

}  // namespace leukolens
