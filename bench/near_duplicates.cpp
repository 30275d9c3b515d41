// Which planted near duplicates are found, and which pairs of a folder are called near duplicates.
//     bench_near_duplicates FOLDER… [--every N] [--mixed N]
// For each folder: all pairs found in it; then, for each alteration, copies of every Nth picture (1) among all pictures of the folder. --mixed: the time for N
// sketches made by laying four pictures of the folder on one another, so that hardly one is another's duplicate.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "core/dataset/groups.h"
#include "core/dataset/near_duplicates.h"
#include "core/dataset/reader.h"
#include "core/dataset/sketch_texture.h"
#include "core/image/decode.h"
#include "tests/support/altered_copy.h"

namespace {

using namespace leukolens;
namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;
using Sketches = std::vector<image::PictureSketch>;

struct Options {
    std::vector<fs::path> folders;
    std::size_t every = 1;
    int mixed = 0;
};

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::vector<dataset::NearPair> nearPairs(const Sketches& sketches) {
    NoProgress progress;
    return dataset::findNearDuplicates(sketches, progress, {}).value();
}

dataset::Groups grouped(std::size_t count, const std::vector<dataset::NearPair>& pairs) {
    dataset::Groups groups(count);
    for (const auto& pair : pairs) groups.unite(pair.first, pair.second);
    return groups;
}

struct Folder {
    fs::path path;
    std::vector<fs::path> files;
    Sketches sketches;
};

Folder read(const fs::path& path) {
    Folder folder{path, dataset::findImages({path}).files, {}};
    double seconds = 0;
    for (const auto& file : folder.files) {
        const auto picture = image::decodeFile(file).value();
        const auto start = Clock::now();
        folder.sketches.push_back(image::sketchOf(picture));
        seconds += secondsSince(start);
    }
    const auto onBlack = std::count_if(folder.sketches.begin(), folder.sketches.end(), [](const auto& sketch) { return sketch.onBlack != 0; });
    std::printf("%s: %zu pictures, %td of them on black, %.2f ms for a sketch\n", path.c_str(), folder.files.size(), onBlack,
                1000 * seconds / static_cast<double>(std::max<std::size_t>(folder.files.size(), 1)));
    return folder;
}

void listPairs(const Folder& folder) {
    const auto start = Clock::now();
    const auto pairs = nearPairs(folder.sketches);
    std::printf("  %zu pairs in %.2f s\n", pairs.size(), secondsSince(start));
    const auto name = [&](int i) { return folder.files[static_cast<std::size_t>(i)].lexically_relative(folder.path).string(); };
    for (const auto& pair : pairs) std::printf("    %.3f  %s  %s\n", pair.similarity, name(pair.first).c_str(), name(pair.second).c_str());
}

/// Copies of the folder's pictures among the pictures themselves.
void plant(const Folder& folder, const test::Alteration& alteration, std::size_t every) {
    Sketches sketches = folder.sketches;
    std::vector<int> originals;
    Random random(2019);
    for (std::size_t i = 0; i < folder.files.size(); i += every) {
        sketches.push_back(image::sketchOf(alteration.apply(image::decodeFile(folder.files[i]).value(), random)));
        originals.push_back(static_cast<int>(i));
    }
    const auto pairs = nearPairs(sketches);
    dataset::Groups withCopies = grouped(sketches.size(), pairs), without = grouped(folder.sketches.size(), nearPairs(folder.sketches));
    std::size_t found = 0, falsePairs = 0;
    const auto originalOf = [&](int i) {
        const auto count = static_cast<int>(folder.sketches.size());
        return i < count ? i : originals[static_cast<std::size_t>(i - count)];
    };
    for (std::size_t i = 0; i < originals.size(); ++i) found += withCopies.of(originals[i]) == withCopies.of(static_cast<int>(folder.sketches.size() + i)) ? 1u : 0u;
    for (const auto& pair : pairs) falsePairs += without.of(originalOf(pair.first)) != without.of(originalOf(pair.second)) ? 1u : 0u;
    std::printf("  %-30s %4zu of %4zu found, %zu pairs of others\n", alteration.name.c_str(), found, originals.size(), falsePairs);
    std::fflush(stdout);
}

/// Four of the folder's pictures laid on one another, each turned.
image::PictureSketch mixed(const Folder& folder, Random& random) {
    const auto any = [&] { return dataset::turned(folder.sketches[random.below(folder.sketches.size())], static_cast<int>(random.below(dataset::kTurns))); };
    image::PictureSketch result = any();
    std::vector<int> sums(result.bins.begin(), result.bins.end());
    for (int layer = 1; layer < 4; ++layer) {
        const auto next = any();
        for (std::size_t i = 0; i < sums.size(); ++i) sums[i] += next.bins[i] == image::kNoBin ? 0 : next.bins[i];
    }
    for (std::size_t i = 0; i < sums.size(); ++i)
        if (result.bins[i] != image::kNoBin) result.bins[i] = static_cast<std::int8_t>(std::clamp(sums[i] / 2, -127, 127));
    return result;
}

void timeMixed(const Folder& folder, int count) {
    Sketches sketches;
    Random random(7);
    while (sketches.size() < static_cast<std::size_t>(count)) sketches.push_back(mixed(folder, random));
    rusage before{}, after{};
    getrusage(RUSAGE_SELF, &before);
    const auto start = Clock::now();
    const auto pairs = nearPairs(sketches);
    const double seconds = secondsSince(start);
    getrusage(RUSAGE_SELF, &after);
    const auto cpu = [](const rusage& usage) { return static_cast<double>(usage.ru_utime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec) * 1e-6; };
    std::printf("  %d mixed sketches: %.1f s (%.1f s of processor time), %zu pairs, the process had %ld MB at most\n", count, seconds, cpu(after) - cpu(before), pairs.size(),
                after.ru_maxrss / 1024);
}

Options parse(int argc, char** argv) {
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view word = argv[i];
        if (word == "--every" && i + 1 < argc) options.every = static_cast<std::size_t>(std::max(1, std::atoi(argv[++i])));
        else if (word == "--mixed" && i + 1 < argc) options.mixed = std::atoi(argv[++i]);
        else options.folders.emplace_back(word);
    }
    return options;
}

}  // namespace

int main(int argc, char** argv) try {
    const Options options = parse(argc, argv);
    if (options.folders.empty()) {
        std::fprintf(stderr, "usage: bench_near_duplicates FOLDER... [--every N] [--mixed N]\n");
        return 2;
    }
    for (const auto& path : options.folders) {
        const Folder folder = read(path);
        if (folder.files.empty()) continue;
        if (options.mixed > 0) {
            timeMixed(folder, options.mixed);
            continue;
        }
        listPairs(folder);
        for (const auto& alteration : test::alterations()) plant(folder, alteration, options.every);
    }
    return 0;
} catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
}
