#include "bench/step_trace.h"

#include <torch/csrc/autograd/profiler_kineto.h>

#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <map>
#include <vector>

namespace leukolens::bench {
namespace {

namespace profiler = torch::autograd::profiler;

struct Span {
    std::int64_t begin, end;  ///< ns
};

std::int64_t busy(std::vector<Span> spans) {
    std::sort(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; });
    std::int64_t sum = 0, until = 0;
    for (const auto& span : spans) {
        sum += std::max<std::int64_t>(0, span.end - std::max(span.begin, until));
        until = std::max(until, span.end);
    }
    return sum;
}

void print(const std::string& name, const profiler::ProfilerResult& result) {
    constexpr double kMs = 1e-6;
    constexpr std::size_t kPrinted = 45;
    struct Kernel {
        std::int64_t ns = 0, count = 0;
    };
    std::vector<Span> spans;
    std::map<std::string, Kernel> kernels;
    std::int64_t last = 0;
    for (const auto& event : result.events()) {
        if (event.deviceType() != at::kCUDA) continue;
        const auto begin = static_cast<std::int64_t>(event.startNs()), length = static_cast<std::int64_t>(event.durationNs());
        spans.push_back({begin, begin + length});
        last = std::max(last, begin + length);
        auto& kernel = kernels[event.name()];
        kernel.ns += length;
        ++kernel.count;
    }
    if (spans.empty()) {
        std::printf("%s: the profiler saw no work on a GPU\n", name.c_str());
        return;
    }
    const auto first = std::min_element(spans.begin(), spans.end(), [](const Span& a, const Span& b) { return a.begin < b.begin; })->begin;
    const auto taken = busy(spans);
    std::printf("%s: GPU busy %.2f of %.2f ms, %.1f %%\n", name.c_str(), static_cast<double>(taken) * kMs, static_cast<double>(last - first) * kMs,
                100.0 * static_cast<double>(taken) / static_cast<double>(last - first));
    std::vector<std::pair<std::string, Kernel>> sorted(kernels.begin(), kernels.end());
    std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return a.second.ns > b.second.ns; });
    for (std::size_t i = 0; i < std::min(kPrinted, sorted.size()); ++i)
        std::printf("  %9.3f ms %6lld x  %.150s\n", static_cast<double>(sorted[i].second.ns) * kMs, static_cast<long long>(sorted[i].second.count), sorted[i].first.c_str());
}

}  // namespace

void traceGpu(const std::string& name, const std::string& file, const std::function<void()>& work) {
    const profiler::ProfilerConfig config(torch::profiler::impl::ProfilerState::KINETO);
    const std::set<torch::profiler::impl::ActivityType> activities{torch::profiler::impl::ActivityType::CUDA};
    profiler::prepareProfiler(config, activities);
    profiler::enableProfiler(config, activities);
    work();
    const auto result = profiler::disableProfiler();
    print(name, *result);
    if (!file.empty()) result->save(file);
}

}  // namespace leukolens::bench
