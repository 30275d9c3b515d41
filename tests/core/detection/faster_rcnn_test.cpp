// The whole network with ResNet-50 and its pyramid against torchvision's, and what InceptionV3's map says about places.
#include "core/detection/faster_rcnn.h"

#include <gtest/gtest.h>

#include "core/detection/detector.h"
#include "core/detection/inception_backbone.h"
#include "core/nn/inception_v3.h"
#include "core/nn/state_dict.h"
#include "core/parity/formula.h"
#include "tests/core/detection/reference.h"

namespace leukolens::detection {
namespace {

constexpr int64_t kAll = 1'000'000;

std::string shapesOf(const torch::nn::Module& network) {
    std::string text;
    for (const auto& [name, tensor] : nn::stateDict(network)) {
        text += name + ' ';
        for (std::int64_t i = 0; i < tensor.dim(); ++i) text += (i > 0 ? "x" : "") + std::to_string(tensor.size(i));
        text += '\n';
    }
    char hash[17];
    std::snprintf(hash, sizeof hash, "%016llx", static_cast<unsigned long long>(parity::fnv1a(text)));
    return hash;
}

/// As make_detection_reference.py makes it.
std::shared_ptr<FasterRcnn> referenceNetwork(at::ScalarType type) {
    FasterRcnnSettings settings{.backbone = "resnet50_fpn", .classes = 3, .proposals = {}, .heads = {}};
    settings.proposals.sampled = settings.heads.sampled = kAll;
    settings.proposals.beforeSuppression = settings.proposals.trainingBefore = 60;
    settings.proposals.afterSuppression = settings.proposals.trainingAfter = 40;
    auto network = *FasterRcnn::create(settings);
    network->to(at::kDouble);
    parity::fillByFormula(*network);
    const at::NoGradGuard noGrad;
    for (auto& named : network->named_parameters())
        for (const auto& [quiet, factor] : std::initializer_list<std::pair<const char*, double>>{{"rpn.head.bbox_pred.weight", 0.05}, {"rpn.head.cls_logits.weight", 0.2},
                 {"roi_heads.box_predictor.cls_score.weight", 0.3}, {"roi_heads.box_predictor.bbox_pred.weight", 0.2}, {"backbone.fpn.inner_blocks", 0.004}})
            if (named.key().starts_with(quiet) && named.key().ends_with(".weight")) named.value().mul_(factor);
    network->to(type);
    return network;
}

std::vector<at::Tensor> referencePictures(at::ScalarType type) {
    const auto shown = parity::formulaPictures(4, 128).to(at::kDouble) * 0.5 + 0.5;
    return {shown[0].to(type), shown[1].slice(1, 0, 96).slice(2, 0, 112).to(type)};
}

std::vector<Truth> referenceTruths(at::ScalarType type) {
    return {{at::tensor({10., 12., 70., 66., 60., 50., 120., 118., 80., 8., 96., 30.}, type).view({3, 4}), at::tensor({1, 3, 2}, at::kLong)},
            {at::tensor({30., 20., 100., 90.}, type).view({1, 4}), at::tensor({1}, at::kLong)}};
}

TEST(FasterRcnn, HasTorchvisionsNamesAndShapes) { EXPECT_EQ(shapesOf(*referenceNetwork(at::kFloat)), reference("whole")["shapes"].get<std::string>()); }

TEST(FasterRcnn, HasAsManyParametersAsTorchvisions) {
    EXPECT_EQ(parameterCount("resnet50_fpn", 90).value(), 41'755'286) << "as torchvision says of its COCO weights (num_params)";
    EXPECT_EQ(parameterCount("vgg16", 2).error().code, ErrorCode::InvalidArgument);
}

TEST(FasterRcnn, HasTorchvisionsLossesAndGradients) {
    const auto wanted = reference("whole");
    const auto network = referenceNetwork(at::kDouble);
    Random random(1);
    const auto losses = network->losses(referencePictures(at::kDouble), referenceTruths(at::kDouble), random);
    const auto near = [&](const at::Tensor& loss, const char* name) { EXPECT_NEAR(loss.item<double>(), wanted["losses"][name].get<double>(), 1e-6) << name; };
    near(losses.objectness, "loss_objectness");
    near(losses.proposalBoxes, "loss_rpn_box_reg");
    near(losses.classes, "loss_classifier");
    near(losses.boxes, "loss_box_reg");
    losses.sum().backward();
    const auto parameters = network->named_parameters();
    for (const auto& [name, norm] : wanted["gradients"].items()) EXPECT_NEAR(parameters[name].grad().norm().item<double>() / norm.get<double>(), 1, 1e-4) << name;
}

TEST(FasterRcnn, FindsWhatTorchvisionFinds) {
    const auto wanted = reference("whole")["found"];
    for (const auto type : {at::kDouble, at::kFloat}) {
        const auto network = referenceNetwork(type);
        network->eval();
        const auto found = network->detect(referencePictures(type));
        ASSERT_EQ(found.size(), 2u);
        for (std::size_t n = 0; n < found.size(); ++n) {
            ASSERT_EQ(found[n].labels.numel(), static_cast<int64_t>(wanted[n]["labels"].size()));
            EXPECT_TRUE(found[n].labels.equal(integers(wanted[n]["labels"])));
            EXPECT_LE(largestDifference(found[n].scores, numbers(wanted[n]["scores"], {-1})), 1e-4);
            EXPECT_LE(largestDifference(found[n].boxes, numbers(wanted[n]["boxes"], {-1, 4})) / 128, 1e-4);
        }
    }
}

TEST(FasterRcnn, LearnsFromFieldsWithoutBoxesThatNothingIsThere) {
    const auto network = referenceNetwork(at::kFloat);
    Random random(1);
    const auto losses = network->losses({referencePictures(at::kFloat)[0]}, {{at::empty({0, 4}), at::empty({0}, at::kLong)}}, random);
    EXPECT_EQ(losses.proposalBoxes.item<float>(), 0);
    EXPECT_EQ(losses.boxes.item<float>(), 0);
    EXPECT_GT(losses.objectness.item<float>(), 0);
    losses.sum().backward();
    for (const auto& parameter : network->parameters()) EXPECT_TRUE(!parameter.grad().defined() || at::isfinite(parameter.grad()).all().item<bool>());
}

TEST(FasterRcnn, RefusesUnknownBackbonesByName) {
    const auto made = FasterRcnn::create({.backbone = "vgg", .classes = 1, .proposals = {}, .heads = {}});
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, ErrorCode::InvalidArgument);
    EXPECT_NE(made.error().message().find("inception_v3, resnet50_fpn"), std::string::npos);
}

TEST(InceptionBackbone, HasTheClassifiersNamesAndItsMap) {
    const at::NoGradGuard noGrad;
    InceptionBackbone backbone;
    nn::InceptionV3 classifier({2, 0.0, false});
    parity::fillByFormula(classifier);
    classifier.eval();
    const auto whole = nn::stateDict(classifier);
    auto own = nn::stateDict(*backbone.named_children()["body"]);
    ASSERT_FALSE(own.empty());
    for (auto& [name, tensor] : own) tensor.copy_(whole.at(name));
    auto all = nn::stateDict(backbone);
    all.at("neck.weight").zero_();
    for (int64_t i = 0; i < Backbone::kChannels; ++i) all.at("neck.weight")[i][i] = 1;
    all.at("neck.bias").zero_();
    const auto picture = parity::formulaPictures(1, 160);
    EXPECT_LE(largestDifference(backbone.maps(picture)[0], classifier.mapAt("Mixed_6e", picture).slice(1, 0, Backbone::kChannels)), 1e-4);
}

TEST(InceptionBackbone, PlacesOfItsMapLieWhereItSays) {
    torch::nn::Module owner;
    const nn::InceptionTrunk trunk(owner);
    parity::fillByFormula(owner);
    owner.eval();
    const auto picture = parity::formulaPictures(1, 352).requires_grad_(true);
    // The blocks behind Mixed_6a keep the grid, but see so far that the window would reach over the picture's border.
    auto map = trunk.stem(picture);
    for (const auto& [name, block] : trunk.blocks()) {
        map = block->forward(map);
        if (name == "Mixed_6a") break;
    }
    map.select(2, 9).select(2, 10).sum().backward();
    // What that one place sees is a window around its middle.
    const auto seen = picture.grad().abs().sum(at::IntArrayRef{0, 1});
    const auto middleOf = [](const at::Tensor& sums) {
        const auto places = sums.nonzero();
        return static_cast<double>(places.min().item<int64_t>() + places.max().item<int64_t>() + 1) / 2;
    };
    EXPECT_GT(seen.sum(0).nonzero().min().item<int64_t>(), 0);
    EXPECT_LT(seen.sum(0).nonzero().max().item<int64_t>(), 351);
    const InceptionBackbone backbone;
    const auto grid = backbone.grids(picture, {map}).front();
    EXPECT_DOUBLE_EQ(middleOf(seen.sum(0)), 10 * grid.strideX + grid.offset);
    EXPECT_DOUBLE_EQ(middleOf(seen.sum(1)), 9 * grid.strideY + grid.offset);
}

}  // namespace
}  // namespace leukolens::detection
