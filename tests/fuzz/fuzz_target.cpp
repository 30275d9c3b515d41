// Entry point for libFuzzer (preset fuzz, clang).
#include "tests/fuzz/feed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    leukolens::fuzz::feed({data, size});
    return 0;
}
