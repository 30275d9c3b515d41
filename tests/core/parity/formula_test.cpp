#include "core/parity/formula.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::parity {
namespace {

TEST(Formula, HashesAsPublished) {
    // Test vectors of FNV's authors.
    EXPECT_EQ(fnv1a(""), 0xcbf29ce484222325u);
    EXPECT_EQ(fnv1a("a"), 0xaf63dc4c8601ec8cu);
    EXPECT_EQ(fnv1a("foobar"), 0x85944171f73967e8u);
}

TEST(Formula, PicturesDifferAndStayInRange) {
    const auto pictures = formulaPictures(4, 75);
    EXPECT_EQ(pictures.sizes(), (std::vector<std::int64_t>{4, 3, 75, 75}));
    EXPECT_LE(pictures.abs().max().item<float>(), 1);
    EXPECT_GT(pictures.std(0).min().item<float>(), 0);
    EXPECT_NEAR(pictures.mean().item<float>(), 0, 0.1);
}

TEST(Formula, TheSameNumbersOnEveryComputer) {
    // make_inception_reference.py: integers("fc.weight", 3)
    const NamedHash hash("fc.weight");
    EXPECT_EQ(hash.signedAt(0), -257601);
    EXPECT_EQ(hash.signedAt(1), 6245648);
    EXPECT_EQ(hash.signedAt(2), 4085671);
}

}  // namespace
}  // namespace leukolens::parity
