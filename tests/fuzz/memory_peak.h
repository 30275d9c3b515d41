// How much memory was taken at once: counted by AddressSanitizer's allocator, not known without it.
#pragma once

#include <cstddef>

namespace leukolens::fuzz {

bool memoryIsMeasured();
void resetMemoryPeak();    ///< counts from what is taken now
std::size_t memoryPeak();  ///< bytes above that, at the most; 0 if not measured

}  // namespace leukolens::fuzz
