#include "core/detection/detector_weights.h"

#include <gtest/gtest.h>

#include "core/nn/state_dict.h"
#include "tests/core/detection/reference.h"

namespace leukolens::detection {
namespace {

weights::WeightsFile fileOf(const nn::StateDict& state) {
    const auto bytes = std::make_shared<const Bytes>(nn::writeSafetensors(state));
    return *weights::WeightsFile::fromBytes(bytes, *bytes, "weights");
}

std::shared_ptr<FasterRcnn> network(const char* backbone, int64_t classes) { return *FasterRcnn::create({.backbone = backbone, .classes = classes, .proposals = {}, .heads = {}}); }

TEST(DetectorWeights, TakeTheNamesThatCocoWeightsWereSavedUnder) {
    const auto from = network("resnet50_fpn", 2), to = network("resnet50_fpn", 2);
    nn::StateDict old;
    for (const auto& [present, tensor] : nn::stateDict(*from)) {
        std::string name = present;
        for (const char* place : {"inner_blocks.", "layer_blocks."})
            if (const auto start = name.find(place); start != std::string::npos) name.erase(start + std::string_view(place).size() + 1, 2);
        if (name.starts_with("rpn.head.conv.")) name.erase(std::string_view("rpn.head.conv").size(), 4);
        old.emplace(name, tensor);
    }
    ASSERT_TRUE(old.contains("backbone.fpn.inner_blocks.0.weight"));
    ASSERT_TRUE(old.contains("rpn.head.conv.weight"));
    const auto report = loadDetectorWeights(*to, fileOf(old), WeightsFit::Complete);
    ASSERT_TRUE(report) << report.error().message();
    for (const auto& [name, tensor] : nn::stateDict(*to)) EXPECT_TRUE(tensor.equal(nn::stateDict(*from).at(name))) << name;
}

TEST(DetectorWeights, KeepFreshHeadsForOtherClasses) {
    const auto from = network("resnet50_fpn", 90), to = network("resnet50_fpn", 3);
    const auto report = loadDetectorWeights(*to, fileOf(nn::stateDict(*from)), WeightsFit::Beginning);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->headClasses, 90);
    EXPECT_EQ(report->freshHeads.size(), 4u);
    EXPECT_TRUE(nn::stateDict(*to).at("rpn.head.cls_logits.weight").equal(nn::stateDict(*from).at("rpn.head.cls_logits.weight")));
}

TEST(DetectorWeights, TakeAClassifiersBodyWithItsEpsilon) {
    nn::StateDict classifier;
    const auto from = network("resnet50_fpn", 1), to = network("resnet50_fpn", 1);
    constexpr std::string_view kBody = "backbone.body.";
    for (const auto& [name, tensor] : nn::stateDict(*from))
        if (name.starts_with(kBody)) classifier.emplace(name.substr(kBody.size()), tensor);
    classifier.emplace("fc.weight", at::zeros({1000, 2048}));
    const auto report = loadDetectorWeights(*to, fileOf(classifier), WeightsFit::Beginning);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->unexpected, std::vector<std::string>{"fc.weight"});
    EXPECT_FLOAT_EQ(nn::stateDict(*to).at("backbone.body.bn1.running_var")[0].item<float>(), 1 + 1e-5f);
    EXPECT_TRUE(nn::stateDict(*to).at("backbone.body.conv1.weight").equal(nn::stateDict(*from).at("backbone.body.conv1.weight")));
}

TEST(DetectorWeights, NameWhatDoesNotFit) {
    const auto to = network("inception_v3", 1);
    auto state = nn::copyOf(nn::stateDict(*to));
    state.at("backbone.neck.weight") = at::zeros({256, 700, 1, 1});
    const auto wrong = loadDetectorWeights(*to, fileOf(state), WeightsFit::Beginning);
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().code, ErrorCode::WeightsMismatch);
    EXPECT_NE(wrong.error().message().find("backbone.neck.weight"), std::string::npos);
    state.erase("backbone.neck.weight");
    const auto lacking = loadDetectorWeights(*to, fileOf(state), WeightsFit::Complete);
    ASSERT_FALSE(lacking);
    EXPECT_NE(lacking.error().message().find("backbone.neck.weight"), std::string::npos);
    const auto none = loadDetectorWeights(*to, fileOf({{"something", at::zeros({2})}}), WeightsFit::Beginning);
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::WeightsMismatch);
}

TEST(DetectorWeights, RefuseNumbersThatAreNone) {
    const auto to = network("inception_v3", 1);
    auto state = nn::copyOf(nn::stateDict(*to));
    state.at("backbone.neck.bias")[3] = std::numeric_limits<float>::quiet_NaN();
    const auto loaded = loadDetectorWeights(*to, fileOf(state), WeightsFit::Beginning);
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::DamagedModel);
}

}  // namespace
}  // namespace leukolens::detection
