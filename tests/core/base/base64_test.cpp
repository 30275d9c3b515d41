#include "core/base/base64.h"

#include <gtest/gtest.h>

#include <utility>

namespace leukolens {
namespace {

Bytes bytesOf(std::string_view text) { return {text.begin(), text.end()}; }

TEST(Base64, IsThatOfRfc4648) {
    const std::pair<const char*, const char*> vectors[] = {{"", ""}, {"f", "Zg=="}, {"fo", "Zm8="}, {"foo", "Zm9v"}, {"foob", "Zm9vYg=="}, {"fooba", "Zm9vYmE="}, {"foobar", "Zm9vYmFy"}};
    for (const auto& [plain, text] : vectors) {
        EXPECT_EQ(toBase64(bytesOf(plain)), text);
        EXPECT_EQ(fromBase64(text), bytesOf(plain)) << text;
    }
    EXPECT_EQ(toBase64(Bytes{0xfb, 0xff, 0xbf}), "+/+/");
}

TEST(Base64, GivesBackEveryByte) {
    Bytes all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<std::uint8_t>(i));
    EXPECT_EQ(fromBase64(toBase64(all)), all);
}

TEST(Base64, RefusesWhatIsNone) {
    for (const char* text : {"Z", "Zg", "Zg=", "Zg==Zg==", "Zm9v\n", "Z===", "====", "Zm-v", "Zg=A", " Zm9"}) EXPECT_FALSE(fromBase64(text)) << text;
}

}  // namespace
}  // namespace leukolens
