#include "core/weights/crc32.h"

#include <gtest/gtest.h>

#include <string_view>

namespace leukolens::weights {
namespace {

std::uint32_t of(std::string_view text) { return crc32({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}); }

TEST(Crc32, HasThePublishedCheckValue) { EXPECT_EQ(of("123456789"), 0xcbf43926u); }  // reveng catalogue, CRC-32/ISO-HDLC

TEST(Crc32, AgreesWithZlibAtLengthsAroundItsStep) {
    // python3 -c "import zlib; print([hex(zlib.crc32(b'abcdefghijklmnopq'[:n])) for n in (0, 1, 7, 8, 9, 17)])"
    constexpr std::string_view kText = "abcdefghijklmnopq";
    EXPECT_EQ(of(kText.substr(0, 0)), 0u);
    EXPECT_EQ(of(kText.substr(0, 1)), 0xe8b7be43u);
    EXPECT_EQ(of(kText.substr(0, 7)), 0x312a6aa6u);
    EXPECT_EQ(of(kText.substr(0, 8)), 0xaeef2a50u);
    EXPECT_EQ(of(kText.substr(0, 9)), 0x8da988afu);
    EXPECT_EQ(of(kText.substr(0, 17)), 0x9c925619u);
}

}  // namespace
}  // namespace leukolens::weights
