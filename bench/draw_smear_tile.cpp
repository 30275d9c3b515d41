// A tile of a drawn smear that fits to copies of itself on all sides, for slides of any size (bench/make_slide.sh). Cells at known places.
//     bench_draw_smear_tile PICTURE.ppm PLACES.csv [PX=3000]       0.25 µm/px; PLACES: x,y of the middle of each white cell, px
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>

#include "tests/support/drawn_field.h"

int main(int argc, char** argv) {
    using namespace leukolens;
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_draw_smear_tile PICTURE.ppm PLACES.csv [PX]\n");
        return 2;
    }
    const int px = argc > 3 ? std::atoi(argv[3]) : 3000;
    test::FieldDrawing field{.width = px, .height = px, .umPerPx = 0.25, .redCellsApartUm = 9.5, .wraps = true};
    // One white cell for some 700 red ones, of all kinds, one of them on the tile's corner and one pair that touches.
    const double share = px / 3000.0;
    field.cells = {{0, 0, 6.5, 4.5}, {600 * share, 400 * share, 6.5, 2.1, 3}, {1500 * share, 300 * share, 4.2, 3.4}, {2500 * share, 900 * share, 8, 5},
                   {900 * share, 1500 * share, 6, 2.0, 2}, {1900 * share, 1700 * share, 7, 4.5}, {1900 * share + 56, 1700 * share, 7, 4.5}, {700 * share, 2500 * share, 6.5, 2.1, 4}};
    for (int i = 0; i < 40; ++i) field.platelets.emplace_back(px * std::fmod(0.618034 * i + 0.11, 1.0), px * std::fmod(0.754878 * i + 0.23, 1.0));
    std::erase_if(field.platelets, [&](const auto& at) {
        return std::any_of(field.cells.begin(), field.cells.end(), [&](const auto& cell) { return std::hypot(at.first - cell.x, at.second - cell.y) < 60; });
    });
    const auto pixels = test::drawField(field);
    std::ofstream picture(argv[1], std::ios::binary), places(argv[2]);
    picture << "P6\n" << px << ' ' << px << "\n255\n";
    std::string bytes;
    for (const auto pixel : pixels.argb) bytes += {static_cast<char>(pixel >> 16), static_cast<char>(pixel >> 8), static_cast<char>(pixel)};
    picture << bytes;
    for (const auto& cell : field.cells) places << cell.x << ',' << cell.y << '\n';
    return picture.good() && places.good() ? 0 : 1;
}
