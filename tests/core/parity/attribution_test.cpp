// Grad-CAM and integrated gradients against other people's programs: make_attribution_reference.py.
#include "core/nn/attribution.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/nn/inception_v3.h"
#include "core/parity/formula.h"

namespace leukolens::nn {
namespace {

constexpr double kTolerance = 1e-3;  ///< of the largest number of the map
constexpr std::int64_t kParts = 8;

class Attribution : public testing::Test {
protected:
    static void SetUpTestSuite() {
        std::ifstream(ATTRIBUTION_REFERENCE) >> s_reference;
        s_network = std::make_shared<InceptionV3>(NetworkSettings{2, 0.0, false});
        parity::fillByFormula(*s_network);
        s_network->eval();
        for (auto& parameter : s_network->parameters()) parameter.set_requires_grad(false);
    }
    static void TearDownTestSuite() { s_network.reset(); }

    static at::Tensor wanted(const nlohmann::json& values) {
        const auto numbers = values.get<std::vector<double>>();
        return at::tensor(numbers, at::kDouble);
    }
    static void expectSame(const at::Tensor& found, const at::Tensor& reference) {
        const double scale = std::max(reference.abs().max().item<double>(), 1e-12);
        EXPECT_LE((found.flatten().to(at::kDouble) - reference).abs().max().item<double>(), kTolerance * scale);
    }

    static nlohmann::json s_reference;
    static std::shared_ptr<InceptionV3> s_network;
};
nlohmann::json Attribution::s_reference;
std::shared_ptr<InceptionV3> Attribution::s_network;

TEST_F(Attribution, GradCamIsAsInAnotherProgram) {
    const auto pictures = parity::formulaPictures(1, 299);
    ASSERT_EQ(s_reference.at("grad_cam").size(), 4u);
    for (const auto& one : s_reference.at("grad_cam")) {
        const std::string block = one.at("block");
        const std::int64_t classIndex = one.at("class");
        SCOPED_TRACE(block + " class " + std::to_string(classIndex));
        const auto map = gradCam(*s_network, block, pictures, classIndex);
        const std::int64_t side = block == "Mixed_7c" ? 8 : 17;
        ASSERT_EQ(map.sizes(), (std::vector<std::int64_t>{side, side}));
        expectSame(map, wanted(one.at("map")));
    }
}

TEST_F(Attribution, GradCamLeavesNoGradientBehind) {
    const at::NoGradGuard noGrad;  // as the predictor calls it
    EXPECT_FALSE(gradCam(*s_network, "Mixed_7c", parity::formulaPictures(1, 139), 1).requires_grad());
    for (const auto& parameter : s_network->parameters()) EXPECT_FALSE(parameter.grad().defined());
    EXPECT_THROW(gradCam(*s_network, "Mixed_9z", parity::formulaPictures(1, 139), 1), std::invalid_argument);
}

TEST_F(Attribution, IntegratedGradientsAreAsInAnotherProgram) {
    // In float64: the small differences of gradients that this network of hashes has are lost in float32's rounding.
    s_network->to(at::kDouble);
    for (const auto& one : s_reference.at("integrated")) {
        const auto picture = parity::formulaPictures(4, 139).to(at::kDouble).narrow(0, one.at("picture").get<std::int64_t>(), 1);
        const int steps = one.at("steps");
        int last = 0;
        const auto found = integratedGradients(*s_network, picture, at::full_like(picture, -1), one.at("class").get<std::int64_t>(), steps, 3, [&](int done) {
            last = done;
            return true;
        });
        EXPECT_EQ(last, steps);
        EXPECT_NEAR(found.difference, one.at("difference").get<double>(), 1e-5);
        const std::int64_t part = 139 / kParts;
        const auto parts = found.map.narrow(0, 0, part * kParts).narrow(1, 0, part * kParts).reshape({kParts, part, kParts, part}).mean(at::IntArrayRef{1, 3});
        expectSame(parts, wanted(one.at("parts")));
    }
    s_network->to(at::kFloat);
}

TEST_F(Attribution, AblationWeighsEachChannelByWhatIsLostWithoutIt) {
    const at::NoGradGuard noGrad;
    const auto picture = parity::formulaPictures(1, 139);
    std::int64_t told = 0;
    const auto found = ablationCam(*s_network, "Mixed_7c", picture, 1, 100, [&](std::int64_t done, std::int64_t total) {
        EXPECT_EQ(total, 2048);
        told = done;
        return true;
    });
    EXPECT_EQ(told, 2048);
    // Behind the last block lies a mean over the grid: a channel left out is a feature of 0.
    const auto map = s_network->mapAt("Mixed_7c", picture);
    const auto features = map.mean({2, 3});
    const auto without = features.repeat({2048, 1}) * (1 - at::eye(2048));
    const auto fall = s_network->head(features).softmax(1)[0][1] - s_network->head(without).softmax(1).select(1, 1);
    const auto expected = (fall.view({1, 2048, 1, 1}) * map).sum(1).relu()[0];
    EXPECT_TRUE(at::allclose(found, expected, 1e-3, 1e-6));
    EXPECT_FALSE(ablationCam(*s_network, "Mixed_7c", picture, 1, 100, [](std::int64_t, std::int64_t) { return false; }).defined());
}

TEST_F(Attribution, IntegratedGradientsStopWhenAsked) {
    const auto picture = parity::formulaPictures(1, 75);
    int asked = 0;
    const auto found = integratedGradients(*s_network, picture, at::full_like(picture, -1), 0, 8, 2, [&](int) { return ++asked < 2; });
    EXPECT_EQ(asked, 2);
    EXPECT_FALSE(found.map.defined());
}

TEST_F(Attribution, LogitsFromABlockAreThoseOfTheWholeNetwork) {
    const at::NoGradGuard noGrad;
    const auto picture = parity::formulaPictures(2, 139);
    const auto whole = s_network->forward(picture).logits;
    for (const char* block : {"Mixed_5b", "Mixed_6e", "Mixed_7a", "Mixed_7c"})
        EXPECT_TRUE(at::allclose(s_network->logitsFrom(block, s_network->mapAt(block, picture)), whole, 1e-5, 1e-6)) << block;
}

}  // namespace
}  // namespace leukolens::nn
