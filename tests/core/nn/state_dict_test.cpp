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

TEST(LoadStateDict, TakesWhatFitsAndNamesTheRest) {
    Small network;
    StateDict state;
    state["fc.weight"] = at::full({2, 3}, 5, at::kHalf);
    state["fc.bias"] = at::zeros({4});
    state["extra"] = at::zeros({1});
    state["bn.weight"] = at::zeros({2});
    state["bn.bias"] = at::zeros({2});
    state["bn.running_mean"] = at::zeros({2});
    const auto report = loadStateDict(network, state);
    EXPECT_EQ(report.loaded, 4);
    EXPECT_EQ(report.missing, (std::vector<std::string>{"bn.running_var", "fc.bias"}));  // the batch counter is no loss
    EXPECT_EQ(report.unexpected, (std::vector<std::string>{"extra", "fc.bias (4, expected 2)"}));
    EXPECT_EQ(network.fc->weight.sum().item<float>(), 30);
    EXPECT_EQ(network.fc->weight.scalar_type(), at::kFloat);
}

TEST(CopyOf, IsIndependentOfTheNetwork) {
    Small network;
    const auto copy = copyOf(stateDict(network));
    {
        const at::NoGradGuard noGrad;
        network.fc->weight.fill_(9);
    }
    EXPECT_LT(copy.at("fc.weight").abs().max().item<float>(), 9);
}

}  // namespace
}  // namespace leukolens::nn
