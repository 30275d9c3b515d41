#include "core/nn/lstm_rows.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/nn/load_weights.h"
#include "core/nn/state_dict.h"

namespace leukolens::nn {
namespace {

// That it answers as torch.nn.LSTM, with its gradients: tests/core/parity.

at::Tensor pictures(int count, int sidePx) { return at::rand({count, 3, sidePx, sidePx}) * 2 - 1; }

TEST(LstmRows, HasNoMapAndAsManyParametersAsItsHeaderSays) {
    LstmRows network(NetworkSettings{2, 0.5});
    std::int64_t count = 0;
    for (const auto& parameter : network.parameters()) count += parameter.numel();
    EXPECT_EQ(count, 395522);
    const auto info = LstmRows::info();
    EXPECT_FALSE(info.hasMaps());
    EXPECT_TRUE(network.stages().empty());
    const auto input = pictures(1, 75);
    for (const auto& block : info.blocks) {
        EXPECT_THROW(network.mapAt(block, input), std::invalid_argument);
        EXPECT_THROW(network.logitsFrom(block, input), std::invalid_argument);
    }
    for (const auto& [name, tensor] : stateDict(network)) {
        const bool head = std::ranges::find(info.heads, name) != info.heads.end();
        EXPECT_NE(head, std::ranges::any_of(info.blocks, [&](const std::string& block) { return name.starts_with(block + "."); })) << name;
    }
}

TEST(LstmRows, StartsWithOpenForgetGates) {
    const auto state = stateDict(LstmRows(NetworkSettings{}));
    for (const char* layer : {"lstm.0.", "lstm.1."}) {
        const auto bias = state.at(std::string(layer) + "bias_ih_l0") + state.at(std::string(layer) + "bias_hh_l0");
        EXPECT_TRUE(at::equal(bias.view({4, 128}).select(0, 1), at::ones({128})));
        EXPECT_EQ(bias.abs().sum().item<double>(), 128);
        const auto weight = state.at(std::string(layer) + "weight_hh_l0");
        EXPECT_LE(weight.abs().max().item<double>(), 1 / std::sqrt(128.0));
        EXPECT_NEAR(weight.std().item<double>(), 1 / std::sqrt(3 * 128.0), 1e-3);
    }
}

TEST(LstmRows, ReadsRowsInTheirOrderFromPicturesOfAnySize) {
    const at::NoGradGuard noGrad;
    at::manual_seed(1);
    LstmRows network(NetworkSettings{3, 0.5});
    network.eval();
    for (const int sidePx : {32, 75, 128, 200}) {
        const auto input = pictures(2, sidePx);
        const auto output = network.forward(input);
        EXPECT_EQ(output.features.sizes(), (std::vector<std::int64_t>{2, 128}));
        EXPECT_FALSE(output.auxiliary.defined());
        EXPECT_TRUE(at::equal(output.logits, network.head(network.features(input))));
        EXPECT_TRUE(at::allclose(output.logits, network.forward(input.contiguous(at::MemoryFormat::ChannelsLast)).logits, 1e-4, 1e-6));
        EXPECT_GT((output.logits - network.forward(input.flip(2)).logits).abs().max().item<double>(), 1e-4) << "upside down is another sequence";
    }
}

TEST(LstmRows, ATrainingStepLowersTheLossAndReachesEveryParameter) {
    at::manual_seed(3);
    LstmRows network(NetworkSettings{2, 0.0});
    network.train();
    const auto input = pictures(8, 75);
    const auto labels = at::tensor({0, 1, 1, 0, 1, 0, 0, 0}, at::kLong);
    const auto before = at::cross_entropy_loss(network.forward(input).logits, labels);
    before.backward();
    const at::NoGradGuard noGrad;
    for (auto& parameter : network.named_parameters()) {
        ASSERT_TRUE(parameter.value().grad().defined()) << parameter.key();
        EXPECT_GT(parameter.value().grad().abs().max().item<double>(), 0) << parameter.key();
        parameter.value().sub_(parameter.value().grad(), 1e-2);
    }
    EXPECT_LT(at::cross_entropy_loss(network.forward(input).logits, labels).item<double>(), before.item<double>());
}

TEST(LstmRows, WeightsOfOtherClassesLoadButForTheLastLayer) {
    const auto state = stateDict(LstmRows(NetworkSettings{7, 0.5}));
    const auto bytes = std::make_shared<const Bytes>(writeSafetensors(state));
    LstmRows other(NetworkSettings{2, 0.5, false});
    const auto report = loadWeights(other, LstmRows::info(), *weights::WeightsFile::fromBytes(bytes, *bytes, "w.safetensors"), Fit::AsFarAsItGoes);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->freshHeads, (std::vector<std::string>{"classifier.bias", "classifier.weight"}));
    EXPECT_EQ(report->loaded.size(), 8u);
    EXPECT_EQ(report->headClasses, 7);
}

}  // namespace
}  // namespace leukolens::nn
