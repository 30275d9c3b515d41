#include "core/nn/load_weights.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include <limits>

#include "core/nn/registry.h"
#include "core/nn/state_dict.h"
#include "tests/support/shared_data.h"

namespace leukolens::nn {
namespace {

weights::WeightsFile fileOf(const StateDict& state) {
    const auto bytes = std::make_shared<const Bytes>(writeSafetensors(state));
    return *weights::WeightsFile::fromBytes(bytes, *bytes, "w.safetensors");
}

class LoadWeights : public testing::Test {
protected:
    static std::shared_ptr<Network> make(int classes, bool initialise = true) { return *createNetwork("inception_v3", {classes, 0.5, initialise}); }

    Result<LoadReport> load(const StateDict& state, Fit fit, int classes = 2) {
        m_network = make(classes);
        return loadWeights(*m_network, m_info, fileOf(state), fit);
    }

    NetworkInfo m_info = *networkInfo("inception_v3");
    std::shared_ptr<Network> m_network;
    StateDict m_state = copyOf(stateDict(*make(2)));
};

TEST_F(LoadWeights, EveryTensorComesBack) {
    const auto network = make(2, false);
    const auto report = loadWeights(*network, m_info, fileOf(m_state), Fit::Complete);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->loaded.size(), m_state.size());
    EXPECT_TRUE(report->missing.empty() && report->unexpected.empty() && report->freshHeads.empty());
    EXPECT_EQ(report->headClasses, 2);
    for (const auto& [name, tensor] : stateDict(*network)) EXPECT_TRUE(at::equal(tensor, m_state.at(name))) << name;
}

TEST_F(LoadWeights, HalfPrecisionIsConverted) {
    StateDict half;
    for (const auto& [name, tensor] : m_state) half[name] = tensor.is_floating_point() ? tensor.to(at::kHalf) : tensor;
    half["fc.bias"] = half["fc.bias"].to(at::kBFloat16);
    ASSERT_TRUE(load(half, Fit::Complete));
    const auto own = stateDict(*m_network);
    EXPECT_EQ(own.at("fc.weight").scalar_type(), at::kFloat);
    EXPECT_TRUE(at::equal(own.at("fc.weight"), half["fc.weight"].to(at::kFloat)));
    EXPECT_TRUE(at::equal(own.at("fc.bias"), half["fc.bias"].to(at::kFloat)));
}

TEST_F(LoadWeights, AHeadOfOtherClassesIsReplacedAndSaidSo) {
    auto state = m_state;
    state["fc.weight"] = at::ones({1000, 2048});
    state["fc.bias"] = at::ones({1000});
    const auto report = load(state, Fit::AsFarAsItGoes);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->freshHeads, (std::vector<std::string>{"fc.bias", "fc.weight"}));
    EXPECT_EQ(report->missing, report->freshHeads);
    EXPECT_EQ(report->headClasses, 1000);
    EXPECT_LT(stateDict(*m_network).at("fc.weight").abs().max().item<float>(), 0.99f);  // the fresh one
    const auto strict = load(state, Fit::Complete);
    ASSERT_FALSE(strict);
    EXPECT_EQ(strict.error().code, ErrorCode::WeightsMismatch);
    EXPECT_NE(strict.error().what.find("1000 classes"), std::string::npos) << strict.error().what;
}

TEST_F(LoadWeights, AnotherShapeIsAnErrorThatNamesBoth) {
    for (const auto fit : {Fit::Complete, Fit::AsFarAsItGoes}) {
        auto state = m_state;
        state["Conv2d_1a_3x3.conv.weight"] = at::ones({32, 1, 3, 3});
        const auto report = load(state, fit);
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().code, ErrorCode::WeightsMismatch);
        EXPECT_EQ(report.error().what, "Conv2d_1a_3x3.conv.weight is 32×1×3×3, inception_v3 needs 32×3×3×3");
        EXPECT_EQ(report.error().file, "w.safetensors");
    }
    auto state = m_state;
    state["fc.weight"] = at::ones({1000, 1024});  // not only the classes differ
    EXPECT_EQ(load(state, Fit::AsFarAsItGoes).error().code, ErrorCode::WeightsMismatch);
}

TEST_F(LoadWeights, MissingAndUnexpectedTensorsAreNamed) {
    auto state = m_state;
    state.erase("Mixed_6e.branch1x1.bn.bias");
    state.erase("Conv2d_1a_3x3.bn.num_batches_tracked");  // no loss
    state["classifier.weight"] = at::ones({3});
    const auto report = load(state, Fit::AsFarAsItGoes);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->missing, std::vector<std::string>{"Mixed_6e.branch1x1.bn.bias"});
    EXPECT_EQ(report->unexpected, std::vector<std::string>{"classifier.weight"});
    EXPECT_NE(load(state, Fit::Complete).error().what.find("Mixed_6e.branch1x1.bn.bias is missing"), std::string::npos);
}

TEST_F(LoadWeights, AnswersNeedNoAuxiliaryHead) {
    auto state = m_state;
    std::erase_if(state, [](const auto& item) { return item.first.starts_with("AuxLogits."); });
    EXPECT_TRUE(load(state, Fit::Complete));
}

TEST_F(LoadWeights, RefusesWhatIsNoNumberAndWhatFitsNowhere) {
    for (const float bad : {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity()}) {
        auto state = m_state;
        state["fc.bias"] = at::tensor({0.0f, bad});
        const auto report = load(state, Fit::Complete);
        ASSERT_FALSE(report);
        EXPECT_EQ(report.error().code, ErrorCode::DamagedModel);
        EXPECT_NE(report.error().what.find("fc.bias"), std::string::npos);
    }
    auto large = m_state;
    large["fc.bias"] = at::full({2}, 1e300, at::kDouble);  // finite, but not as float32
    EXPECT_EQ(load(large, Fit::Complete).error().code, ErrorCode::DamagedModel);
    EXPECT_EQ(load({{"other", at::ones({3})}}, Fit::AsFarAsItGoes).error().code, ErrorCode::WeightsMismatch);
}

TEST_F(LoadWeights, TheImageNetTrunkLacksOnlyHeads) {
    LEUKOLENS_NEEDS_SHARED(path, "weights/inception_v3_imagenet_trunk_fp16.pth");
    const auto file = weights::WeightsFile::open(path);
    ASSERT_TRUE(file) << file.error().message();
    const auto network = make(2);
    const auto report = loadWeights(*network, m_info, *file, Fit::AsFarAsItGoes);
    ASSERT_TRUE(report) << report.error().message();
    EXPECT_EQ(report->loaded.size(), file->tensors().size());
    EXPECT_TRUE(report->unexpected.empty());
    EXPECT_EQ(report->headClasses, 0);
    for (const auto& name : report->missing) EXPECT_TRUE(name.starts_with("fc.") || name.starts_with("AuxLogits.")) << name;
}

}  // namespace
}  // namespace leukolens::nn
