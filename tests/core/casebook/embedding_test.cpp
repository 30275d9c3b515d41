#include "core/casebook/embedding.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <limits>

namespace leukolens::casebook {
namespace {

TEST(Embedding, IsRfc4648OfLittleEndianFloats) {
    EXPECT_EQ(embeddingToColumn(std::vector<float>{}), "");
    EXPECT_EQ(embeddingToColumn(std::vector{1.0F}), "AACAPw==");          // 00 00 80 3f
    EXPECT_EQ(embeddingToColumn(std::vector{1.0F, -2.0F}), "AACAPwAAAMA=");  // … 00 00 00 c0
    EXPECT_EQ(embeddingToColumn(std::vector{0.0F, 0.0F, 1.0F}), "AAAAAAAAAAAAAIA/");
}

TEST(Embedding, ReadsBackToTheLastBit) {
    std::vector<float> vector;
    for (int i = 0; i < 2049; ++i) vector.push_back(std::sin(static_cast<float>(i)) * 1e-3F);
    vector.push_back(-0.0F);
    vector.push_back(std::numeric_limits<float>::denorm_min());
    const auto back = embeddingFromColumn(embeddingToColumn(vector));
    ASSERT_TRUE(back);
    ASSERT_EQ(back->size(), vector.size());
    for (std::size_t i = 0; i < vector.size(); ++i) ASSERT_EQ(std::bit_cast<std::uint32_t>((*back)[i]), std::bit_cast<std::uint32_t>(vector[i]));
    EXPECT_TRUE(embeddingFromColumn("")->empty());
}

TEST(Embedding, RefusesWhatIsNone) {
    for (const char* text : {"A", "AACAP", "AACAPw=A", "AAC!Pw==", "AACAPw==AACAPw==", "====", "AAAA", "A=AA"})
        EXPECT_FALSE(embeddingFromColumn(text)) << text;
}

}  // namespace
}  // namespace leukolens::casebook
