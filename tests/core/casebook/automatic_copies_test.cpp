#include "core/casebook/automatic_copies.h"

#include <fstream>

#include "core/base/iso_date.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/database.h"
#include "tests/core/casebook/case_fixture.h"

namespace leukolens::casebook::test {
namespace {

namespace fs = std::filesystem;

class AutomaticCopiesTest : public testing::Test {
protected:
    void change() { ASSERT_TRUE(openStore(file)->createCase("")); }
    /// Name of the copy that was made; empty where none was.
    std::string keep(int kept, const char* day) {
        const auto made = keepAutomaticCopy(file, kept, isoDate(day).value(), progress, {});
        EXPECT_TRUE(made) << made.error().message();
        altered = made && made->altered;
        return made ? made->file.filename().string() : "failed";
    }
    std::vector<std::string> names() const { return leukolens::test::entries(automaticCopiesFolder(file)); }

    leukolens::test::TempFolder folder;
    fs::path file = folder / "cases.leukocases";
    bool altered = false;  ///< what was copied last
    NoProgress progress;
};

TEST_F(AutomaticCopiesTest, OneADayOfWhatHasChanged) {
    change();
    const std::string first = keep(7, "2024-05-30");
    EXPECT_TRUE(first.starts_with("cases-automatic-2024-05-30-")) << first;
    EXPECT_EQ(openStore(automaticCopiesFolder(file) / first)->listCases()->size(), 1U) << "it is a whole store";
    change();
    EXPECT_EQ(keep(7, "2024-05-30"), "") << "once a day";
    const std::string second = keep(7, "2024-05-31");
    EXPECT_EQ(openStore(automaticCopiesFolder(file) / second)->listCases()->size(), 2U);
    EXPECT_EQ(keep(7, "2024-06-01"), "") << "nothing has changed but that it was backed up";
    change();
    EXPECT_NE(keep(7, "2024-06-02"), "");
}

TEST_F(AutomaticCopiesTest, TheOldestGoAndForeignFilesStay) {
    const fs::path copies = automaticCopiesFolder(file);
    fs::create_directories(copies);
    const std::vector<std::string> foreign = {"cases-automatic-2024-05-01-3.leukocases.old", "cases-automatic-2024-05-01.leukocases", "cases-automatic-2024-02-30-3.leukocases", "cases-automatic-2024-05-01-03.leukocases",
                                              "cases-automatic-2024-05-01--3.leukocases", "others-automatic-2024-05-01-3.leukocases", "my own.leukocases", "leukolens-cases-2024-05-01-0900.leukocases"};
    for (const std::string& name : foreign) std::ofstream(copies / name) << "mine";
    fs::create_symlink(copies / foreign.front(), copies / "cases-automatic-2024-05-02-3.leukocases");
    fs::create_directories(copies / "cases-automatic-2024-05-03-3.leukocases");
    std::vector<std::string> made;
    for (const char* day : {"2024-05-28", "2024-05-29", "2024-05-30", "2024-05-31"}) {
        change();
        made.push_back(keep(2, day));
    }
    for (const std::string& name : foreign) EXPECT_TRUE(fs::exists(copies / name)) << name;
    EXPECT_TRUE(fs::is_symlink(copies / "cases-automatic-2024-05-02-3.leukocases"));
    EXPECT_TRUE(fs::is_directory(copies / "cases-automatic-2024-05-03-3.leukocases"));
    EXPECT_FALSE(fs::exists(copies / made[0]));
    EXPECT_FALSE(fs::exists(copies / made[1]));
    EXPECT_TRUE(fs::exists(copies / made[2]));
    EXPECT_TRUE(fs::exists(copies / made[3]));
    EXPECT_EQ(keep(1, "2024-05-31"), "");
    EXPECT_FALSE(fs::exists(copies / made[2])) << "fewer are wanted by now";
    EXPECT_TRUE(fs::exists(copies / made[3]));
}

TEST_F(AutomaticCopiesTest, NoSoundCopyGoesForOneOfAnAlteredFile) {
    std::vector<std::string> made;
    for (const char* day : {"2024-05-28", "2024-05-29"}) {
        change();
        made.push_back(keep(2, day));
        EXPECT_FALSE(altered);
    }
    {
        auto database = openDatabase(file);
        (*database)->sql << "DROP TRIGGER audit_unchanged";
        (*database)->sql << "UPDATE audit SET person = 'nobody' WHERE id = 1";
    }
    for (const char* day : {"2024-05-30", "2024-05-31"}) {
        change();
        made.push_back(keep(2, day));
        EXPECT_TRUE(altered);
        EXPECT_EQ(keep(2, day), "") << "once a day";
    }
    for (const std::string& name : made) EXPECT_TRUE(fs::exists(automaticCopiesFolder(file) / name)) << name;
}

TEST_F(AutomaticCopiesTest, ACopyOfTheFutureDoesNotCostTheNewOne) {
    change();
    const std::string future = keep(1, "2099-01-01");
    change();
    const std::string today = keep(1, "2024-05-31");
    EXPECT_EQ(names(), std::vector{today}) << "and not " << future;
}

TEST_F(AutomaticCopiesTest, NoneIsMadeOfNothing) {
    EXPECT_EQ(keep(7, "2024-05-31"), "");
    EXPECT_FALSE(fs::exists(file));
    openStore(file);
    EXPECT_EQ(keep(7, "2024-05-31"), "") << "an empty store";
    change();
    EXPECT_EQ(keep(0, "2024-05-31"), "");
    EXPECT_FALSE(fs::exists(automaticCopiesFolder(file)));
    const std::string made = keep(7, "2024-05-31");
    change();
    EXPECT_EQ(keep(0, "2024-06-01"), "");
    EXPECT_EQ(names(), std::vector{made}) << "0 removes none";
}

TEST_F(AutomaticCopiesTest, TwoFilesInAFolderKeepTheirOwnCopies) {
    change();
    const std::string first = keep(1, "2024-05-31");
    file = folder / "cases.db";
    change();
    const std::string second = keep(1, "2024-06-01");
    EXPECT_TRUE(second.starts_with("cases.db-automatic-")) << second;
    EXPECT_EQ(names().size(), 2U);
    change();
    keep(1, "2024-06-02");
    EXPECT_TRUE(fs::exists(automaticCopiesFolder(file) / first));
    EXPECT_FALSE(fs::exists(automaticCopiesFolder(file) / second));
}

TEST_F(AutomaticCopiesTest, AFailureIsToldAndLeavesNoHalfCopy) {
    change();
    std::ofstream(automaticCopiesFolder(file)) << "a file in the folder's place";
    const auto made = keepAutomaticCopy(file, 7, isoDate("2024-05-31").value(), progress, {});
    ASSERT_FALSE(made);
    EXPECT_FALSE(made.error().message().empty());
    EXPECT_TRUE(fs::is_regular_file(automaticCopiesFolder(file)));
}

}  // namespace
}  // namespace leukolens::casebook::test
