#include "core/nn/chain_network.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/nn/load_weights.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"

namespace leukolens::nn {
namespace {

// That they answer as torchvision's, or the reference that was written for them: tests/core/parity.

struct Expected {
    const char* name;
    std::int64_t parameters;  ///< with 1000 classes
    bool needsItsSize;        ///< smaller pictures leave no map
};

class ChainNetworks : public testing::TestWithParam<Expected> {
protected:
    std::shared_ptr<Network> make(int classes, double dropout = 0.0, bool initialise = true) const { return *createNetwork(m_info.name, {classes, dropout, initialise}); }
    at::Tensor pictures(int count) const { return at::rand({count, 3, m_info.smallestInputPx, m_info.smallestInputPx}) * 2 - 1; }

    NetworkInfo m_info = *networkInfo(GetParam().name);
};

TEST_P(ChainNetworks, HaveTheParametersOfThePublishedOnes) {
    std::int64_t count = 0;
    for (const auto& parameter : make(1000, 0.0, false)->parameters()) count += parameter.numel();
    EXPECT_EQ(count, GetParam().parameters);
}

TEST_P(ChainNetworks, AnswerFromEveryMapAsFromThePicture) {
    const at::NoGradGuard noGrad;
    at::manual_seed(1);
    const auto network = make(3, 0.5);
    network->eval();
    const auto input = pictures(2);
    const auto whole = network->forward(input);
    EXPECT_FALSE(whole.auxiliary.defined());
    EXPECT_TRUE(at::allclose(network->head(whole.features), whole.logits));
    int maps = 0;
    for (const auto& block : m_info.blocks) {
        if (block.starts_with("classifier.")) {
            EXPECT_THROW(network->mapAt(block, input), std::invalid_argument);
            EXPECT_THROW(network->logitsFrom(block, input), std::invalid_argument);
            continue;
        }
        ++maps;
        const auto map = network->mapAt(block, input);
        EXPECT_EQ(map.dim(), 4) << block;
        EXPECT_TRUE(at::allclose(network->logitsFrom(block, map), whole.logits, 1e-4, 1e-6)) << block;
    }
    EXPECT_GE(maps, 5);
    if (GetParam().needsItsSize) {
        EXPECT_THROW(network->features(input.slice(2, 1).slice(3, 1)), c10::Error);
    }
}

TEST_P(ChainNetworks, EveryTensorIsAHeadOrLiesInABlock) {
    for (const auto& [name, tensor] : stateDict(*make(2, 0.0, false))) {
        const bool head = std::ranges::find(m_info.heads, name) != m_info.heads.end();
        const bool inBlock = std::ranges::any_of(m_info.blocks, [&](const std::string& block) { return name.starts_with(block + "."); });
        EXPECT_NE(head, inBlock) << name;
    }
}

TEST_P(ChainNetworks, DropoutActsInTrainingOnly) {
    const at::NoGradGuard noGrad;
    at::manual_seed(2);
    const auto network = make(2, 0.5);
    const auto input = pictures(2);
    network->train();
    EXPECT_FALSE(at::equal(network->forward(input).logits, network->forward(input).logits));
    network->eval();
    EXPECT_TRUE(at::equal(network->forward(input).logits, network->forward(input).logits));
}

TEST_P(ChainNetworks, ATrainingStepLowersTheLossAndReachesEveryParameter) {
    at::manual_seed(3);
    const auto network = make(2);
    network->train();
    const auto input = pictures(8);
    const auto labels = at::tensor({0, 1, 1, 0, 1, 0, 0, 0}, at::kLong);
    at::manual_seed(4);
    const auto before = at::cross_entropy_loss(network->forward(input).logits, labels);
    before.backward();
    {
        const at::NoGradGuard noGrad;
        for (auto& parameter : network->named_parameters()) {
            ASSERT_TRUE(parameter.value().grad().defined()) << parameter.key();
            parameter.value().sub_(parameter.value().grad(), 1e-3);
        }
    }
    const at::NoGradGuard noGrad;
    at::manual_seed(4);  // the same branches are left out
    EXPECT_LT(at::cross_entropy_loss(network->forward(input).logits, labels).item<double>(), before.item<double>());
}

TEST_P(ChainNetworks, WeightsOf1000ClassesLoadButForTheLastLayer) {
    const auto state = stateDict(*make(1000));
    const auto bytes = std::make_shared<const Bytes>(writeSafetensors(state));
    const auto file = *weights::WeightsFile::fromBytes(bytes, *bytes, "w.safetensors");
    const auto other = make(2, 0.0, false);
    const auto report = loadWeights(*other, m_info, file, Fit::AsFarAsItGoes);
    ASSERT_TRUE(report) << report.error().message();
    auto heads = m_info.heads;
    std::ranges::sort(heads);
    EXPECT_EQ(report->freshHeads, heads);
    EXPECT_EQ(report->missing, report->freshHeads);
    EXPECT_TRUE(report->unexpected.empty());
    EXPECT_EQ(report->headClasses, 1000);
    EXPECT_EQ(report->loaded.size() + 2, state.size());
    const auto loaded = stateDict(*other);
    for (const auto& name : report->loaded) EXPECT_TRUE(at::equal(loaded.at(name), state.at(name))) << name;
}

INSTANTIATE_TEST_SUITE_P(, ChainNetworks, testing::Values(Expected{"alexnet", 61100840, true}, Expected{"vgg16_eca", 138357544 + 23, true}, Expected{"mobilenet_v3_small", 2542856, false}, Expected{"efficientnet_b0", 5288548, false}, Expected{"leuknet", 1240072, false}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(Vgg16Eca, TorchvisionsVggWeightsLackOnlyAttention) {
    const auto info = *networkInfo("vgg16_eca");
    const auto network = *createNetwork("vgg16_eca", {2, 0.5});
    auto state = stateDict(*network);
    std::erase_if(state, [](const auto& item) { return item.first.starts_with("eca."); });
    const auto bytes = std::make_shared<const Bytes>(writeSafetensors(state));
    const auto report = loadWeights(*network, info, *weights::WeightsFile::fromBytes(bytes, *bytes, "w.safetensors"), Fit::AsFarAsItGoes);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->loaded.size(), 32u);
    EXPECT_EQ(report->missing, (std::vector<std::string>{"eca.0.conv.weight", "eca.1.conv.weight", "eca.2.conv.weight", "eca.3.conv.weight", "eca.4.conv.weight"}));
}

}  // namespace
}  // namespace leukolens::nn
