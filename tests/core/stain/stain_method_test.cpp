#include "core/stain/stain_method.h"

#include <gtest/gtest.h>

namespace leukolens::stain {
namespace {

TEST(StainMethod, WordsComeBack) {
    for (const auto method : {StainMethod::None, StainMethod::Reinhard, StainMethod::Macenko}) EXPECT_EQ(stainMethodFromString(toString(method)).value(), method);
    EXPECT_EQ(toString(StainMethod::None), "none");
}

TEST(StainMethod, OtherWordsAreRefusedInShort) {
    const auto refused = stainMethodFromString("Reinhard" + std::string(10'000, 'x'));
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(refused.error().advice.find("macenko"), std::string::npos);
    EXPECT_LT(refused.error().message().size(), 200u);
}

}  // namespace
}  // namespace leukolens::stain
