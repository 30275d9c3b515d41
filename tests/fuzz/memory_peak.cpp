#include "tests/fuzz/memory_peak.h"

#if defined(__SANITIZE_ADDRESS__)
#define LEUKOLENS_MEASURES_MEMORY 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LEUKOLENS_MEASURES_MEMORY 1
#endif
#endif

#ifdef LEUKOLENS_MEASURES_MEMORY
#include <algorithm>

// Of the sanitizers' runtime (LLVM, sanitizer/allocator_interface.h); GCC's packages carry the functions without the header.
extern "C" {
int __sanitizer_install_malloc_and_free_hooks(void (*onMalloc)(const volatile void*, std::size_t), void (*onFree)(const volatile void*));
std::size_t __sanitizer_get_allocated_size(const volatile void* pointer);
}

namespace leukolens::fuzz {
namespace {

// One thread: no need for atomics, and the hooks may allocate nothing.
std::size_t s_now = 0, s_peak = 0;

void onMalloc(const volatile void*, std::size_t size) {
    s_now += size;
    s_peak = std::max(s_peak, s_now);
}

void onFree(const volatile void* pointer) {
    const std::size_t size = pointer ? __sanitizer_get_allocated_size(pointer) : 0;
    s_now -= std::min(s_now, size);
}

const int s_installed = __sanitizer_install_malloc_and_free_hooks(onMalloc, onFree);

}  // namespace

bool memoryIsMeasured() { return s_installed != 0; }
void resetMemoryPeak() { s_now = s_peak = 0; }
std::size_t memoryPeak() { return s_peak; }

}  // namespace leukolens::fuzz
#else
namespace leukolens::fuzz {

bool memoryIsMeasured() { return false; }
void resetMemoryPeak() {}
std::size_t memoryPeak() { return 0; }

}  // namespace leukolens::fuzz
#endif
