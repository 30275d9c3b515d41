// How many pictures of folders are taken for whole fields of cells, and how long a look takes.
//   build/dev/bin/bench_whole_fields FOLDER...
// Each folder is looked through by itself, folders in it included; the time is that of fieldSignsOf() alone, on one core.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <vector>

#include "core/dataset/reader.h"
#include "core/image/decode.h"
#include "core/image/whole_field.h"

int main(int argc, char** argv) {
    using namespace leukolens;
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s FOLDER...\n", argv[0]);
        return 2;
    }
    std::printf("| folder | pictures | taken for fields | on black | as frames | by nuclei | ms a picture, median |\n|---|---|---|---|---|---|---|\n");
    for (int i = 1; i < argc; ++i) {
        int pictures = 0, fields = 0, onBlack = 0, byNuclei = 0;
        std::vector<double> ms;
        for (const auto& file : dataset::findImages({argv[i]}).files) {
            const auto picture = image::decodeFile(file);
            if (!picture) continue;
            const auto start = std::chrono::steady_clock::now();
            const auto signs = image::fieldSignsOf(*picture);
            ms.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
            ++pictures;
            if (signs.onBlack) ++onBlack;
            if (!image::isWholeField(signs)) continue;
            ++fields;
            auto square = signs;
            square.elongation = 1;
            if (image::isWholeField(square)) ++byNuclei;
        }
        if (ms.empty()) {
            std::fprintf(stderr, "%s: no picture could be read\n", argv[i]);
            return 1;
        }
        std::ranges::sort(ms);
        std::printf("| `%s` | %d | %d | %d | %d | %d | %.2f |\n", argv[i], pictures, fields, onBlack, fields - byNuclei, byNuclei, ms[ms.size() / 2]);
    }
}
