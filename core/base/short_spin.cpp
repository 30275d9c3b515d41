// Threads of OpenMP that wait for one another go to sleep soon.
//
// Left alone, libgomp lets them spin for milliseconds. On a core that other programs want too, the one that spins burns the time that the one it
// waits for needs, at each of the thousands of meetings of a training step (docs/performance.md). libgomp reads how long to spin from the environment when it is
// loaded, long before main(): so the program starts itself again with that set. It does so before LibTorch's constructors, which take most
// of the time of a start, from the list of functions that run before those of any library (.preinit_array of the ELF format). Nothing of the C library
// has been set up by then: only what needs none of it is called.
#include <unistd.h>

#include <climits>
#include <cstddef>
#include <cstring>

namespace {

constexpr std::size_t kMostVariables = 4096;
char spinCount[] = "GOMP_SPINCOUNT=10000";

bool names(const char* entry, const char* variable) {
    const std::size_t length = std::strlen(variable);
    return std::strncmp(entry, variable, length) == 0 && entry[length] == '=';
}

void startAgain(int, char** arguments, char** environment) {
    static char* extended[kMostVariables + 2];
    std::size_t count = 0;
    for (; environment[count]; ++count) {
        // Also how the second start knows that it is one. A person's own choice counts.
        if (names(environment[count], "GOMP_SPINCOUNT") || names(environment[count], "OMP_WAIT_POLICY") || count == kMostVariables) return;
        extended[count] = environment[count];
    }
    extended[count] = spinCount;
    // The program's own path, not /proc/self/exe: the process would be called "exe".
    static char program[PATH_MAX];
    const ssize_t length = readlink("/proc/self/exe", program, sizeof program - 1);
    if (length <= 0) return;
    program[length] = '\0';
    // Somebody may have started the loader with this program as its argument.
    const char* slash = std::strrchr(program, '/');
    if (!slash || std::strncmp(slash, "/ld", 3) == 0) return;
    execve(program, arguments, extended);  // returns where that cannot be done: then the threads spin
}

}  // namespace

// Not static: the compiler would see no use of it.
__attribute__((section(".preinit_array"), used)) void (*const leukolensStartAgain)(int, char**, char**) = startAgain;
