// How well cells and their nuclei are found, against masks drawn by hand, and how long it takes.
//     bench_cell_mask FOLDER            pairs NAME.bmp (picture) and NAME.png (mask: 128 cytoplasm, 255 nucleus), as segmentation_WBC has them
//     bench_cell_mask --found FOLDER…   without masks: in how many pictures a cell is found, a folder
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/image/cell_mask.h"
#include "core/image/decode.h"

namespace {

using namespace leukolens;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

image::Image read(const fs::path& file) {
    auto picture = image::decodeFile(file);
    if (!picture) throw std::runtime_error(picture.error().message());
    return std::move(*picture);
}

std::vector<fs::path> picturesIn(const fs::path& folder, std::string_view extension) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder))
        if (entry.is_regular_file() && (extension.empty() ? image::hasImageExtension(entry.path()) : entry.path().extension() == extension)) files.push_back(entry.path());
    std::ranges::sort(files);
    return files;
}

/// Dice 1945. above: of the drawn mask's grey.
double dice(const std::vector<std::uint8_t>& found, const image::Image& drawn, int above) {
    double both = 0, each = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const bool in = drawn.rgb[3 * i] > above;
        both += in && found[i] != 0;
        each += in + (found[i] != 0);
    }
    return each > 0 ? 2 * both / each : 1;
}

struct Scores {
    std::vector<double> nucleus, cell;
    double milliseconds = 0;
    int without = 0;

    void print(const char* what) const {
        const auto line = [](std::vector<double> values) {
            double sum = 0;
            for (const double value : values) sum += value;
            std::ranges::sort(values);
            std::printf("  mean %.4f  median %.4f  5 %% below %.3f  least %.3f", sum / static_cast<double>(values.size()), values[values.size() / 2], values[values.size() / 20], values.front());
        };
        std::printf("%-12s nucleus", what);
        line(nucleus);
        std::printf("   whole cell");
        line(cell);
        std::printf("   %zu pictures, %d without a cell, %.2f ms each\n", cell.size(), without, milliseconds / static_cast<double>(cell.size()));
    }
};

void compare(const fs::path& folder) {
    const auto files = picturesIn(folder, ".bmp");
    if (files.size() < 2) throw std::runtime_error("no pairs NAME.bmp and NAME.png in " + folder.string());
    std::array<Scores, 3> scores;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto picture = read(files[i]), drawn = read(fs::path(files[i]).replace_extension(".png"));
        if (drawn.rgb.size() != picture.rgb.size()) throw std::runtime_error(files[i].string() + " and its mask differ in size");
        const auto start = Clock::now();
        const auto found = image::findCell(picture);
        const double milliseconds = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        for (auto* score : {&scores[i < files.size() / 2 ? 0 : 1], &scores[2]}) {
            score->nucleus.push_back(found ? dice(found->nucleus, drawn, 192) : 0);
            score->cell.push_back(found ? dice(found->cell, drawn, 64) : 0);
            score->milliseconds += milliseconds;
            score->without += found ? 0 : 1;
        }
    }
    scores[0].print("first half");
    scores[1].print("second half");
    scores[2].print("all");
}

void count(const fs::path& folder) {
    const auto files = picturesIn(folder, {});
    int found = 0;
    double milliseconds = 0;
    for (const auto& file : files) {
        const auto picture = read(file);
        const auto start = Clock::now();
        found += image::findCell(picture) ? 1 : 0;
        milliseconds += std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    }
    std::printf("%s: a cell in %d of %zu pictures, %.2f ms each\n", folder.c_str(), found, files.size(), files.empty() ? 0 : milliseconds / static_cast<double>(files.size()));
}

}  // namespace

int main(int argc, char** argv) try {
    const std::vector<std::string_view> words(argv + 1, argv + argc);
    if (words.empty() || (words[0] == "--found" && words.size() < 2)) {
        std::fprintf(stderr, "usage: bench_cell_mask FOLDER | --found FOLDER...\n");
        return 2;
    }
    if (words[0] != "--found") compare(words[0]);
    else for (std::size_t i = 1; i < words.size(); ++i) count(words[i]);
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
