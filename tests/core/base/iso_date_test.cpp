#include "core/base/iso_date.h"

#include <gtest/gtest.h>

namespace leukolens {
namespace {

TEST(IsoDate, ReadsDaysThereAreAndNothingElse) {
    EXPECT_EQ(isoDate("1970-01-02")->time_since_epoch().count(), 1);
    EXPECT_TRUE(isoDate("2024-02-29"));
    for (const char* text : {"", "2023-02-29", "2024-13-01", "2024-00-10", "2024-04-31", "24-04-30", "2024-4-3", "2024/04/03", "2024-04-03 ", " 2024-04-3", "2024-04-03T00:00:00", "-024-04-03", "0999-01-01", "2024-0x-01"})
        EXPECT_FALSE(isoDate(text)) << text;
}

TEST(IsoDate, WritesWhatItReads) {
    for (const char* text : {"1000-01-01", "1999-12-31", "2000-02-29", "9999-12-31"}) EXPECT_EQ(isoDate(*isoDate(text)), text);
    EXPECT_EQ((*isoDate("2024-03-01") - *isoDate("2024-02-28")).count(), 2);
}

}  // namespace
}  // namespace leukolens
