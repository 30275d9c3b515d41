#include "core/digest/sha256.h"

#include <gtest/gtest.h>

#include <vector>

namespace leukolens::digest {
namespace {

// The examples of FIPS 180-2, appendix B.
TEST(Sha256, GivesTheStandardsValues) {
    EXPECT_EQ(sha256(std::string_view()), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(sha256("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
              "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    EXPECT_EQ(sha256(std::string(1'000'000, 'a')), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, TakesBytesAsItTakesText) {
    const std::vector<std::uint8_t> bytes{'a', 'b', 'c'};
    EXPECT_EQ(sha256(std::span(bytes)), sha256("abc"));
    const std::vector<std::uint8_t> withZero{0, 1, 0xff};
    EXPECT_EQ(sha256(std::span(withZero)), sha256(std::string_view("\0\1\xff", 3)));
}

TEST(Sha256, PartsAreAsOne) {
    const std::vector<std::uint8_t> a{'a'}, none, bc{'b', 'c'};
    const std::vector<std::span<const std::uint8_t>> parts{a, none, bc};
    EXPECT_EQ(sha256(parts), sha256("abc"));
}

TEST(Sha256, IsToldFromOtherTexts) {
    EXPECT_TRUE(isSha256(sha256("abc")));
    EXPECT_FALSE(isSha256(""));
    EXPECT_FALSE(isSha256(std::string(63, 'a')));
    EXPECT_FALSE(isSha256(std::string(65, 'a')));
    EXPECT_FALSE(isSha256(std::string(64, 'A')));
    EXPECT_FALSE(isSha256(std::string(63, 'a') + "g"));
}

}  // namespace
}  // namespace leukolens::digest
