#include "core/engine/kept_memory.h"

#include <c10/core/Allocator.h>
#include <c10/core/CPUAllocator.h>
#include <sys/mman.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace leukolens::engine {
namespace {

constexpr std::size_t kSmallest = std::size_t{256} << 10;
constexpr std::size_t kHugePage = std::size_t{2} << 20;
constexpr std::size_t kStep = std::size_t{64} << 10;
/// Above that of LibTorch's own allocator.
constexpr std::uint8_t kPriority = 100;

std::size_t rounded(std::size_t bytes) {
    const std::size_t step = bytes >= kHugePage ? kHugePage : kStep;
    return (bytes + step - 1) / step * step;
}

class KeepingAllocator final : public c10::Allocator {
public:
    c10::DataPtr allocate(std::size_t bytes) override {
        if (bytes < kSmallest) return c10::GetDefaultCPUAllocator()->allocate(bytes);
        void* data = take(rounded(bytes));
        return {data, data, &KeepingAllocator::release, c10::Device(c10::DeviceType::CPU)};
    }
    c10::DeleterFnPtr raw_deleter() const override { return &KeepingAllocator::release; }
    void copy_data(void* to, const void* from, std::size_t bytes) const override { default_copy_data(to, from, bytes); }

    void open() {
        const std::lock_guard lock(m_mutex);
        ++m_users;
    }

    void close() {
        const std::lock_guard lock(m_mutex);
        if (--m_users == 0) freeIdle();
    }

    std::uint64_t idleBytes() {
        const std::lock_guard lock(m_mutex);
        return m_idleBytes;
    }

private:
    void* take(std::size_t bytes) {
        const std::lock_guard lock(m_mutex);
        void* data = nullptr;
        if (const auto idle = m_idle.find(bytes); idle != m_idle.end() && !idle->second.empty()) {
            data = idle->second.back();
            idle->second.pop_back();
            m_idleBytes -= bytes;
        } else {
            // Shapes have changed if so much lies idle and yet nothing fits.
            if (m_idleBytes > m_mostUsed) freeIdle();
            data = fresh(bytes);
        }
        m_sizes.emplace(data, bytes);
        m_used += bytes;
        m_mostUsed = std::max(m_mostUsed, m_used);
        return data;
    }

    void* fresh(std::size_t bytes) {
        const std::size_t alignment = bytes >= kHugePage ? kHugePage : kStep;
        void* data = std::aligned_alloc(alignment, bytes);
        if (!data) {
            freeIdle();
            data = std::aligned_alloc(alignment, bytes);
        }
        TORCH_CHECK(data, "can't allocate memory: ", bytes, " bytes");
        if (bytes >= kHugePage) (void)madvise(data, bytes, MADV_HUGEPAGE);  // a wish; without it, only slower
        return data;
    }

    static void release(void* data);
    void giveBack(void* data) {
        const std::lock_guard lock(m_mutex);
        const auto found = m_sizes.find(data);
        if (found == m_sizes.end()) return std::free(data);  // a small one
        const std::size_t bytes = found->second;
        m_sizes.erase(found);
        m_used -= bytes;
        if (m_users == 0) return std::free(data);
        m_idle[bytes].push_back(data);
        m_idleBytes += bytes;
    }

    void freeIdle() {
        for (auto& [bytes, blocks] : m_idle)
            for (void* block : blocks) std::free(block);
        m_idle.clear();
        m_idleBytes = 0;
        m_mostUsed = m_used;
    }

    std::mutex m_mutex;
    int m_users = 0;
    std::map<std::size_t, std::vector<void*>> m_idle;
    std::unordered_map<void*, std::size_t> m_sizes;
    std::uint64_t m_idleBytes = 0, m_used = 0, m_mostUsed = 0;
};

/// Never destroyed: tensors may outlive everything.
KeepingAllocator& allocator() {
    static auto* instance = new KeepingAllocator;
    return *instance;
}

void KeepingAllocator::release(void* data) { allocator().giveBack(data); }

}  // namespace

KeptMemory::KeptMemory() {
    static const bool installed = [] {
        c10::SetCPUAllocator(&allocator(), kPriority);
        return true;
    }();
    (void)installed;
    allocator().open();
}

KeptMemory::~KeptMemory() { allocator().close(); }

std::uint64_t KeptMemory::idleBytes() { return allocator().idleBytes(); }

}  // namespace leukolens::engine
