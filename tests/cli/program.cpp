#include "tests/cli/program.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <fstream>
#include <sstream>
#include <thread>

#include "tests/support/temp_folder.h"

namespace leukolens::test {
namespace {

std::string contentOf(const std::filesystem::path& file) {
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

/// In the child: everything is prepared, nothing is allocated that a lock could hold.
[[noreturn]] void become(const std::vector<std::string>& arguments, const RunOptions& options, int out, int err) {
    ::dup2(out, STDOUT_FILENO);
    ::dup2(err, STDERR_FILENO);
    ::dup2(::open("/dev/null", O_RDONLY), STDIN_FILENO);
    // Another uid could not load libraries from root's home: root without these two rights is stopped by permissions as anybody is.
    if (options.powerless && ::geteuid() == 0 &&
        (::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE) != 0 || ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH) != 0))
        ::_exit(99);
    for (const char* name : {"DISPLAY", "WAYLAND_DISPLAY"}) ::unsetenv(name);
    for (const auto& [name, value] : options.environment) ::setenv(name.c_str(), value.c_str(), 1);
    std::vector<char*> argv = {const_cast<char*>(LEUKOLENS_PROGRAM)};
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    ::execv(LEUKOLENS_PROGRAM, argv.data());
    ::_exit(98);
}

}  // namespace

Ran runProgram(const std::vector<std::string>& arguments, const RunOptions& options) {
    const TempFolder folder;
    RunOptions all = options;
    all.environment.emplace("HOME", folder.path().string());
    for (const char* name : {"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME"}) all.environment.emplace(name, (folder / name).string());
    const int out = ::open((folder / "out").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const int err = ::open((folder / "err").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    const pid_t child = ::fork();
    if (child == 0) become(arguments, all, out, err);
    int status = 0;
    // Not a wait for something to happen: the moment of the signal is what is tested.
    for (const auto& [after, signal] : {std::pair(options.interruptAfterMs, SIGINT), std::pair(options.killAfterMs, SIGKILL)}) {
        if (after == 0) continue;
        std::this_thread::sleep_for(std::chrono::milliseconds(after));
        ::kill(child, signal);
    }
    bool ended = false;
    while (!options.interruptAt.empty() && !ended) {
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
        ended = ::waitpid(child, &status, WNOHANG) == child;
        if (ended || contentOf(folder / "err").find(options.interruptAt) == std::string::npos) continue;
        ::kill(child, SIGINT);
        break;
    }
    if (!ended) ::waitpid(child, &status, 0);
    ::close(out);
    ::close(err);
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, contentOf(folder / "out"), contentOf(folder / "err")};
}

}  // namespace leukolens::test
