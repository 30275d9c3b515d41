// One writer at a time, across programs.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

class CaseLockTest : public StoreTest {
protected:
    CaseId id = store->createCase("Ana").value(), other = store->createCase("Ben").value();

    /// A program that holds case `id` as "Eva" until it is killed.
    pid_t holdInChild() {
        int ready[2];
        if (::pipe(ready) != 0) return -1;
        const pid_t pid = ::fork();
        if (pid == 0) {
            const auto theirs = openStore(place);
            theirs->setUser("Eva");
            const auto claim = theirs->claimCase(id);
            const char byte = claim && claim->lock ? 'y' : 'n';
            if (::write(ready[1], &byte, 1) != 1) ::_exit(1);
            for (;;) ::pause();
        }
        ::close(ready[1]);
        char byte = 0;
        EXPECT_EQ(::read(ready[0], &byte, 1), 1);
        EXPECT_EQ(byte, 'y');
        ::close(ready[0]);
        return pid;
    }

    /// Whether the case can be claimed: of a file at once, of a server as soon as that has noticed that a connection has ended.
    bool heldSoon(CaseStore& claimer) {
        const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(GetParam() == Kind::Server ? 10 : 0);
        for (;;) {
            const auto claim = claimer.claimCase(id);
            if (claim && claim->lock) return true;
            if (std::chrono::steady_clock::now() >= until) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    static void kill9(pid_t pid) {
        ::kill(pid, SIGKILL);
        int status = 0;
        ::waitpid(pid, &status, 0);
    }
};

TEST_P(CaseLockTest, TheSecondIsToldWhoHasIt) {
    const pid_t pid = holdInChild();
    const auto claim = store->claimCase(id);
    ASSERT_TRUE(claim) << claim.error().message();
    EXPECT_FALSE(claim->lock);
    EXPECT_EQ(claim->holder.user, "Eva");
    EXPECT_EQ(claim->holder.pid, pid);
    EXPECT_FALSE(claim->holder.computer.empty());
    EXPECT_THAT(claim->holder.since, testing::MatchesRegex("....-..-..T..:..:..[+-]..:.."));
    EXPECT_TRUE(store->claimCase(other)->lock) << "another case of the same file";
    kill9(pid);
}

TEST_P(CaseLockTest, AKilledHolderHoldsNothing) {
    const pid_t pid = holdInChild();
    ASSERT_FALSE(store->claimCase(id)->lock);
    kill9(pid);
    EXPECT_TRUE(heldSoon(*store));
}

TEST_P(CaseLockTest, IsGivenBackWithItsLastOwner) {
    auto first = store->claimCase(id)->lock, second = store->claimCase(id)->lock;
    ASSERT_TRUE(first);
    EXPECT_EQ(first, second) << "two claims of one store share it";
    const auto elsewhere = openStore(place);
    EXPECT_FALSE(elsewhere->claimCase(id)->lock);
    first = nullptr;
    EXPECT_FALSE(elsewhere->claimCase(id)->lock);
    std::thread([&second] { second = nullptr; }).join();  // in whatever thread
    EXPECT_TRUE(heldSoon(*elsewhere));
}

TEST_P(CaseLockTest, AnyNameCanStandInIt) {
    for (const std::string& name : {std::string("Žofie \"the\" {second}"), std::string(2000, 'x')}) {
        store->setUser(name);
        const auto held = store->claimCase(id)->lock;
        const auto seen = openStore(place)->claimCase(id);
        ASSERT_TRUE(seen);
        EXPECT_FALSE(seen->lock);
        EXPECT_EQ(seen->holder.user, GetParam() == Kind::Server || name.size() < 400 ? name : "") << "a slot of the lock file is short";
        EXPECT_EQ(seen->holder.pid, ::getpid());
    }
}

TEST_P(CaseLockTest, ASlotOfRubbishIsAHolderWithoutAName) {
    if (GetParam() == Kind::Server) GTEST_SKIP() << "only a lock file has slots";
    const pid_t pid = holdInChild();
    {
        const int fd = ::open((place.file().string() + ".locks").c_str(), O_WRONLY);
        ASSERT_GE(fd, 0);
        const std::string rubbish(4096, '{');
        ASSERT_EQ(::pwrite(fd, rubbish.data(), rubbish.size(), 0), 4096);
        ::close(fd);
    }
    const auto claim = store->claimCase(id);
    ASSERT_TRUE(claim);
    EXPECT_FALSE(claim->lock);
    EXPECT_TRUE(claim->holder.user.empty());
    kill9(pid);
}

LEUKOLENS_ON_BOTH_DATABASES(CaseLockTest);

}  // namespace
}  // namespace leukolens::casebook::test
