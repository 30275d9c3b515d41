#include "core/base/utf8.h"

#include <gtest/gtest.h>

namespace leukolens {
namespace {

TEST(Utf8, TakesWellFormedTextOfEveryLength) {
    for (const char* text : {"", "plain", "ü", "€", "患者", "Пациент", "😀", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"}) EXPECT_TRUE(isUtf8(text)) << text;
}

TEST(Utf8, NamesTheFirstByteThatIsWrong) {
    EXPECT_EQ(firstNonUtf8("ab\xFF"), 2u);
    EXPECT_EQ(firstNonUtf8("\x80"), 0u);                  // a continuation alone
    EXPECT_EQ(firstNonUtf8("a\xC0\xAF"), 1u);             // overlong
    EXPECT_EQ(firstNonUtf8("\xE0\x9F\xBF"), 0u);          // overlong
    EXPECT_EQ(firstNonUtf8("\xED\xA0\x80"), 0u);          // surrogate
    EXPECT_EQ(firstNonUtf8("\xF4\x90\x80\x80"), 0u);      // over U+10FFFF
    EXPECT_EQ(firstNonUtf8("ü\xE2\x82"), 2u);             // cut short
}

TEST(Utf8, QuotedTextIsOneLineShortAndWellFormed) {
    EXPECT_EQ(quotedForMessage("a ü"), "'a ü'");
    EXPECT_EQ(quotedForMessage("a\nb\xFF"), "'a\\x0Ab\\xFF'");
    const std::string shown = quotedForMessage(std::string(50, 'x') + "患者患者患者", 60);
    EXPECT_LE(shown.size(), 64u);
    EXPECT_TRUE(isUtf8(shown));
    EXPECT_TRUE(shown.ends_with("…'"));
}

}  // namespace
}  // namespace leukolens
