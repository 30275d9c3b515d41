#include "core/engine/kept_memory.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::engine {
namespace {

constexpr std::int64_t kLarge = 3 << 20;

TEST(KeptMemory, IsUsedAgainWhileOneLives) {
    const KeptMemory kept;
    const void* first = nullptr;
    {
        const auto a = at::empty({kLarge}, at::kByte);
        first = a.const_data_ptr();
        EXPECT_EQ(KeptMemory::idleBytes(), 0u);
    }
    EXPECT_GE(KeptMemory::idleBytes(), static_cast<std::uint64_t>(kLarge));
    EXPECT_EQ(at::empty({kLarge - 5}, at::kByte).const_data_ptr(), first) << "a size that rounds to the same";
}

TEST(KeptMemory, IsGivenBackWithTheLast) {
    {
        const KeptMemory a;
        {
            const KeptMemory b;
            at::empty({kLarge}, at::kByte);
        }
        EXPECT_GT(KeptMemory::idleBytes(), 0u);
    }
    EXPECT_EQ(KeptMemory::idleBytes(), 0u);
    at::empty({kLarge}, at::kByte);
    EXPECT_EQ(KeptMemory::idleBytes(), 0u) << "nobody asks for it to be kept";
}

TEST(KeptMemory, TensorsOutliveIt) {
    at::Tensor survivor;
    {
        const KeptMemory kept;
        survivor = at::full({kLarge}, 7, at::kByte);
    }
    EXPECT_EQ(survivor[kLarge - 1].item<int>(), 7);
}

TEST(KeptMemory, ChangingShapesDoNotPileUp) {
    const KeptMemory kept;
    for (std::int64_t i = 1; i <= 60; ++i) at::empty({i * kLarge}, at::kByte);
    EXPECT_LE(KeptMemory::idleBytes(), static_cast<std::uint64_t>(3 * 61 * kLarge));
}

}  // namespace
}  // namespace leukolens::engine
