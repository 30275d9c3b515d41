#include "core/nn/inception_v3.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/nn/state_dict.h"

namespace leukolens::nn {
namespace {

at::Tensor wave(at::IntArrayRef shape, double phase) {
    const auto count = c10::multiply_integers(shape);
    return at::arange(count, at::kDouble).mul(0.37).add(phase).cos().reshape(shape);
}

/// The formula of make_inception_reference.py.
void fillByFormula(InceptionV3& network) {
    const at::NoGradGuard noGrad;
    int phase = 0;
    for (auto& [name, tensor] : stateDict(network)) {
        if (name.ends_with("num_batches_tracked")) continue;
        auto values = wave(tensor.sizes(), phase++);
        if (name.ends_with("running_var")) {
            values = values.mul(values).mul(0.5).add(1);
        } else if (name.ends_with("bn.weight")) {
            values = values.mul(0.1).add(1);
        } else if (tensor.dim() >= 2) {
            values = values.mul(std::sqrt(2.0 / (static_cast<double>(tensor.numel()) / static_cast<double>(tensor.size(0)))));
        } else {
            values = values.mul(0.1);
        }
        at::Tensor target = tensor;
        target.copy_(values);
    }
}

class InceptionParity : public testing::Test {
protected:
    static void SetUpTestSuite() {
        std::ifstream(REFERENCE_FOLDER "/inception_reference.json") >> s_reference;
        s_network = std::make_shared<InceptionV3>(NetworkSettings{2, 0.0});
        fillByFormula(*s_network);
    }
    static void TearDownTestSuite() { s_network.reset(); }

    static void expectNear(const at::Tensor& found, const char* key, double tolerance) {
        const auto wanted = s_reference.at(key).get<std::vector<double>>();
        const auto flat = found.to(at::kDouble).flatten();
        ASSERT_EQ(static_cast<std::size_t>(flat.numel()), wanted.size());
        for (std::size_t i = 0; i < wanted.size(); ++i)
            EXPECT_NEAR(flat[static_cast<std::int64_t>(i)].item<double>(), wanted[i], tolerance) << key << " " << i;
    }

    static inline nlohmann::json s_reference;
    static inline std::shared_ptr<InceptionV3> s_network;
};

TEST_F(InceptionParity, HasTorchvisionsTensors) {
    std::map<std::string, std::vector<std::int64_t>> wanted = s_reference.at("names"), found;
    for (const auto& [name, tensor] : stateDict(*s_network)) found[name] = tensor.sizes().vec();
    EXPECT_EQ(found, wanted);
}

TEST_F(InceptionParity, Has24348900ParametersWithTwoClasses) {
    std::int64_t count = 0;
    for (const auto& parameter : s_network->parameters()) count += parameter.numel();
    EXPECT_EQ(count, 24348900);
    EXPECT_EQ(count, s_reference.at("parameters").get<std::int64_t>());
}

TEST_F(InceptionParity, AnswersAsTorchvisionAt299And75Px) {
    const at::NoGradGuard noGrad;
    s_network->eval();
    expectNear(s_network->forward(wave({2, 3, 299, 299}, 0.5).to(at::kFloat)).logits, "logits_299", 1e-4);
    expectNear(s_network->forward(wave({2, 3, 75, 75}, 0.5).to(at::kFloat)).logits, "logits_75", 1e-4);
}

TEST_F(InceptionParity, TrainsAsTorchvisionWithItsAuxiliaryHead) {
    const at::NoGradGuard noGrad;
    InceptionV3 network(NetworkSettings{2, 0.0});
    fillByFormula(network);
    network.train();
    const auto output = network.forward(wave({2, 3, 299, 299}, 0.5).to(at::kFloat));
    expectNear(output.logits, "training_logits_299", 5e-3);
    expectNear(output.auxiliary, "training_aux_299", 5e-3);
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
