#include "core/fields/field_history.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::fields {
namespace {

TEST(FieldHistory, KeepsTheFirstEpochsAndTheirSeconds) {
    const test::TempFolder folder;
    ASSERT_TRUE(beginFieldHistory(folder.path()));
    for (int epoch = 1; epoch <= 3; ++epoch) ASSERT_TRUE(appendToFieldHistory(folder.path(), {epoch, {}, 1e-4, 1.5 * epoch}));
    EXPECT_DOUBLE_EQ(meanSecondsAnEpoch(folder.path()).value(), 3);
    const auto kept = keepFieldHistory(folder.path(), 2);
    ASSERT_TRUE(kept);
    EXPECT_EQ(*kept, (std::vector{1.5, 3.0}));
    EXPECT_DOUBLE_EQ(meanSecondsAnEpoch(folder.path()).value(), 2.25);
    ASSERT_TRUE(beginFieldHistory(folder.path()));
    EXPECT_TRUE(keepFieldHistory(folder.path(), 2)->empty());
}

TEST(FieldHistory, SaysWhereNoTimeIsKnown) {
    const test::TempFolder folder;
    EXPECT_EQ(meanSecondsAnEpoch(folder.path()).error().code, ErrorCode::NotFound);
    ASSERT_TRUE(beginFieldHistory(folder.path()));
    for (const char* row : {"", "1,0,0,0,0,0,\n", "1,0,0,0,0,0,-3\n", "1,0,0,0,0,0,inf\n"}) {
        ASSERT_TRUE(appendToFile(folder / "history.csv", row));
        const auto mean = meanSecondsAnEpoch(folder.path());
        ASSERT_FALSE(mean) << row;
        EXPECT_EQ(mean.error().code, ErrorCode::ReadFailed) << row;
        EXPECT_EQ(mean.error().file, folder / "history.csv");
    }
}

}  // namespace
}  // namespace leukolens::fields
