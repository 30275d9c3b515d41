#include "core/engine/device.h"

#include <gtest/gtest.h>

namespace leukolens::engine {
namespace {

TEST(Device, AutoIsCudaJustWhereThereIsOne) { EXPECT_EQ(resolveDevice("auto"), std::string(cudaAvailable() ? "cuda" : "cpu")); }

TEST(Device, CudaWithoutAGpuIsAnErrorAndNotTheCpu) {
    if (cudaAvailable()) GTEST_SKIP() << "this computer has a CUDA GPU";
    const auto device = resolveDevice("cuda");
    ASSERT_FALSE(device);
    EXPECT_EQ(device.error().code, ErrorCode::NoDevice);
    EXPECT_EQ(describeDevice("auto"), "CPU");
}

TEST(Device, UnknownWordsAreRefused) {
    EXPECT_EQ(resolveDevice("tpu").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(resolvePrecision("int4", "cpu").error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(resolvePrecision("fp32", "cpu"), std::string("fp32"));
}

}  // namespace
}  // namespace leukolens::engine
