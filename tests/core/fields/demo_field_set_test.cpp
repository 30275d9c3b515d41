#include "core/fields/demo_field_set.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/base/files.h"
#include "core/dataset/demo_cells.h"
#include "core/fields/field_set.h"
#include "tests/support/temp_folder.h"

namespace leukolens::fields {
namespace {

using test::TempFolder;

/// Cancels once so many fields were begun.
class StopAfter final : public ProgressSink {
public:
    explicit StopAfter(int fields) : m_fields(fields) {}
    void report(const Progress& progress) override {
        if (progress.done >= m_fields) source.cancel();
    }
    CancelSource source;

private:
    int m_fields;
};

TEST(DemoFieldSet, IsReadAsFieldsOfAllClasses) {
    const TempFolder folder;
    NoProgress progress;
    const auto counts = writeDemoFieldSet(folder / "fields", 7, progress, {});
    ASSERT_TRUE(counts) << counts.error().message();
    EXPECT_EQ(test::entries(folder / "fields"), (std::vector<std::string>{"Annotations", "JPEGImages"}));
    const auto set = readFields(folder / "fields", progress, {});
    ASSERT_TRUE(set) << set.error().message();
    EXPECT_TRUE(set->problems.empty());
    EXPECT_EQ(set->classes, (std::vector<std::string>{"all", "hem", "red cell"}));
    ASSERT_EQ(set->fields.size(), 7u);
    EXPECT_EQ(set->fields[0].name, "JPEGImages/subject-1-field-1.png");
    EXPECT_EQ(set->fields[1].name, "JPEGImages/subject-1-field-2.png") << "the seventh is the first subject's second";
    EXPECT_TRUE(dataset::isDemoFile(*readFile(set->fields[0].picture, 1 << 26)));
    std::vector<int> all(7);
    std::iota(all.begin(), all.end(), 0);
    EXPECT_EQ(set->boxesOfClass(all), (std::vector{counts->at("all"), counts->at("hem"), counts->at("red cell")}));
    for (const auto& field : set->fields) EXPECT_LT(field.boxes.size(), 100u) << "a detector tells no more";
}

TEST(DemoFieldSet, WritesIntoAnEmptyFolderAlone) {
    const TempFolder folder;
    NoProgress progress;
    ASSERT_TRUE(writeFileAtomically(folder / "mine.txt", std::string_view("x")));
    const auto taken = writeDemoFieldSet(folder.path(), 2, progress, {});
    ASSERT_FALSE(taken);
    EXPECT_EQ(taken.error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"mine.txt"});
    ASSERT_TRUE(createFolder(folder / "empty"));
    EXPECT_TRUE(writeDemoFieldSet(folder / "empty", 2, progress, {}));
}

TEST(DemoFieldSet, LeavesNothingWhenItIsStopped) {
    const TempFolder folder;
    ASSERT_TRUE(createFolder(folder / "there"));
    for (const char* name : {"new", "there"}) {
        StopAfter stop(1);
        const auto stopped = writeDemoFieldSet(folder / name, 3, stop, stop.source.token());
        ASSERT_FALSE(stopped);
        EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    }
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"there"});
    EXPECT_TRUE(test::entries(folder / "there").empty());
}

TEST(DemoFieldSet, HasItsLimits) {
    const TempFolder folder;
    NoProgress progress;
    for (const int fields : {1, 1001}) {
        const auto refused = writeDemoFieldSet(folder / "fields", fields, progress, {});
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    }
    EXPECT_FALSE(std::filesystem::exists(folder / "fields"));
}

}  // namespace
}  // namespace leukolens::fields
