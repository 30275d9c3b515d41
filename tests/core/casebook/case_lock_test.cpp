// One writer at a time, across programs.
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/casebook/case_fixture.h"

namespace leukolens::casebook::test {
namespace {

class CaseLockTest : public testing::Test {
protected:
    leukolens::test::TempFolder folder;
    std::filesystem::path file = folder / "cases.leukocases";
    std::unique_ptr<CaseStore> store = openStore(file);
    CaseId id = store->createCase("Ana").value(), other = store->createCase("Ben").value();

    /// A program that holds case `id` as "Eva" until it is killed.
    pid_t holdInChild() {
        int ready[2];
        if (::pipe(ready) != 0) return -1;
        const pid_t pid = ::fork();
        if (pid == 0) {
            const auto theirs = openStore(file);
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

    static void kill9(pid_t pid) {
        ::kill(pid, SIGKILL);
        int status = 0;
        ::waitpid(pid, &status, 0);
    }
};

TEST_F(CaseLockTest, TheSecondIsToldWhoHasIt) {
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

TEST_F(CaseLockTest, AKilledHolderHoldsNothing) {
    const pid_t pid = holdInChild();
    ASSERT_FALSE(store->claimCase(id)->lock);
    kill9(pid);
    EXPECT_TRUE(store->claimCase(id)->lock);
}

TEST_F(CaseLockTest, IsGivenBackWithItsLastOwner) {
    auto first = store->claimCase(id)->lock, second = store->claimCase(id)->lock;
    ASSERT_TRUE(first);
    EXPECT_EQ(first, second) << "two claims of one store share it";
    const auto elsewhere = openStore(file);
    EXPECT_FALSE(elsewhere->claimCase(id)->lock);
    first = nullptr;
    EXPECT_FALSE(elsewhere->claimCase(id)->lock);
    second = nullptr;
    EXPECT_TRUE(elsewhere->claimCase(id)->lock);
}

TEST_F(CaseLockTest, AnyNameCanStandInIt) {
    for (const std::string& name : {std::string("Žofie \"the\" {second}"), std::string(2000, 'x')}) {
        store->setUser(name);
        const auto held = store->claimCase(id)->lock;
        const auto seen = openStore(file)->claimCase(id);
        ASSERT_TRUE(seen);
        EXPECT_FALSE(seen->lock);
        EXPECT_EQ(seen->holder.user, name.size() < 400 ? name : "");
        EXPECT_EQ(seen->holder.pid, ::getpid());
    }
}

TEST_F(CaseLockTest, ASlotOfRubbishIsAHolderWithoutAName) {
    const pid_t pid = holdInChild();
    {
        const int fd = ::open((file.string() + ".locks").c_str(), O_WRONLY);
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

}  // namespace
}  // namespace leukolens::casebook::test
