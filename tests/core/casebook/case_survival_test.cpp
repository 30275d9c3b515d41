// Ends of the process, of permission and of the disk: what was committed stays, what was not leaves nothing.
#include <sched.h>
#include <signal.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/casebook/patients.h"
#include "core/casebook/store_copy.h"
#include "tests/core/casebook/case_fixture.h"

namespace leukolens::casebook::test {

int inChild(const std::function<int()>& child) {
    const pid_t pid = ::fork();
    if (pid == 0) {
        int status = 200;
        try {
            status = child();
        } catch (const std::exception& e) {
            std::fprintf(stderr, "in the child: %s\n", e.what());
        }
        ::_exit(status);
    }
    int status = 0;
    ::waitpid(pid, &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

namespace {

constexpr uid_t kNobody = 65534;
constexpr int kSkipped = 77;

class CaseSurvivalTest : public testing::Test {
protected:
    leukolens::test::TempFolder folder;
    std::filesystem::path file = folder / "cases.leukocases";

    void skipUnlessRoot() {
        if (::geteuid() != 0) GTEST_SKIP() << "needs root to act as another user";
    }

    /// Code of opening `file` as another user; 100 where it opened.
    int openAsNobody() {
        return inChild([&] {
            if (::setgid(kNobody) != 0 || ::setuid(kNobody) != 0) return 201;
            const auto store = CaseStore::open(file);
            return store ? 100 : static_cast<int>(store.error().code);
        });
    }
};

TEST_F(CaseSurvivalTest, KeepsCommittedChangesAfterAnAbruptExit) {
    EXPECT_EQ(inChild([&] {
                  const auto store = openStore(file);
                  const CaseId id = store->createCase("Ана").value();
                  std::vector<CaseCell> cells = someCells(5);
                  if (!store->addCells(id, cells) || !store->decide(id, asClass({cells[1].id}, "hem"))) return 1;
                  ::_exit(9);
                  return 0;
              }),
              9);
    const auto store = openStore(file);
    const auto cases = store->listCases().value();
    ASSERT_EQ(cases.size(), 1u);
    EXPECT_EQ(cases[0].name, "Ана");
    const auto cells = store->cells(cases[0].id).value();
    ASSERT_EQ(cells.size(), 5u);
    EXPECT_EQ(cells[1].assignedClass, "hem");
    EXPECT_EQ(AuditTrail(*store).ofCase(cases[0].id)->size(), 3u);
}

TEST_F(CaseSurvivalTest, KeepsEveryConfirmedChangeWhenKilledWhileWriting) {
    int confirmed[2];
    ASSERT_EQ(::pipe(confirmed), 0);
    const pid_t pid = ::fork();
    if (pid == 0) {
        const auto store = openStore(file);
        const CaseId id = store->createCase("killed").value();
        for (;;) {
            std::vector<CaseCell> cells = someCells(2);
            if (!store->addCells(id, cells) || ::write(confirmed[1], "x", 1) != 1) ::_exit(1);
        }
    }
    ::close(confirmed[1]);
    char byte = 0;
    for (int i = 0; i < 20; ++i) ASSERT_EQ(::read(confirmed[0], &byte, 1), 1);
    ::kill(pid, SIGKILL);
    int status = 0;
    ::waitpid(pid, &status, 0);
    int more = 0;
    while (::read(confirmed[0], &byte, 1) == 1) ++more;
    ::close(confirmed[0]);

    const auto store = openStore(file);
    const auto cells = store->cells(1).value();
    EXPECT_GE(cells.size(), 2u * (20u + static_cast<unsigned>(more)));
    EXPECT_EQ(cells.size() % 2, 0u) << "half a change was kept";
    EXPECT_EQ(AuditTrail(*store).ofCase(1)->size(), 1 + cells.size() / 2) << "a change without its line in the trail";
}

TEST_F(CaseSurvivalTest, SaysThatTheFolderMayNotBeWritten) {
    skipUnlessRoot();
    if (IsSkipped()) return;
    ::chmod(folder.path().c_str(), 0755);
    EXPECT_EQ(openAsNobody(), static_cast<int>(ErrorCode::NoPermission)) << "a new file";
    openStore(file)->createCase("Ana").value();
    ::chmod(file.c_str(), 0666);
    EXPECT_EQ(openAsNobody(), static_cast<int>(ErrorCode::NoPermission)) << "a file that may be written, its log not";
    EXPECT_EQ(openStore(file)->listCases()->size(), 1u);
}

TEST_F(CaseSurvivalTest, SaysThatTheFileMayNotBeReadOrWritten) {
    skipUnlessRoot();
    if (IsSkipped()) return;
    ::chmod(folder.path().c_str(), 0777);
    openStore(file)->createCase("Ana").value();
    ::chmod(file.c_str(), 0644);
    EXPECT_EQ(openAsNobody(), static_cast<int>(ErrorCode::NoPermission)) << "read-only";
    ::chmod(file.c_str(), 0600);
    EXPECT_EQ(openAsNobody(), static_cast<int>(ErrorCode::NoPermission)) << "unreadable";
    ::chmod(folder.path().c_str(), 0700);
    EXPECT_EQ(openAsNobody(), static_cast<int>(ErrorCode::NoPermission)) << "in a closed folder";
}

TEST_F(CaseSurvivalTest, AFullDiskLosesNothingThatWasThere) {
    std::filesystem::create_directory(folder / "small");
    const auto small = folder / "small" / "cases";
    const int status = inChild([&] {
        // A disk of 512 KiB that only this child sees.
        if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0)
            return kSkipped;
        if (::mount("tmpfs", small.parent_path().c_str(), "tmpfs", 0, "size=512k") != 0) return kSkipped;
        const auto store = openStore(small);
        const CaseId id = store->createCase("Ana").value();
        std::vector<CaseCell> few = someCells(10), many = someCells(5'000);
        if (!store->addCells(id, few)) return 1;
        const auto added = store->addCells(id, many);
        if (added || added.error().code != ErrorCode::DiskFull) return 2;
        if (many[0].id != 0) return 3;
        if (store->cells(id)->size() != 10 || AuditTrail(*store).ofCase(id)->size() != 2) return 4;
        if (!renameNow(*store, id, "Anna")) return 5;
        return openStore(small)->cells(id)->size() == 10 ? 0 : 6;
    });
    if (status == kSkipped) GTEST_SKIP() << "may not mount a small disk here";
    EXPECT_EQ(status, 0);
}

/// Runs out of space somewhere in this work; says how many actions were done, or throws where one fails otherwise.
int workUntilTheDiskIsFull(const std::filesystem::path& file) {
    int actions = 0;
    NoProgress progress;
    const auto went = [&](const auto& result) {
        if (result) return ++actions, true;
        if (result.error().code != ErrorCode::DiskFull) throw std::runtime_error("not said to be a full disk: " + result.error().message());
        return false;
    };
    auto store = CaseStore::open(file);
    if (!went(store)) return actions;
    for (int round = 0;; ++round) {
        const auto id = (*store)->createCase("P-" + std::to_string(round % 3));
        if (!went(id)) return actions;
        std::vector<CaseCell> cells = someCells(30);
        if (!went((*store)->addCells(*id, cells))) return actions;
        if (!went((*store)->decide(*id, asClass(idsOf(cells), "hem"), "all of them"))) return actions;
        if (!went(Patients(**store).addFact((*store)->findCase(*id)->patient, {0, "whiteCount", "12", "2024-01-30", {}, {}, {}, false, 1}))) return actions;
        if (!went(signNow(**store, *id))) return actions;
        if (round == 0 && !went(backUpStore(file, file.parent_path() / "backup", progress, {}))) return actions;
    }
}

TEST_F(CaseSurvivalTest, WhereverTheDiskIsFullItIsSaidAndNothingIsHalfWritten) {
    const auto disk = folder / "small";
    std::filesystem::create_directory(disk);
    const int status = inChild([&] {
        if (::unshare(CLONE_NEWNS) != 0 || ::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return kSkipped;
        int most = 0, withoutBackup = 0;
        for (int kib = 16; kib <= 1200; kib += 16) {
            if (::mount("tmpfs", disk.c_str(), "tmpfs", 0, ("size=" + std::to_string(kib) + "k").c_str()) != 0) return kSkipped;
            const int actions = workUntilTheDiskIsFull(disk / "cases");
            most = std::max(most, actions);
            // Space again: what is there is sound, and what was told as done is among it.
            if (::mount("tmpfs", disk.c_str(), "tmpfs", MS_REMOUNT, "size=64m") != 0) return 1;
            {
                const auto store = openStore(disk / "cases");
                NoProgress progress;
                if (!AuditTrail(*store).verify(progress, {})->intact()) return 2;
                const auto lines = AuditTrail(*store).newest(100'000)->size();
                if (lines + 2 < static_cast<std::size_t>(actions)) return 3;
                const auto sessions = store->listCases().value();
                for (const auto& session : sessions)
                    if (session.cells % 30 != 0) return 4;
            }
            std::error_code unknown;
            if (std::filesystem::exists(disk / "backup", unknown)) {
                NoProgress progress;
                if (!AuditTrail(*openStore(disk / "backup")).verify(progress, {})->intact()) return 5;
            } else {
                ++withoutBackup;
                for (const auto& entry : std::filesystem::directory_iterator(disk))
                    if (entry.path().filename().string().starts_with("backup")) return 6;
            }
            if (::umount(disk.c_str()) != 0) return 7;
        }
        return most > 20 && withoutBackup > 0 ? 0 : 8;
    });
    if (status == kSkipped) GTEST_SKIP() << "may not mount a small disk here";
    EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace leukolens::casebook::test
