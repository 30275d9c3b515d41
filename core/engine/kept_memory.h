// Memory of large tensors on the CPU that is used again instead of being given back and fetched anew: a training step asks for the same
// gigabyte every time, and the system clears each page of it.
#pragma once

#include <cstdint>

namespace leukolens::engine {

/// While at least one lives, memory of tensors of 256 KiB and more that are gone is kept for the next ones, in pages of 2 MiB where the
/// system has them. The last one gives everything back. When more lies idle than was in use at once and nothing of it fits, it goes back. Thread-safe.
class KeptMemory {
public:
    KeptMemory();
    ~KeptMemory();
    KeptMemory(const KeptMemory&) = delete;
    KeptMemory& operator=(const KeptMemory&) = delete;

    static std::uint64_t idleBytes();  ///< kept, not in use
};

}  // namespace leukolens::engine
