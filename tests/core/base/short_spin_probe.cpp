// Says how it was started: one argument a line, then what it finds in the environment.
#include <cstdio>
#include <cstdlib>
#include <initializer_list>

int main(int count, char** arguments) {
    for (int i = 1; i < count; ++i) std::printf("%s\n", arguments[i]);
    for (const char* name : {"GOMP_SPINCOUNT", "OMP_WAIT_POLICY", "LEUKOLENS_PROBE"}) {
        const char* value = std::getenv(name);
        std::printf("%s=%s\n", name, value ? value : "(none)");
    }
    return 7;
}
