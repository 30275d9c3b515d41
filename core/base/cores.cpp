#include "core/base/cores.h"

#include <algorithm>
#include <atomic>
#include <thread>

namespace leukolens {
namespace {

std::atomic<int> limit{0};

}  // namespace

int usableCores() {
    const int all = static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const int wanted = limit.load(std::memory_order_relaxed);
    return wanted > 0 ? std::min(wanted, all) : all;
}

void limitCores(int count) { limit.store(std::max(count, 0), std::memory_order_relaxed); }

}  // namespace leukolens
