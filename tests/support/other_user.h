// What a person without rights sees, also when the tests run as root, whom no permission stops.
#pragma once

#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>

namespace leukolens::test {

/// Runs `check` in a child process that is not root, and says whether it returned true. The child's failures print as usual.
template <class Check>
bool holdsForOtherUser(Check check) {
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr unsigned kNobody = 65534;
        const bool harmless = ::geteuid() != 0 || (::setgid(kNobody) == 0 && ::setuid(kNobody) == 0);
        ::_exit(harmless && check() ? 0 : 1);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// Lets everyone look into `folder`, as a temporary folder does not.
inline void openToAll(const std::filesystem::path& folder) {
    std::filesystem::permissions(folder, std::filesystem::perms(0755));
}

}  // namespace leukolens::test
