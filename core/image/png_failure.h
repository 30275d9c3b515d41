// What reading and writing by libpng share: failures leave it by longjmp(), and a lack of memory is told from everything else.
#pragma once

#include <csetjmp>
#include <cstdlib>
#include <cstring>

#include <png.h>

namespace leukolens::image {

/// Where libpng's structure was made with all four functions below, the error's and the memory's pointer both point to one of these. setjmp(giveUp) comes before every call of libpng that
/// can fail, in a function without destructors: longjmp() leaves it.
struct PngFailure {
    std::jmp_buf giveUp{};
    char message[200]{};
    bool outOfMemory = false;
};

inline void stopPng(png_structp png, png_const_charp message) {
    auto* failure = static_cast<PngFailure*>(png_get_error_ptr(png));
    std::strncpy(failure->message, message, sizeof failure->message - 1);
    std::longjmp(failure->giveUp, 1);
}

inline void ignorePngWarning(png_structp, png_const_charp) {}

inline png_voidp takePngMemory(png_structp png, png_alloc_size_t bytes) {
    void* memory = std::malloc(bytes);
    if (!memory) static_cast<PngFailure*>(png_get_mem_ptr(png))->outOfMemory = true;
    return memory;
}

inline void freePngMemory(png_structp, png_voidp memory) { std::free(memory); }

}  // namespace leukolens::image
