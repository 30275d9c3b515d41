// How long it takes to open a data set for the first time and again, and how much memory.
//     bench_read_dataset FOLDER CACHE [OPENINGS=2]      CACHE: a folder for the index; its index of FOLDER is deleted first
// Counts go to standard error while it reads, as the window shows them. Memory: the process's largest resident size.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <mutex>

#include "core/dataset/read_cache.h"
#include "core/dataset/reader.h"

namespace {
using namespace leukolens;
using Clock = std::chrono::steady_clock;

double largestMb() {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == "VmHWM:" && status >> kilobytes) return kilobytes / 1024;
    }
    return 0;
}

class Counts final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        const std::lock_guard lock(m_mutex);
        if (Clock::now() < m_next && progress.done != progress.total) return;
        m_next = Clock::now() + std::chrono::milliseconds(200);
        std::fprintf(stderr, "\r%s: %lld of %lld   ", progress.stage.c_str(), static_cast<long long>(progress.done), static_cast<long long>(progress.total));
    }

private:
    std::mutex m_mutex;
    Clock::time_point m_next;
};

bool open(const char* folder, const dataset::ReadOptions& options, int opening) {
    Counts counts;
    const auto start = Clock::now();
    const std::clock_t cpu = std::clock();
    const auto data = dataset::readDataset(folder, counts, {}, options);
    const double seconds = std::chrono::duration<double>(Clock::now() - start).count();
    const double cpuSeconds = static_cast<double>(std::clock() - cpu) / CLOCKS_PER_SEC;
    std::fprintf(stderr, "\n");
    if (!data) {
        std::fprintf(stderr, "%s\n", data.error().message().c_str());
        return false;
    }
    std::printf("opening %d: %.2f s (%.2f s of processor time), %zu cells, %zu subjects, %zu problems, %.0f MB\n", opening, seconds, cpuSeconds, data->cells.size(),
                data->subjects.size(), data->problems.size(), largestMb());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc < 3) {
        std::fprintf(stderr, "usage: bench_read_dataset FOLDER CACHE [OPENINGS=2]\n");
        return 2;
    }
    dataset::ReadOptions options;
    options.cacheFolder = argv[2];
    std::error_code none;
    std::filesystem::remove(dataset::ReadCache(argv[1], options, {}, {}).file(), none);
    for (int i = 1; i <= (argc > 3 ? std::atoi(argv[3]) : 2); ++i)
        if (!open(argv[1], options, i)) return 1;
    return 0;
}
