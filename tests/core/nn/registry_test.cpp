#include "core/nn/registry.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

#include "core/nn/state_dict.h"

namespace leukolens::nn {
namespace {

TEST(Registry, KnowsInceptionV3) {
    const auto info = networkInfo("inception_v3");
    ASSERT_TRUE(info);
    EXPECT_EQ(info->inputPx, 299);
    EXPECT_EQ(info->featureLayer, "Mixed_7c");
    EXPECT_TRUE(createNetwork("inception_v3", {2, 0.5}));
}

TEST(Registry, SaysWhatEveryNetworkReallyDoes) {
    for (const auto& entry : networks()) {
        const at::NoGradGuard noGrad;
        const auto network = createNetwork(entry.info.name, {3, 0.0});
        ASSERT_TRUE(network) << entry.info.name;
        (*network)->eval();
        EXPECT_EQ((*network)->smallestInputPx(), entry.info.smallestInputPx);
        const auto input = at::zeros({1, 3, entry.info.smallestInputPx, entry.info.smallestInputPx});
        EXPECT_EQ((*network)->features(input).sizes(), (std::vector<std::int64_t>{1, entry.info.featureCount}));
        EXPECT_FALSE(entry.info.title.empty());
        EXPECT_EQ(entry.info.fineLayer.empty(), !entry.info.hasMaps());
        for (const auto& layer : {entry.info.featureLayer, entry.info.fineLayer}) {
            if (layer.empty()) continue;
            EXPECT_EQ((*network)->mapAt(layer, input).dim(), 4) << layer;
        }
        EXPECT_THROW((*network)->mapAt("nowhere", input), std::invalid_argument);
        const auto tensors = stateDict(**network);
        for (const auto& head : entry.info.heads) {
            ASSERT_TRUE(tensors.contains(head)) << head;
            if (!entry.info.isFitted() || head == entry.info.heads.front()) {
                EXPECT_EQ(tensors.at(head).size(0), 3) << head;
            }
        }
        EXPECT_EQ((*network)->forward(input).logits.sizes(), (std::vector<std::int64_t>{1, 3})) << entry.info.name;
    }
}

TEST(Registry, CountsTheParametersThatAnswer) {
    // torchvision's 27,161,264 and 61,100,840 with 1000 classes; InceptionV3 without its auxiliary head.
    EXPECT_EQ(parameterCount("inception_v3", 1000).value(), 23'834'568);
    EXPECT_EQ(parameterCount("alexnet", 1000).value(), 61'100'840);
    EXPECT_EQ(parameterCount("vgg99", 2).error().code, ErrorCode::InvalidArgument);
}

TEST(Registry, RefusesUnknownNamesAndSingleClasses) {
    const auto unknown = createNetwork("vgg99", {2, 0.5});
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(unknown.error().advice.find("inception_v3"), std::string::npos);
    EXPECT_EQ(createNetwork("inception_v3", {1, 0.5}).error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(networkInfo("vgg99"));
}

}  // namespace
}  // namespace leukolens::nn
