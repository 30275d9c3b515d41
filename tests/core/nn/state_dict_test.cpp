#include "core/nn/state_dict.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <torch/nn/modules/batchnorm.h>
#include <torch/nn/modules/linear.h>

namespace leukolens::nn {
namespace {

class Small : public torch::nn::Module {
public:
    Small() {
        fc = register_module("fc", torch::nn::Linear(3, 2));
        bn = register_module("bn", torch::nn::BatchNorm1d(2));
    }
    torch::nn::Linear fc{nullptr};
    torch::nn::BatchNorm1d bn{nullptr};
};

TEST(StateDict, HoldsParametersAndBuffersByName) {
    const Small network;
    const auto state = stateDict(network);
    EXPECT_EQ(state.size(), 7u);
    EXPECT_TRUE(state.count("fc.weight") && state.count("bn.running_mean") && state.count("bn.num_batches_tracked"));
}

TEST(StateDict, WritesOnlyNumbersThatWeightsHave) {
    EXPECT_THROW(writeSafetensors({{"a", at::ones({2}, at::kBool)}}), std::invalid_argument);
}

TEST(CopyOf, IsIndependentOfTheNetwork) {
    Small network;
    const auto copy = copyOf(stateDict(network));
    {
        const at::NoGradGuard noGrad;
        network.fc->weight.fill_(9);
    }
    EXPECT_LT(copy.at("fc.weight").abs().max().item<float>(), 9);
    copyInto(network, copy);
    EXPECT_TRUE(at::equal(network.fc->weight, copy.at("fc.weight")));
    EXPECT_THROW(copyInto(network, {{"elsewhere", at::ones({1})}}), std::out_of_range);
}

}  // namespace
}  // namespace leukolens::nn
