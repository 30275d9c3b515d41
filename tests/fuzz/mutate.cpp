// Spoilt files through the readers: no crash, no exception, nothing over a second, no more memory than three times the file and 64 MB.
//     mutate_weights FIXTURES --seed N (--count N | --seconds S)        # mutate_pictures the same
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <string>

#include "tests/fuzz/feed.h"
#include "tests/fuzz/memory_peak.h"
#include "tests/fuzz/seeds.h"

namespace {

using Clock = std::chrono::steady_clock;
using namespace leukolens;

constexpr double kMaxSeconds = 1.0;
constexpr std::size_t kSpareBytes = 64u << 20;

struct Limits {
    std::uint64_t seed = 1, count = 0;
    double seconds = 0;
};

struct Tally {
    std::uint64_t files = 0, accepted = 0;
    double longest = 0;
    std::size_t largestPeak = 0;
};

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// False, with the reason on standard error and the file beside the program, if something is wrong.
bool tryOne(const std::string& file, Tally& tally) {
    std::string reason;
    fuzz::resetMemoryPeak();
    const auto start = Clock::now();
    try {
        tally.accepted += fuzz::feed({reinterpret_cast<const std::uint8_t*>(file.data()), file.size()}) ? 1 : 0;
    } catch (const std::exception& e) {
        reason = std::string("threw ") + e.what();
    }
    const double seconds = secondsSince(start);
    const std::size_t peak = fuzz::memoryPeak();
    ++tally.files;
    tally.longest = std::max(tally.longest, seconds);
    tally.largestPeak = std::max(tally.largestPeak, peak);
    if (seconds > kMaxSeconds) reason = "took " + std::to_string(seconds) + " s";
    if (peak > 3 * file.size() + kSpareBytes) reason = "took " + std::to_string(peak) + " bytes for a file of " + std::to_string(file.size());
    if (reason.empty()) return true;
    std::fprintf(stderr, "file %llu %s; kept as %s\n", static_cast<unsigned long long>(tally.files), reason.c_str(), fuzz::keptName());
    if (FILE* out = std::fopen(fuzz::keptName(), "wb")) {
        std::fwrite(file.data(), 1, file.size(), out);
        std::fclose(out);
    }
    return false;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) {
        std::fprintf(stderr, "usage: %s FIXTURES --seed N (--count N | --seconds S)\n", argv[0]);
        return 2;
    }
    Limits limits;
    for (int i = 2; i + 1 < argc; i += 2) {
        if (std::strcmp(argv[i], "--seed") == 0) limits.seed = std::strtoull(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--count") == 0) limits.count = std::strtoull(argv[i + 1], nullptr, 10);
        if (std::strcmp(argv[i], "--seconds") == 0) limits.seconds = std::strtod(argv[i + 1], nullptr);
    }
    const auto sound = fuzz::soundFiles(argv[1]);
    Tally tally;
    for (const auto& file : sound)
        if (!tryOne(file, tally)) return 1;
    if (tally.accepted != sound.size()) {
        std::fprintf(stderr, "a sound file is refused\n");
        return 1;
    }
    Random random(limits.seed);
    const auto start = Clock::now();
    while (limits.count > 0 ? tally.files < limits.count + sound.size() : secondsSince(start) < limits.seconds)
        if (!tryOne(fuzz::spoilt(sound, random), tally)) return 1;
    std::printf("%llu files, %llu accepted, longest %.3f s, largest peak %.1f MB%s, %.0f s\n", static_cast<unsigned long long>(tally.files),
                static_cast<unsigned long long>(tally.accepted), tally.longest, static_cast<double>(tally.largestPeak) / 1e6,
                fuzz::memoryIsMeasured() ? "" : " (not measured without AddressSanitizer)", secondsSince(start));
    return 0;
}
