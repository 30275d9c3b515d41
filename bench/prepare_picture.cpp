// How quickly a large picture gets its levels, and is read afterwards.
//   build/dev/bin/bench_prepare_picture PICTURE CACHE_FOLDER
// The folder should be empty: a picture that is in it already is not prepared again.
#include <sys/resource.h>

#include <chrono>
#include <cstdio>
#include <filesystem>

#include "core/slide/slide.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace leukolens;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

double cpuSeconds() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) + static_cast<double>(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

double peakMegabytes() {
    rusage usage{};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1e3;
}

std::uint64_t bytesIn(const std::filesystem::path& folder) {
    std::uint64_t sum = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) sum += entry.file_size();
    return sum;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fprintf(stderr, "usage: %s PICTURE CACHE_FOLDER\n", argv[0]);
        return 2;
    }
    slide::OpenOptions options;
    options.cacheFolder = argv[2];
    options.pictures.maxMemoryPixels = 0;
    NoProgress progress;
    const double before = peakMegabytes();
    auto start = Clock::now();
    const auto first = slide::open(argv[1], options, progress, {});
    if (!first) {
        std::fprintf(stderr, "%s\n", first.error().message().c_str());
        return 1;
    }
    const double seconds = secondsSince(start), cpu = cpuSeconds();
    const auto& finest = (*first)->facts().levels.front();
    const double megapixels = static_cast<double>(finest.width * finest.height) / 1e6;
    std::printf("%lld × %lld px, %zu levels: prepared in %.2f s, %.1f Mpx/s, %.1f s of the processor, %.0f MB above the start, %.2f bytes a px kept\n", static_cast<long long>(finest.width),
                static_cast<long long>(finest.height), (*first)->facts().levels.size(), seconds, megapixels / seconds, cpu, peakMegabytes() - before, static_cast<double>(bytesIn(argv[2])) / megapixels / 1e6);
    start = Clock::now();
    const auto second = slide::open(argv[1], options, progress, {});
    if (!second) return 1;
    std::printf("opened again in %.1f ms\n", 1e3 * secondsSince(start));

    constexpr int kTilePx = 256, kTiles = 400;
    std::int64_t x = 0, y = 0;
    start = Clock::now();
    for (int i = 0; i < kTiles; ++i) {
        if (!(*second)->read({0, x, y, kTilePx, kTilePx})) return 1;
        x += 7 * kTilePx;
        if (x < finest.width) continue;
        x %= kTilePx;
        y = (y + kTilePx) % finest.height;
    }
    std::printf("%d tiles of %d px read: %.2f ms each\n", kTiles, kTilePx, 1e3 * secondsSince(start) / kTiles);
    return 0;
}
