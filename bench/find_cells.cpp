// How well white cells are found in fields with boxes drawn by hand, and how quickly in fields and slides.
//     bench_find_cells FOLDER [--um-per-px N] [--misses]         JPEGImages/NAME.jpg and Annotations/NAME.xml (Pascal VOC), as BCCD has them: first and second half by name
//     bench_find_cells --single FOLDER [--um-per-px N]           pictures of one cell in the middle, as PBC has them
//     bench_find_cells --slide FILE [--threads N] [--cancel-after MS] …   a whole slide (bench/make_slide.sh); --places TABLE: x,y of each cell's middle a line, px of level 0
#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <sys/resource.h>

#include "core/image/cell_mask.h"
#include "core/image/decode.h"
#include "core/slide/cell_finder.h"
#include "core/slide/scan.h"

namespace {

using namespace leukolens;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using slide::Box;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::vector<Box> whiteCellsOf(const fs::path& xml) {
    std::ifstream file(xml);
    const std::string text((std::istreambuf_iterator<char>(file)), {});
    if (text.empty()) throw std::runtime_error("nothing in " + xml.string());
    std::vector<Box> boxes;
    for (auto at = text.find("<object>"); at != std::string::npos; at = text.find("<object>", at + 1)) {
        const auto object = text.substr(at, text.find("</object>", at) - at);
        if (object.find("<name>WBC</name>") == std::string::npos) continue;
        const auto number = [&](const std::string& name) { return std::stod(object.substr(object.find("<" + name + ">") + name.size() + 2)); };
        const double left = number("xmin"), top = number("ymin");
        boxes.push_back({left, top, number("xmax") - left, number("ymax") - top});
    }
    return boxes;
}

slide::Pixels pixelsOf(const fs::path& file) {
    const auto picture = image::decodeFile(file);
    if (!picture) throw std::runtime_error(picture.error().message());
    slide::Pixels pixels{picture->width, picture->height, {}};
    for (std::size_t i = 0; i < picture->rgb.size(); i += 3)
        pixels.argb.push_back(0xFF000000u | std::uint32_t{picture->rgb[i]} << 16 | std::uint32_t{picture->rgb[i + 1]} << 8 | picture->rgb[i + 2]);
    return pixels;
}

struct Counts {
    int fields = 0, drawn = 0, found = 0, right = 0, withoutScale = 0;
    double overlaps = 0;
    std::vector<double> milliseconds;

    void print(const char* what) {
        std::ranges::sort(milliseconds);
        std::printf("%-12s %3d fields, %3d cells drawn, %3d found, %3d right: recall %.3f, precision %.3f, mean IoU %.3f; %d without a scale; ms a field: median %.1f, most %.1f\n", what, fields, drawn, found, right,
                    static_cast<double>(right) / std::max(1, drawn), static_cast<double>(right) / std::max(1, found), overlaps / std::max(1, right), withoutScale, milliseconds[milliseconds.size() / 2], milliseconds.back());
    }
};

void compare(const fs::path& folder, std::optional<double> umPerPx, bool misses) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder / "JPEGImages")) files.push_back(entry.path());
    std::ranges::sort(files);
    if (files.size() < 2) throw std::runtime_error("no fields in " + folder.string());
    std::array<Counts, 3> counts;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto pixels = pixelsOf(files[i]);
        const auto drawn = whiteCellsOf(folder / "Annotations" / files[i].stem().concat(".xml"));
        const auto start = Clock::now();
        const auto found = slide::findCells(pixels, umPerPx);
        const double milliseconds = 1000 * secondsSince(start);
        // The best pairs first; each box once.
        std::vector<std::tuple<double, std::size_t, std::size_t>> pairs;
        for (std::size_t d = 0; d < drawn.size(); ++d)
            for (std::size_t f = 0; f < found.cells.size(); ++f) pairs.emplace_back(slide::overlapOf(drawn[d], found.cells[f].box), d, f);
        std::ranges::sort(pairs, std::greater<>());
        std::vector<bool> drawnTaken(drawn.size()), foundTaken(found.cells.size());
        int right = 0;
        double overlaps = 0;
        for (const auto& [overlap, d, f] : pairs) {
            if (overlap < 0.5 || drawnTaken[d] || foundTaken[f]) continue;
            drawnTaken[d] = foundTaken[f] = true;
            overlaps += overlap;
            ++right;
        }
        for (auto* count : {&counts[i < files.size() / 2 ? 0 : 1], &counts[2]}) {
            ++count->fields;
            count->drawn += static_cast<int>(drawn.size());
            count->found += static_cast<int>(found.cells.size());
            count->right += right;
            count->overlaps += overlaps;
            count->withoutScale += found.umPerPx ? 0 : 1;
            count->milliseconds.push_back(milliseconds);
        }
        if (!misses) continue;
        for (std::size_t d = 0; d < drawn.size(); ++d)
            if (!drawnTaken[d]) std::printf("missed %s %.0f %.0f %.0f %.0f scale %.4f\n", files[i].stem().c_str(), drawn[d].x, drawn[d].y, drawn[d].width, drawn[d].height, found.umPerPx.value_or(0));
        for (std::size_t f = 0; f < found.cells.size(); ++f) {
            const auto& cell = found.cells[f];
            std::printf("%s %s %.0f %.0f %.0f %.0f score %.2f nucleus %.1f scale %.4f\n", foundTaken[f] ? "right" : "wrong", files[i].stem().c_str(), cell.box.x, cell.box.y, cell.box.width, cell.box.height, cell.score, cell.nucleusAreaUm2, *found.umPerPx);
        }
    }
    counts[0].print("first half");
    counts[1].print("second half");
    counts[2].print("all");
}

/// Pictures of one cell in the middle: whether it is found, by the box around what image::findCell() outlines, and how many besides.
void single(const fs::path& folder, std::optional<double> umPerPx) {
    int pictures = 0, outlined = 0, right = 0, found = 0, others = 0;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file() || !image::hasImageExtension(entry.path())) continue;
        const auto picture = image::decodeFile(entry.path());
        if (!picture) throw std::runtime_error(picture.error().message());
        const auto cells = slide::findCells(pixelsOf(entry.path()), umPerPx).cells;
        ++pictures;
        found += cells.empty() ? 0 : 1;
        const auto mask = image::findCell(*picture);
        if (!mask) continue;
        int left = mask->width, top = mask->height, last = 0, bottom = 0;
        for (int y = 0; y < mask->height; ++y) {
            for (int x = 0; x < mask->width; ++x) {
                if (mask->cell[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask->width) + static_cast<std::size_t>(x)] == 0) continue;
                left = std::min(left, x);
                top = std::min(top, y);
                last = std::max(last, x + 1);
                bottom = std::max(bottom, y + 1);
            }
        }
        ++outlined;
        const Box box{static_cast<double>(left), static_cast<double>(top), static_cast<double>(last - left), static_cast<double>(bottom - top)};
        const auto same = std::ranges::count_if(cells, [&](const slide::FoundCell& cell) { return overlapOf(cell.box, box) >= 0.5; });
        right += same == 1;
        others += static_cast<int>(std::ssize(cells) - same);
    }
    std::printf("%s: %d pictures, in %d something is found; of %d with an outline %d by one box at IoU 0.5, %d other boxes\n", folder.c_str(), pictures, found, outlined, right, others);
}

struct Place {
    double x, y;
};

std::vector<Place> placesOf(const fs::path& table) {
    std::vector<Place> places;
    std::ifstream file(table);
    for (std::string line; std::getline(file, line);) places.push_back({std::stod(line), std::stod(line.substr(line.find(',') + 1))});
    if (places.empty()) throw std::runtime_error("nothing in " + table.string());
    return places;
}

/// Places that lie in a found box of their own.
int matched(const std::vector<Place>& places, const std::vector<slide::FoundCell>& cells) {
    constexpr double kSide = 256;
    std::multimap<std::pair<int, int>, const Box*> near;
    for (const auto& cell : cells) near.emplace(std::pair(static_cast<int>((cell.box.x + cell.box.width / 2) / kSide), static_cast<int>((cell.box.y + cell.box.height / 2) / kSide)), &cell.box);
    std::vector<const Box*> taken;
    for (const auto& place : places) {
        const Box* best = nullptr;
        double nearest = 1e9;
        for (int dy = -1; dy <= 1; ++dy) {
            for (int dx = -1; dx <= 1; ++dx) {
                const auto [from, to] = near.equal_range({static_cast<int>(place.x / kSide) + dx, static_cast<int>(place.y / kSide) + dy});
                for (auto box = from; box != to; ++box) {
                    const Box& at = *box->second;
                    const double away = std::hypot(at.x + at.width / 2 - place.x, at.y + at.height / 2 - place.y);
                    if (place.x < at.x || place.y < at.y || place.x > at.x + at.width || place.y > at.y + at.height || away >= nearest) continue;
                    nearest = away;
                    best = &at;
                }
            }
        }
        if (best) taken.push_back(best);
    }
    std::ranges::sort(taken);
    return static_cast<int>(std::unique(taken.begin(), taken.end()) - taken.begin());
}

rusage usageOf() {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage;
}

double peakMb() { return static_cast<double>(usageOf().ru_maxrss) / 1024; }

/// Of all threads, in user code and in the system's.
double processorSeconds() {
    const auto usage = usageOf();
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

void scanSlide(std::map<std::string, std::string>& options) {
    NoProgress progress;
    auto start = Clock::now();
    const auto open = slide::open(options["--slide"], {}, progress, {});
    if (!open) throw std::runtime_error(open.error().message());
    slide::ScanPlan plan;
    plan.threads = options.contains("--threads") ? std::stoi(options["--threads"]) : 1;
    if (options.contains("--um-per-px")) plan.umPerPx = std::stod(options["--um-per-px"]);
    if (options.contains("--enough")) plan.enough = std::stoi(options["--enough"]);
    plan.monolayerOnly = options.contains("--monolayer");
    const double opening = secondsSince(start), before = peakMb(), processor = processorSeconds();
    CancelSource cancel;
    std::atomic<Clock::time_point> asked{Clock::time_point{}};
    std::jthread stopper;
    if (options.contains("--cancel-after")) {
        stopper = std::jthread([&, after = std::chrono::milliseconds(std::stoi(options["--cancel-after"]))] {
            std::this_thread::sleep_for(after);
            asked = Clock::now();
            cancel.cancel();
        });
    }
    start = Clock::now();
    const auto outcome = slide::scan(**open, plan, nullptr, progress, cancel.token());
    const double seconds = secondsSince(start), ofProcessors = processorSeconds() - processor;
    if (!outcome) {
        if (outcome.error().code != ErrorCode::Cancelled) throw std::runtime_error(outcome.error().message());
        std::printf("cancelled: returned after %.0f ms\n", 1000 * secondsSince(asked));
        return;
    }
    const double megapixels = static_cast<double>(outcome->pixelsSeen) / 1e6;
    std::printf("opened in %.2f s; %zu cells in %.2f s with %d threads, %.2f s of processor time; scale %.4f µm/px (%s)\n", opening, outcome->cells.size(), seconds, plan.threads, ofProcessors, outcome->umPerPx.value_or(0),
                outcome->umPerPxEstimated ? "estimated" : "known");
    std::printf("megapixels of level 0 a second: %.1f by the clock and thread, %.1f of processor time; largest memory %.0f MB, before the scan %.0f MB; %lld blocks, %lld skipped, %zu not readable\n", megapixels / seconds / plan.threads,
                megapixels / ofProcessors, peakMb(), before, static_cast<long long>(outcome->blocks), static_cast<long long>(outcome->blocksSkipped), outcome->unreadable.size());
    if (options.contains("--places")) {
        const auto places = placesOf(options["--places"]);
        const int right = matched(places, outcome->cells);
        std::printf("%zu cells drawn, %d of them found: recall %.4f, precision %.4f\n", places.size(), right, right / static_cast<double>(places.size()), right / static_cast<double>(std::max<std::size_t>(1, outcome->cells.size())));
    }
}

}  // namespace

int main(int argc, char** argv) try {
    std::map<std::string, std::string> options;
    for (int i = 1; i < argc; ++i) {
        const std::string word(argv[i]);
        if (word == "--misses" || word == "--monolayer") options[word] = "yes";
        else if (word.starts_with("--") && i + 1 < argc) options[word] = argv[++i];
        else options["folder"] = word;
    }
    if (options.contains("folder")) {
        compare(options["folder"], options.contains("--um-per-px") ? std::optional(std::stod(options["--um-per-px"])) : std::nullopt, options.contains("--misses"));
        return 0;
    }
    if (options.contains("--single")) {
        single(options["--single"], options.contains("--um-per-px") ? std::optional(std::stod(options["--um-per-px"])) : std::nullopt);
        return 0;
    }
    if (options.contains("--slide")) {
        scanSlide(options);
        return 0;
    }
    std::fprintf(stderr, "usage: bench_find_cells FOLDER [--um-per-px N] [--misses] | --single FOLDER [--um-per-px N] | --slide FILE [--places TABLE] [--threads N] [--um-per-px N] [--enough N] [--monolayer] [--cancel-after MS]\n");
    return 2;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
