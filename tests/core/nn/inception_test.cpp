#include "core/nn/inception_v3.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::nn {
namespace {

// That it answers as torchvision's: tests/core/parity.

TEST(InceptionV3, Has24348900ParametersWithTwoClasses) {
    const InceptionV3 network(NetworkSettings{2, 0.5, false});
    std::int64_t count = 0;
    for (const auto& parameter : network.parameters()) count += parameter.numel();
    EXPECT_EQ(count, 24348900);
}

TEST(InceptionV3, RunsTheAuxiliaryHeadOnlyInTrainingAndFrom299Px) {
    const at::NoGradGuard noGrad;
    InceptionV3 network(NetworkSettings{3, 0.5});
    network.train();
    EXPECT_FALSE(network.forward(at::zeros({2, 3, 75, 75})).auxiliary.defined());
    EXPECT_FALSE(network.auxiliaryRunsAt(298));
    EXPECT_TRUE(network.auxiliaryRunsAt(299));
    network.eval();
    const auto output = network.forward(at::zeros({1, 3, 75, 75}));
    EXPECT_EQ(output.logits.sizes(), (std::vector<std::int64_t>{1, 3}));
    EXPECT_FALSE(output.auxiliary.defined());
}

TEST(InceptionV3, FeaturesAre2048AnImage) {
    const at::NoGradGuard noGrad;
    InceptionV3 network(NetworkSettings{2, 0.5});
    network.eval();
    EXPECT_EQ(network.features(at::zeros({1, 3, 100, 140})).sizes(), (std::vector<std::int64_t>{1, 2048}));
}

TEST(InceptionV3, EveryParameterThatRunsGetsAGradient) {
    InceptionV3 network(NetworkSettings{2, 0.0});
    network.train();
    network.forward(at::rand({2, 3, 75, 75})).logits.sum().backward();
    for (const auto& parameter : network.named_parameters())
        EXPECT_EQ(parameter.value().grad().defined(), !parameter.key().starts_with("AuxLogits.")) << parameter.key();
}

}  // namespace
}  // namespace leukolens::nn
