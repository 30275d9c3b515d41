#include "core/nn/row_kernels.h"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <functional>
#include <vector>

#include "core/base/random.h"

namespace leukolens::nn {

// Of the files that are compiled for one set of instructions each.
extern const RowKernels<Bf16> kBf16Kernels_base;
extern const RowKernels<float> kFloatKernels_base;

namespace {

float widen(Bf16 value) { return std::bit_cast<float>(static_cast<std::uint32_t>(value.bits) << 16); }

/// As a picture row of one number through normRelu with scale 1 and shift 0: rounding alone.
Bf16 rounded(float value) {
    // The upper half of a float plus a shift that carries the rest.
    const auto upper = std::bit_cast<float>(std::bit_cast<std::uint32_t>(value) & 0xffff0000u);
    const Bf16 in{static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(upper) >> 16)};
    const float scale = 1, shift = value - upper;
    Bf16 out{};
    rowKernels<Bf16>().normRelu({&in, 1}, {&out, 1}, 0, 1, 1, {&scale, &shift});
    return out;
}

TEST(RowKernels, RoundToTheNearestBfloat16AndToEvenInBetween) {
    EXPECT_EQ(widen(rounded(1.0f)), 1.0f);
    EXPECT_EQ(widen(rounded(1.0f + 1.0f / 256)), 1.0f);           // half way, below is even
    EXPECT_EQ(widen(rounded(1.0f + 3.0f / 256)), 1.0f + 4.0f / 256);  // half way, above is even
    EXPECT_EQ(widen(rounded(1.0f + 1.1f / 256)), 1.0f + 2.0f / 256);
}

TEST(RowKernels, WhatIsNoNumberStaysSo) {
    const Bf16 in{0x7fc0};
    const float one = 1, zero = 0;
    Bf16 out{};
    rowKernels<Bf16>().normRelu({&in, 1}, {&out, 1}, 0, 1, 1, {&one, &zero});
    EXPECT_TRUE(std::isnan(widen(out)));
}

/// The widest instructions of this machine against the plainest.
template <class T>
void expectSame(const RowKernels<T>& plain, const RowKernels<T>& widest, const std::function<T(Random&)>& draw, const std::function<float(T)>& value) {
    constexpr std::int64_t kRows = 13, kChannels = 37, kStride = 50;
    Random random(1);
    std::vector<T> y(kRows * kStride), dz(kRows * kStride);
    for (auto& number : y) number = draw(random);
    for (auto& number : dz) number = draw(random);
    std::vector<float> scale(kChannels), shift(kChannels), mean(kChannels);
    for (std::int64_t i = 0; i < kChannels; ++i) {
        scale[static_cast<std::size_t>(i)] = static_cast<float>(random.uniform(-2, 2));
        shift[static_cast<std::size_t>(i)] = static_cast<float>(random.uniform(-1, 1));
        mean[static_cast<std::size_t>(i)] = static_cast<float>(random.uniform(-1, 1));
    }
    const Affine affine{scale.data(), shift.data()};
    const auto run = [&](const RowKernels<T>& kernels) {
        std::vector<float> all(4 * kChannels);
        kernels.moments({y.data(), kStride}, 0, kRows, kChannels, mean.data(), &all[0], &all[kChannels]);
        kernels.gradientSums({dz.data(), kStride}, {y.data(), kStride}, 0, kRows, kChannels, affine, mean.data(), &all[2 * kChannels], &all[3 * kChannels]);
        std::vector<T> z(kRows * kStride), dy(kRows * kStride);
        kernels.normRelu({y.data(), kStride}, {z.data(), kStride}, 0, kRows, kChannels, affine);
        kernels.gradient({dz.data(), kStride}, {y.data(), kStride}, {dy.data(), kStride}, 0, kRows, kChannels, affine, {mean.data(), shift.data()});
        for (const auto& part : {z, dy})
            for (const T number : part) all.push_back(value(number));
        return all;
    };
    const auto a = run(plain), b = run(widest);
    ASSERT_EQ(a.size(), b.size());
    for (std::size_t i = 0; i < a.size(); ++i) EXPECT_NEAR(a[i], b[i], 1e-2 * std::abs(a[i]) + 1e-4) << i;
}

TEST(RowKernels, EverySetOfInstructionsGivesTheSame) {
    expectSame<float>(kFloatKernels_base, rowKernels<float>(), [](Random& r) { return static_cast<float>(r.normal()); }, [](float v) { return v; });
    expectSame<Bf16>(
        kBf16Kernels_base, rowKernels<Bf16>(),
        [](Random& r) { return Bf16{static_cast<std::uint16_t>(std::bit_cast<std::uint32_t>(static_cast<float>(r.normal())) >> 16)}; }, widen);
}

TEST(RowKernels, MomentsOfNumbersFarFromZeroKeepTheirDigits) {
    constexpr std::int64_t kRows = 10000;
    Random random(2);
    std::vector<float> y(kRows);
    for (auto& value : y) value = static_cast<float>(1000 + random.normal());
    const float centre = 1000.5f;
    float sum = 0, squares = 0;
    rowKernels<float>().moments({y.data(), 1}, 0, kRows, 1, &centre, &sum, &squares);
    const double shifted = sum / kRows, variance = squares / kRows - shifted * shifted;
    EXPECT_NEAR(variance, 1, 0.05);
}

}  // namespace
}  // namespace leukolens::nn
