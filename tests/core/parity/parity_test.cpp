#include "core/parity/parity.h"

#include <gtest/gtest.h>

#include <limits>

#include "core/engine/device.h"

namespace leukolens::parity {
namespace {

void expectWithin(const std::string& device, const std::string& precision, std::size_t quantities) {
    const auto found = measureParity(device, precision);
    ASSERT_TRUE(found) << found.error().message();
    EXPECT_EQ(found->size(), quantities);
    for (const auto& [quantity, difference, tolerance, where] : *found)
        EXPECT_LE(difference, tolerance) << device << " " << precision << ": " << quantity << " " << where;
}

TEST(InceptionParity, Fp64OnTheCpu) { expectWithin("cpu", "fp64", 11); }

TEST(InceptionParity, Fp32OnTheCpu) { expectWithin("cpu", "fp32", 11); }

TEST(InceptionParity, Bf16OnTheCpu) {
    if (*engine::resolvePrecision("auto", "cpu") != "bf16") GTEST_SKIP() << "this processor has no bf16";
    expectWithin("cpu", "bf16", 2);
}

TEST(InceptionParity, EveryPrecisionOnTheGpu) {
    if (!engine::cudaAvailable()) GTEST_SKIP() << "no GPU here";
    expectWithin("cuda", "fp64", 11);
    expectWithin("cuda", "fp32", 11);
    expectWithin("cuda", "tf32", 2);
    expectWithin("cuda", "bf16", 2);
}

TEST(InceptionParity, RefusesWhatItCannotMeasure) {
    EXPECT_EQ(measureParity("cpu", "tf32").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(measureParity("cpu", "fp8").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(measureParity("toaster", "fp32").error().code, ErrorCode::InvalidArgument);
    if (!engine::cudaAvailable()) {
        EXPECT_EQ(measureParity("cuda", "fp32").error().code, ErrorCode::NoDevice);
    }
}

TEST(Deviation, NoNumberIsNeverWithin) {
    EXPECT_TRUE((Deviation{"", 1, 1, ""}.within()));
    EXPECT_FALSE((Deviation{"", 1.1, 1, ""}.within()));
    EXPECT_FALSE((Deviation{"", std::numeric_limits<double>::quiet_NaN(), 1, ""}.within()));
}

}  // namespace
}  // namespace leukolens::parity
