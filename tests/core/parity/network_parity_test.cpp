// Networks of the registry but InceptionV3 against torchvision and torch, in evaluation and, without dropout, in training.
#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "core/nn/efficientnet_b0.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"
#include "core/parity/formula.h"
#include "core/parity/gradient_record.h"

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

/// wanted: side in pixels → of each parameter, sorted by name: [norm, entries in millionths of the root mean square …].
void compareGradients(nn::Network& network, const Json& wanted, at::ScalarType type, double tolerance) {
    const at::AutoGradMode on(true);
    const auto labels = at::tensor({0, 1, 1, 0}, at::kLong);
    for (const auto& [size, records] : wanted.items()) {
        network.zero_grad();
        at::cross_entropy_loss(network.forward(formulaPictures(kPictures, std::stoi(size)).to(type)).logits, labels).backward();
        std::map<std::string, at::Tensor> sorted;
        for (const auto& parameter : network.named_parameters()) sorted.emplace(parameter.key(), parameter.value());
        ASSERT_EQ(sorted.size(), records.size());
        auto record = records.begin();
        for (const auto& [name, parameter] : sorted) EXPECT_LE(deviationOf(name, parameter.grad(), record++->get<std::vector<double>>()), tolerance) << name << ", " << at::toString(type);
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

TEST_P(NetworkParity, AnswersAsTheReference) {
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
        if (wanted.contains("gradients")) {
            fillByFormula(*network);
            // Rounding carries a few ReLUs and maxima over their edges, where gradients jump (core/parity/parity.cpp).
            compareGradients(*network, wanted.at("gradients"), type, type == at::kDouble ? 1e-6 : 5e-2);
        }
        fillByFormula(*network);
    }
}

INSTANTIATE_TEST_SUITE_P(, NetworkParity, testing::Values("alexnet", "vgg16_eca", "mobilenet_v3_small", "efficientnet_b0", "leuknet", "lstm_rows"), [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace leukolens::parity
