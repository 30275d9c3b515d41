// A passphrase that is asked for on a terminal: unseen, and the terminal shows again what is typed, however it ends.
#include <gtest/gtest.h>

#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>
#include <utmp.h>

#include <chrono>
#include <string>

#include "core/base/files.h"
#include "core/casebook/accounts.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

const std::string kOfAda = "korrekt pferd batterie";

/// leukolens case import --user Ada, of an archive that is none, behind a terminal of its own.
class PassphrasePrompt : public testing::Test {
protected:
    void SetUp() override {
        {
            auto store = casebook::CaseStore::open(folder / "cases.leukocases");
            ASSERT_TRUE(store) << store.error().message();
            ASSERT_TRUE(casebook::Accounts(**store).create("Ada", casebook::Role::Administrator, kOfAda));
        }
        ASSERT_TRUE(writeFileAtomically(folder / "case.zip", Bytes{'n', 'o'}));
        ASSERT_EQ(::openpty(&terminal, &programSide, nullptr, nullptr, nullptr), 0);
        ASSERT_TRUE(echoes());
        const std::string store = (folder / "cases.leukocases").string(), archive = (folder / "case.zip").string(), home = folder.path().string();
        child = ::fork();
        if (child == 0) {
            ::setenv("HOME", home.c_str(), 1);
            ::login_tty(programSide);
            ::execl(LEUKOLENS_PROGRAM, LEUKOLENS_PROGRAM, "case", "import", archive.c_str(), "--store", store.c_str(), "--user", "Ada", nullptr);
            ::_exit(98);
        }
        ASSERT_TRUE(readUntil("Passphrase of Ada:")) << screen;
        ASSERT_FALSE(echoes());
    }
    ~PassphrasePrompt() override {
        if (child > 0 && !ended) {
            ::kill(child, SIGKILL);
            ::waitpid(child, nullptr, 0);
        }
        ::close(programSide);
        ::close(terminal);
    }

    bool echoes() const {
        termios now{};
        return ::tcgetattr(programSide, &now) == 0 && (now.c_lflag & ECHO) != 0;
    }
    void type(const std::string& keys) { ASSERT_EQ(::write(terminal, keys.data(), keys.size()), static_cast<ssize_t>(keys.size())); }
    bool readUntil(const std::string& words) {
        const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(30);
        while (screen.find(words) == std::string::npos && std::chrono::steady_clock::now() < limit) {
            pollfd output{terminal, POLLIN, 0};
            char bytes[512];
            if (::poll(&output, 1, 100) <= 0) continue;
            const auto got = ::read(terminal, bytes, sizeof bytes);
            if (got <= 0) break;
            screen.append(bytes, static_cast<std::size_t>(got));
        }
        return screen.find(words) != std::string::npos;
    }
    int waitForEnd() {
        int status = 0;
        EXPECT_EQ(::waitpid(child, &status, 0), child);
        ended = true;
        return status;
    }

    const test::TempFolder folder;
    int terminal = -1, programSide = -1;
    pid_t child = -1;
    bool ended = false;
    std::string screen;
};

TEST_F(PassphrasePrompt, IsNotShownAndLogsIn) {
    type(kOfAda + "\n");
    ASSERT_TRUE(readUntil("is no zip file")) << screen;
    EXPECT_EQ(WEXITSTATUS(waitForEnd()), 1);
    EXPECT_EQ(screen.find("pferd"), std::string::npos) << screen;
    EXPECT_TRUE(echoes());
}

TEST_F(PassphrasePrompt, ControlCLeavesTheTerminalAsItWas) {
    type("half of it\x03");
    const int status = waitForEnd();
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGINT) << "as a shell expects it";
    EXPECT_TRUE(echoes());
}

TEST_F(PassphrasePrompt, SoDoesBeingEnded) {
    ::kill(child, SIGTERM);
    const int status = waitForEnd();
    EXPECT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(WTERMSIG(status), SIGTERM);
    EXPECT_TRUE(echoes());
}

TEST_F(PassphrasePrompt, AsksAnewAfterItWasToStop) {
    type("half of it");
    screen.clear();
    ::kill(child, SIGTSTP);  // nobody could wake the leader of a session, so the system leaves it running
    ASSERT_TRUE(readUntil("Passphrase of Ada:")) << screen;
    EXPECT_FALSE(echoes());
    type(kOfAda + "\n");
    EXPECT_TRUE(readUntil("is no zip file")) << screen << ": what was typed before is not part of it";
    waitForEnd();
    EXPECT_TRUE(echoes());
}

}  // namespace
}  // namespace leukolens
