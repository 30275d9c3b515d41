#include "app/cli/passphrase_prompt.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <termios.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <iostream>

#include "app/cli/console.h"

namespace leukolens::cli {
namespace {

constexpr std::array kSignals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

std::atomic<int> g_signal = 0;
std::atomic<int> g_wake = -1;
static_assert(std::atomic<int>::is_always_lock_free);

/// By a descriptor: the signal may come to another thread than the one that waits.
extern "C" void noteSignal(int signal) {
    const int before = errno;
    g_signal = signal;
    const std::uint64_t one = 1;
    [[maybe_unused]] const auto written = ::write(g_wake, &one, sizeof one);
    errno = before;
}

/// What is typed does not show, and signals are noted only.
class Muted {
public:
    explicit Muted(const termios& before) : m_before(before) {
        g_signal = 0;
        g_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        struct sigaction note {};
        note.sa_handler = noteSignal;
        for (std::size_t i = 0; i < kSignals.size(); ++i) {
            ::sigaction(kSignals[i], nullptr, &m_actions[i]);
            // Who started it under nohup wants it deaf.
            if (m_actions[i].sa_handler != SIG_IGN) ::sigaction(kSignals[i], &note, nullptr);
        }
        termios quiet = m_before;
        quiet.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    ~Muted() {
        ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &m_before);
        for (std::size_t i = 0; i < kSignals.size(); ++i) ::sigaction(kSignals[i], &m_actions[i], nullptr);
        ::close(g_wake.exchange(-1));
    }
    Muted(const Muted&) = delete;
    Muted& operator=(const Muted&) = delete;

    /// Up to the end of line or input, or to a signal.
    std::string readLine() const {
        std::string line;
        while (g_signal == 0) {
            std::array<pollfd, 2> inputs{{{STDIN_FILENO, POLLIN, 0}, {g_wake, POLLIN, 0}}};
            if (::poll(inputs.data(), inputs.size(), -1) < 0 && errno != EINTR) break;
            if (inputs[0].revents == 0) continue;
            char byte = 0;
            const auto got = ::read(STDIN_FILENO, &byte, 1);
            if (got < 0 && errno == EINTR) continue;
            if (got != 1 || byte == '\n') break;
            line += byte;
        }
        return line;
    }

private:
    termios m_before;
    std::array<struct sigaction, kSignals.size()> m_actions{};
};

}  // namespace

Result<std::string> askPassphrase(const std::string& prompt) {
    termios before{};
    if (::isatty(STDIN_FILENO) != 1 || ::tcgetattr(STDIN_FILENO, &before) != 0) {
        say(prompt);
        std::string line;
        std::getline(std::cin, line);
        return line;
    }
    for (;;) {
        std::string line;
        {
            const Muted muted(before);
            say(prompt);  // muted already: a quick hand types at once
            line = muted.readLine();
        }
        const int signal = g_signal;
        if (signal == 0) return line;
        ::raise(signal);
        if (signal != SIGTSTP) return fail(ErrorCode::Cancelled, "the passphrase was not typed");
    }
}

}  // namespace leukolens::cli
