// Networks of the registry but InceptionV3 against torchvision, in evaluation and, without dropout, in training.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/nn/efficientnet_b0.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"
#include "core/parity/formula.h"

namespace leukolens::parity {
namespace {

using Json = nlohmann::json;

constexpr int kPictures = 4;

std::string shapesOf(const nn::Network& network) {
    std::string text;
    for (const auto& [name, tensor] : nn::stateDict(network)) {
        text += name + ' ';
        for (std::int64_t i = 0; i < tensor.dim(); ++i) text += (i > 0 ? "x" : "") + std::to_string(tensor.size(i));
        text += '\n';
    }
    char hash[17];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(fnv1a(text)));
    return hash;
}

/// wanted: side in pixels → logits.
void compare(nn::Network& network, const Json& wanted, at::ScalarType type, double tolerance) {
    ASSERT_FALSE(wanted.empty());
    for (const auto& [size, values] : wanted.items()) {
        const auto logits = network.forward(formulaPictures(kPictures, std::stoi(size)).to(type)).logits.to(at::kDouble).flatten();
        const auto expected = at::tensor(values.get<std::vector<double>>(), at::kDouble);
        ASSERT_EQ(logits.sizes(), expected.sizes());
        EXPECT_LE((logits - expected).abs().max().item<double>(), tolerance * std::max(1.0, expected.abs().max().item<double>()))
            << size << " px, " << at::toString(type) << (network.is_training() ? ", training" : ", evaluation");
    }
}

class NetworkParity : public testing::TestWithParam<const char*> {
protected:
    /// Nothing is left out at random.
    static std::shared_ptr<nn::Network> make() {
        const nn::NetworkSettings settings{2, 0.0, false};
        if (GetParam() == nn::EfficientNetB0::info().name) return std::make_shared<nn::EfficientNetB0>(settings, 0.0);
        return *nn::createNetwork(GetParam(), settings);
    }
    static Json reference() { return Json::parse(std::ifstream(NETWORK_REFERENCE)).at(GetParam()); }
};

TEST_P(NetworkParity, AnswersAsTorchvision) {
    const at::NoGradGuard noGrad;
    const auto wanted = reference();
    const auto network = make();
    EXPECT_EQ(shapesOf(*network), wanted.at("shapes").get<std::string>());
    fillByFormula(*network);
    for (const auto& [type, tolerance] : {std::pair(at::kFloat, 1e-4), std::pair(at::kDouble, 1e-7)}) {
        network->to(type);
        // Evaluation first: training changes batch norm's statistics.
        network->eval();
        compare(*network, wanted.at("evaluation"), type, tolerance);
        network->train();
        compare(*network, wanted.at("training"), type, tolerance);
        fillByFormula(*network);
    }
}

INSTANTIATE_TEST_SUITE_P(, NetworkParity, testing::Values("alexnet", "vgg16_eca", "mobilenet_v3_small", "efficientnet_b0"), [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace leukolens::parity
