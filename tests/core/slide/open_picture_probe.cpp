// Opens a picture with all its levels in a cache folder, for tests that need a process of its own: open_picture_probe PICTURE FOLDER
// Prints nothing, or what went wrong: the code, and on the next line the file or folder concerned.
#include <cstdio>

#include "core/slide/slide.h"

int main(int argc, char** argv) {
    using namespace leukolens;
    if (argc != 3) return 2;
    slide::OpenOptions options;
    options.cacheFolder = argv[2];
    options.pictures.maxMemoryPixels = 0;
    NoProgress progress;
    const auto opened = slide::open(argv[1], options, progress, {});
    if (!opened) std::printf("%s\n%s\n", std::string(toString(opened.error().code)).c_str(), opened.error().file.c_str());
    return opened ? 0 : 1;
}
