// How long it takes to get a network from a file of weights, and how much memory.
//     bench_load_weights FILE…
// Time: median of nine, the file in the page cache. Memory: the process's largest resident size above what it had before the first.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "core/nn/load_weights.h"
#include "core/nn/registry.h"

namespace {

using namespace leukolens;
using Clock = std::chrono::steady_clock;
constexpr int kRuns = 9;

/// A line of /proc/self/status in MB: "VmHWM:" (largest), "VmRSS:" (now).
double statusMb(const std::string& key) {
    std::ifstream status("/proc/self/status");
    for (std::string word; status >> word;) {
        double kilobytes = 0;
        if (word == key && status >> kilobytes) return kilobytes / 1024;
    }
    return 0;
}

void forgetPeak() { std::ofstream("/proc/self/clear_refs") << "5"; }

Result<std::shared_ptr<nn::Network>> load(const std::filesystem::path& path) {
    const auto file = weights::WeightsFile::open(path);
    if (!file) return fail(file.error());
    const auto info = nn::networkInfo("inception_v3");
    const auto* head = file->find(info->heads.front());
    auto network = nn::createNetwork(info->name, {head ? static_cast<int>(head->shape[0]) : 2, 0.5, false});
    if (!network) return network;
    if (const auto loaded = nn::loadWeights(**network, *info, *file, nn::Fit::AsFarAsItGoes); !loaded) return fail(loaded.error());
    return network;
}

bool measure(const std::filesystem::path& path) {
    const double megabytes = static_cast<double>(std::filesystem::file_size(path)) / (1024 * 1024);
    std::vector<double> seconds;
    double peak = 0;
    for (int i = 0; i < kRuns + 1; ++i) {
        const double before = statusMb("VmRSS:");
        forgetPeak();
        const auto start = Clock::now();
        const auto network = load(path);
        const double took = std::chrono::duration<double>(Clock::now() - start).count();
        if (!network) {
            std::fprintf(stderr, "%s\n", network.error().message().c_str());
            return false;
        }
        if (i == 0) peak = statusMb("VmHWM:") - before;  // later runs find memory that the first one left
        else seconds.push_back(took);
    }
    std::sort(seconds.begin(), seconds.end());
    std::printf("%s: %.1f MB, %.3f s (%.3f to %.3f), %.1f MB of memory, %.2f times the file\n", path.filename().c_str(), megabytes, seconds[kRuns / 2], seconds.front(),
                seconds.back(), peak, peak / megabytes);
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    // LibTorch's own start is not what is measured.
    if (!nn::createNetwork("inception_v3", {2, 0.5, false})) return 1;
    for (int i = 1; i < argc; ++i)
        if (!measure(argv[i])) return 1;
    return argc > 1 ? 0 : 2;
}
