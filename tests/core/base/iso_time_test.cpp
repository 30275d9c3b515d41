#include "core/base/iso_time.h"

#include <gmock/gmock.h>

#include <cstdlib>

namespace leukolens {
namespace {

class IsoTimeTest : public testing::Test {
protected:
    void setZone(const char* zone) {
        ::setenv("TZ", zone, 1);
        ::tzset();
    }
    void TearDown() override {
        ::unsetenv("TZ");
        ::tzset();
    }
};

TEST_F(IsoTimeTest, WritesTheOffsetWithAColon) {
    setZone("XXX-5:45");  // POSIX: the sign is the other way round
    EXPECT_EQ(isoLocalTime(1'717'139'220), "2024-05-31T12:52:00+05:45");
    setZone("XXX3");
    EXPECT_EQ(isoLocalTime(1'717'139'220), "2024-05-31T04:07:00-03:00");
    setZone("UTC0");
    EXPECT_EQ(isoLocalTime(0), "1970-01-01T00:00:00+00:00");
}

TEST_F(IsoTimeTest, NowHasThatForm) {
    EXPECT_THAT(isoLocalTimeNow(), testing::MatchesRegex("20..-..-..T..:..:..[+-]..:.."));
}

TEST_F(IsoTimeTest, UtcIsMarkedSo) {
    setZone("XXX-5:45");
    EXPECT_THAT(isoUtcNow(), testing::MatchesRegex("20..-..-..T..:..:..Z"));
}

}  // namespace
}  // namespace leukolens
