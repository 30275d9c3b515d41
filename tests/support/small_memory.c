/* LD_PRELOAD library: aligned memory of more than SMALL_MEMORY_BYTES at once, which is how tensors ask for it, cannot be had. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stddef.h>
#include <stdlib.h>

static int too_much(size_t size) {
    const char *bytes = getenv("SMALL_MEMORY_BYTES");
    return bytes && size > (size_t)atol(bytes);
}

void *aligned_alloc(size_t alignment, size_t size) {
    static void *(*real)(size_t, size_t);
    if (!real) real = (void *(*)(size_t, size_t))dlsym(RTLD_NEXT, "aligned_alloc");
    if (!too_much(size)) return real(alignment, size);
    errno = ENOMEM;
    return NULL;
}

int posix_memalign(void **data, size_t alignment, size_t size) {
    static int (*real)(void **, size_t, size_t);
    if (!real) real = (int (*)(void **, size_t, size_t))dlsym(RTLD_NEXT, "posix_memalign");
    return too_much(size) ? ENOMEM : real(data, alignment, size);
}
