/* LD_PRELOAD library: writes to files whose path starts with FULL_DISK_BELOW fail with ENOSPC once FULL_DISK_BYTES were written;
   with FULL_DISK_TIMES=N there is space again after N such failures. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

static atomic_long written, failures;

static int full(int fd, size_t count) {
    const char *below = getenv("FULL_DISK_BELOW"), *bytes = getenv("FULL_DISK_BYTES"), *times = getenv("FULL_DISK_TIMES");
    char link[64], path[4096];
    if (!below || !bytes) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    if (length < 0) return 0;
    path[length] = 0;
    if (strncmp(path, below, strlen(below)) != 0) return 0;
    if (times && atomic_load(&failures) >= atol(times)) return 0;
    if (atomic_load(&written) + (long)count > atol(bytes)) {
        atomic_fetch_add(&failures, 1);
        errno = ENOSPC;
        return 1;
    }
    atomic_fetch_add(&written, (long)count);
    return 0;
}

ssize_t write(int fd, const void *data, size_t count) {
    static ssize_t (*real)(int, const void *, size_t);
    if (!real) real = (ssize_t(*)(int, const void *, size_t))dlsym(RTLD_NEXT, "write");
    return full(fd, count) ? -1 : real(fd, data, count);
}

ssize_t pwrite64(int fd, const void *data, size_t count, off64_t at) {
    static ssize_t (*real)(int, const void *, size_t, off64_t);
    if (!real) real = (ssize_t(*)(int, const void *, size_t, off64_t))dlsym(RTLD_NEXT, "pwrite64");
    return full(fd, count) ? -1 : real(fd, data, count, at);
}

ssize_t pwrite(int fd, const void *data, size_t count, off_t at) {
    static ssize_t (*real)(int, const void *, size_t, off_t);
    if (!real) real = (ssize_t(*)(int, const void *, size_t, off_t))dlsym(RTLD_NEXT, "pwrite");
    return full(fd, count) ? -1 : real(fd, data, count, at);
}
