#include "core/nn/registry.h"

#include <gtest/gtest.h>

namespace leukolens::nn {
namespace {

TEST(Registry, MakesEveryNetworkItNames) {
    for (const auto& name : networkNames()) EXPECT_TRUE(createNetwork(name, {}).has_value()) << name;
}

TEST(Registry, RefusesUnknownNamesAndASingleClass) {
    EXPECT_EQ(createNetwork("resnet9000", {}).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(createNetwork("inception_v3", {1, 0.5}).error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::nn
