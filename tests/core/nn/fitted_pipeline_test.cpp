// A trunk with a fitted head, and files that claim to be one.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "core/nn/fitted_head.h"
#include "core/nn/load_weights.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"

namespace leukolens::nn {
namespace {

constexpr int kLength = 3;

weights::WeightsFile fileOf(const StateDict& state) {
    const auto bytes = std::make_shared<const Bytes>(writeSafetensors(state));
    return weights::WeightsFile::fromBytes(bytes, *bytes, "model").value();
}

/// Small and sound, of two classes.
StateDict soundTensors(HeadKind kind, std::int64_t features) {
    StateDict state = {{"bias", at::zeros({2})}, {"slope", at::ones({1})}, {"mean", at::zeros({features})}, {"deviation", at::ones({features})}};
    const auto unit = [&](std::int64_t at, float value) {
        auto row = at::zeros({features});
        row[at] = value;
        return row;
    };
    switch (kind) {
        case HeadKind::HiddenLayer:
            state.insert({{"hidden_weight", at::stack({unit(0, 1), unit(1, 1)})}, {"hidden_bias", at::zeros({2})}, {"last_weight", at::eye(2)}, {"last_bias", at::zeros({2})}});
            break;
        case HeadKind::SupportVectors:
            state.insert({{"vectors", at::stack({unit(0, 1), unit(0, -1)})}, {"coefficients", at::tensor({1.0f, -1.0f}).view({1, 2})}, {"offsets", at::zeros({1})}, {"gamma", at::ones({1})}});
            break;
        case HeadKind::Neighbours:
            state.insert({{"vectors", at::stack({unit(0, 1), unit(0, -1)})}, {"labels", at::tensor({0, 1}, at::kLong)}, {"neighbours", at::ones({1}, at::kLong)}});
            break;
        case HeadKind::Forest:
            state.insert({{"roots", at::zeros({1}, at::kLong)},
                          {"feature", at::zeros({3}, at::kLong)},
                          {"threshold", at::zeros({3})},
                          {"left", at::tensor({1, 1, 2}, at::kLong)},
                          {"right", at::tensor({2, 1, 2}, at::kLong)},
                          {"leaf", at::tensor({0, 1, 0}, at::kLong)},
                          {"depth", at::ones({1}, at::kLong)}});
            break;
        case HeadKind::Layer: break;
    }
    return state;
}

class FittedHeads : public testing::TestWithParam<HeadKind> {
protected:
    std::shared_ptr<FittedHead> filled(const StateDict& state) const {
        auto head = makeFittedHead(GetParam(), kLength, 2);
        auto own = stateDict(*head);
        for (const auto& [name, tensor] : state) own.at(name).set_data(tensor);
        return head;
    }
};

TEST_P(FittedHeads, TellWhichSideAVectorLiesOn) {
    const auto head = filled(soundTensors(GetParam(), kLength));
    ASSERT_EQ(head->settle(), "");
    const auto logits = head->forward(at::tensor({0.9f, -0.9f, 0.0f, -0.9f, 0.9f, 0.0f}).view({2, kLength}));
    EXPECT_EQ(logits.argmax(1)[0].item<int>(), 0);
    EXPECT_EQ(logits.argmax(1)[1].item<int>(), 1);
}

TEST_P(FittedHeads, GiveAGradientButForTheForest) {
    const auto head = filled(soundTensors(GetParam(), kLength));
    ASSERT_EQ(head->settle(), "");
    const at::AutoGradMode gradients(true);
    const auto x = at::tensor({0.5f, -0.2f, 0.1f}).view({1, kLength}).requires_grad_(true);
    const auto logit = head->forward(x)[0][0];
    if (GetParam() == HeadKind::Forest) {
        EXPECT_FALSE(logit.requires_grad());
        return;
    }
    logit.backward();
    EXPECT_TRUE(x.grad().isfinite().all().item<bool>());
    // One neighbour alone has all votes, however near it is.
    if (GetParam() != HeadKind::Neighbours) {
        EXPECT_GT(x.grad().abs().max().item<double>(), 0);
    }
}

TEST_P(FittedHeads, NameNumbersThatCannotBe) {
    const auto sound = soundTensors(GetParam(), kLength);
    const auto faultWith = [&](const std::string& name, const at::Tensor& tensor) {
        auto state = sound;
        state[name] = tensor;
        return filled(state)->settle();
    };
    EXPECT_NE(faultWith("deviation", at::zeros({kLength})), "");
    const auto whole = [](std::vector<std::int64_t> values) { return at::tensor(values, at::kLong); };
    switch (GetParam()) {
        case HeadKind::HiddenLayer: EXPECT_NE(faultWith("hidden_bias", at::zeros({3})), ""); break;
        case HeadKind::SupportVectors: EXPECT_NE(faultWith("coefficients", at::zeros({1, 5})), ""); break;
        case HeadKind::Neighbours:
            EXPECT_NE(faultWith("labels", whole({0, 2})), "");
            EXPECT_NE(faultWith("labels", whole({0, -1})), "");
            EXPECT_NE(faultWith("labels", whole({0, 1, 1})), "");
            EXPECT_NE(faultWith("neighbours", whole({3})), "");
            EXPECT_NE(faultWith("neighbours", whole({0})), "");
            break;
        case HeadKind::Forest:
            for (const char* name : {"feature", "left", "right", "leaf"}) {
                EXPECT_NE(faultWith(name, whole({0, 1, 1'000'000})), "") << name;
                EXPECT_NE(faultWith(name, whole({-1, 0, 0})), "") << name;
                EXPECT_NE(faultWith(name, whole({0, 0})), "") << name;
            }
            EXPECT_NE(faultWith("roots", whole({3})), "");
            EXPECT_NE(faultWith("depth", whole({1'000'000'000})), "");
            EXPECT_NE(faultWith("depth", whole({-1})), "");
            break;
        case HeadKind::Layer: break;
    }
}

INSTANTIATE_TEST_SUITE_P(Kinds, FittedHeads, testing::Values(HeadKind::HiddenLayer, HeadKind::SupportVectors, HeadKind::Neighbours, HeadKind::Forest));

class FittedPipelines : public testing::TestWithParam<const char*> {
protected:
    NetworkInfo m_info = networkInfo(GetParam()).value();
    std::shared_ptr<Network> make() const {
        at::manual_seed(1);
        return createNetwork(m_info.name, {2, 0.0}).value();
    }
    /// The whole network's tensors with a sound head.
    StateDict whole() const {
        auto state = copyOf(stateDict(*make()));
        for (const auto& [name, tensor] : soundTensors(m_info.head, m_info.featureCount)) state[kFittedPrefix + name] = tensor;
        return state;
    }
};

TEST_P(FittedPipelines, HaveTheTrunksTensorsAndTheirOwn) {
    const auto trunk = networkInfo(m_info.trunk).value();
    const auto own = stateDict(*make());
    for (const auto& [name, tensor] : stateDict(*createNetwork(trunk.name, {2, 0.0, false}).value())) {
        const bool taken = std::ranges::find(trunk.heads, name) == trunk.heads.end() && !trunk.isAuxiliary(name);
        EXPECT_EQ(own.contains(name), taken) << name;
    }
    for (const auto& name : m_info.heads) EXPECT_TRUE(own.contains(name)) << name;
    EXPECT_EQ(m_info.heads.front(), "fitted.bias");
}

TEST_P(FittedPipelines, TakeTheTrunksWeightsAndSeeWhatItSees) {
    const at::NoGradGuard noGrad;
    at::manual_seed(3);
    const auto trunk = createNetwork(m_info.trunk, {2, 0.0}).value();
    trunk->eval();
    const auto network = make();
    const auto report = loadWeights(*network, m_info, fileOf(stateDict(*trunk)), Fit::AsFarAsItGoes);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->missing.size(), m_info.heads.size());
    const auto input = at::rand({1, 3, m_info.smallestInputPx, m_info.smallestInputPx}) * 2 - 1;
    EXPECT_TRUE(at::equal(network->features(input), trunk->features(input)));
    network->train();
    EXPECT_TRUE(at::equal(network->features(input), trunk->features(input))) << "the trunk stays in evaluation";
}

TEST_P(FittedPipelines, TakeAHeadOfAnySize) {
    const at::NoGradGuard noGrad;
    const auto network = make();
    const auto state = whole();
    ASSERT_TRUE(loadWeights(*network, m_info, fileOf(state), Fit::Complete));
    for (const auto& [name, tensor] : stateDict(*network)) EXPECT_TRUE(at::equal(tensor, state.at(name))) << name;
    const auto input = at::rand({2, 3, m_info.smallestInputPx, m_info.smallestInputPx}) * 2 - 1;
    const auto output = network->forward(input);
    EXPECT_TRUE(at::allclose(network->logitsFrom(m_info.featureLayer, network->mapAt(m_info.featureLayer, input)), output.logits, 1e-4, 1e-5));
}

TEST_P(FittedPipelines, RefuseAHeadThatCannotBe) {
    const auto network = make();
    auto state = whole();
    state["fitted.deviation"].zero_();
    EXPECT_EQ(loadWeights(*network, m_info, fileOf(state), Fit::Complete).error().code, ErrorCode::DamagedModel);
    state = whole();
    state["fitted.mean"] = at::zeros({7});
    EXPECT_EQ(loadWeights(*network, m_info, fileOf(state), Fit::Complete).error().code, ErrorCode::WeightsMismatch);
    state = whole();
    state.erase("fitted.slope");
    EXPECT_EQ(loadWeights(*network, m_info, fileOf(state), Fit::Complete).error().code, ErrorCode::WeightsMismatch);
}

INSTANTIATE_TEST_SUITE_P(Registered, FittedPipelines,
                         testing::Values("inception_features+nn", "inception_features+svm", "inception_features+knn", "inception_features+forest", "segmented_alexnet+svm"),
                         [](const auto& test) {
                             std::string name = test.param;
                             std::ranges::replace(name, '+', '_');
                             return name;
                         });

}  // namespace
}  // namespace leukolens::nn
