// The one variable (not function) of LibTorch's CUDA libraries that leukolens_cuda refers to: variables are looked up when a library is
// loaded. With this, the test loads it on machines without those libraries.
#include <atomic>

namespace c10::cuda::CUDACachingAllocator {
__attribute__((visibility("default"))) std::atomic<void*> allocator;
}
