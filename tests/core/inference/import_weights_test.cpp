#include "core/inference/import_weights.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/inference/export_weights.h"
#include "core/inference/model_bundle.h"
#include "core/inference/predictor.h"
#include "core/nn/registry.h"
#include "core/nn/state_dict.h"
#include "core/weights/safetensors.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens::inference {
namespace {

class ImportWeights : public testing::Test {
protected:
    static void SetUpTestSuite() {
        at::manual_seed(3);
        s_state = nn::stateDict(**nn::createNetwork("inception_v3", {3, 0.5}));
    }
    static void TearDownTestSuite() { s_state.clear(); }

    std::filesystem::path file(const nn::StateDict& state) {
        const auto path = m_folder / "weights of mine.safetensors";
        EXPECT_TRUE(writeFileAtomically(path, nn::writeSafetensors(state)));
        return path;
    }

    test::TempFolder m_folder;
    std::filesystem::path m_target = m_folder / "out.leukomodel";
    static inline nn::StateDict s_state;
};

TEST_F(ImportWeights, InspectionTellsWhatTheFileHolds) {
    auto state = s_state;
    state.erase("Conv2d_1a_3x3.bn.bias");
    state["extra"] = at::ones({2});
    const auto inspection = inspectModel(file(state));
    ASSERT_TRUE(inspection) << inspection.error().message();
    EXPECT_EQ(inspection->form, "safetensors");
    EXPECT_EQ(inspection->network, "inception_v3");
    EXPECT_EQ(inspection->headClasses, 3);
    EXPECT_EQ(inspection->loaded.size(), s_state.size() - 1);
    EXPECT_EQ(inspection->missing, std::vector<std::string>{"Conv2d_1a_3x3.bn.bias"});
    EXPECT_EQ(inspection->unexpected, std::vector<std::string>{"extra"});
    EXPECT_EQ(inspection->numberTypes, (std::vector<std::string>{"float32", "int64"}));
    EXPECT_FALSE(inspection->card);
}

TEST_F(ImportWeights, WithClassesItClassifies) {
    ASSERT_TRUE(importModel(file(s_state), {"", {"a", "blast", "c"}, "", 75}, m_target));
    const auto predictor = Predictor::load(m_target);
    ASSERT_TRUE(predictor) << predictor.error().message();
    const auto& card = (*predictor)->card();
    EXPECT_EQ(card.name, "weights of mine");
    EXPECT_EQ(card.classNames(), (std::vector<std::string>{"a", "blast", "c"}));
    EXPECT_EQ(card.blastClass, "blast");
    EXPECT_EQ(card.inputPx, 75);
    EXPECT_NE(card.description.find("weights of mine.safetensors"), std::string::npos);
    EXPECT_TRUE(card.metrics.empty());
}

TEST_F(ImportWeights, WithoutClassesItIsAStartingPointWithoutLastLayer) {
    const auto inspection = importModel(file(s_state), {"Mine", {}, "", 0}, m_target);
    ASSERT_TRUE(inspection) << inspection.error().message();
    EXPECT_EQ(inspection->card->kind, ModelKind::Trunk);
    EXPECT_EQ(inspection->card->name, "Mine");
    EXPECT_EQ(inspection->card->inputPx, 299);
    EXPECT_NE(inspection->card->description.find("last layer of 3 outputs was left out"), std::string::npos);
    EXPECT_EQ(inspection->headClasses, 0);
    const auto bundle = readModelBundle(m_target);
    ASSERT_TRUE(bundle);
    EXPECT_EQ(bundle->weights.find("fc.weight"), nullptr);
    EXPECT_EQ(bundle->weights.find("AuxLogits.fc.weight"), nullptr);
    EXPECT_NE(bundle->weights.find("AuxLogits.conv0.conv.weight"), nullptr);
}

TEST_F(ImportWeights, ChoicesThatCannotBeAreRefusedAndNothingIsWritten) {
    const auto path = file(s_state);
    const std::pair<ImportChoices, ErrorCode> bad[] = {
        {{"", {"a", "b"}, "", 0}, ErrorCode::WeightsMismatch},        // three outputs
        {{"", {"a"}, "", 0}, ErrorCode::InvalidArgument},
        {{"", {"a", "a", "b"}, "", 0}, ErrorCode::InvalidArgument},
        {{"", {"a", "", "b"}, "", 0}, ErrorCode::InvalidArgument},
        {{"", {"a", "b", "c"}, "d", 0}, ErrorCode::InvalidArgument},
        {{"", {"a", "b", "c"}, "", 50}, ErrorCode::InvalidArgument},
        {{"", {}, "a", 0}, ErrorCode::InvalidArgument},
        {{"", {"a", "b", "\xff"}, "", 0}, ErrorCode::InvalidArgument},
        {{"", {"a", "b", "c\n"}, "", 0}, ErrorCode::InvalidArgument},
        {{std::string(600, 'x'), {}, "", 0}, ErrorCode::InvalidArgument},
    };
    for (const auto& [choices, code] : bad) {
        const auto imported = importModel(path, choices, m_target);
        ASSERT_FALSE(imported);
        EXPECT_EQ(imported.error().code, code) << imported.error().message();
        EXPECT_FALSE(std::filesystem::exists(m_target));
    }
}

TEST_F(ImportWeights, AnIncompleteNetworkClassifiesNothing) {
    auto state = s_state;
    state.erase("Mixed_7c.branch1x1.conv.weight");
    const auto imported = importModel(file(state), {"", {"a", "b", "c"}, "", 0}, m_target);
    ASSERT_FALSE(imported);
    EXPECT_EQ(imported.error().code, ErrorCode::WeightsMismatch);
    EXPECT_NE(imported.error().what.find("Mixed_7c.branch1x1.conv.weight is missing"), std::string::npos);
    EXPECT_TRUE(importModel(file(state), {}, m_target));
}

TEST_F(ImportWeights, ALastLayerThatDisagreesWithItselfIsRefused) {
    auto state = s_state;
    state["fc.bias"] = at::ones({5});
    const auto inspection = inspectModel(file(state));
    ASSERT_FALSE(inspection);
    EXPECT_EQ(inspection.error().code, ErrorCode::WeightsMismatch);
    EXPECT_NE(inspection.error().what.find("fc.bias is made for 5 classes, fc.weight for 3"), std::string::npos) << inspection.error().what;
}

TEST_F(ImportWeights, VerifyingAClassifierNeedsItWhole) {
    ASSERT_TRUE(importModel(file(s_state), {"", {"a", "b", "c"}, "", 75}, m_target));
    EXPECT_TRUE(verifyByLoading(m_target));
    const auto bundle = readModelBundle(m_target);
    auto records = bundle->weights.tensors();
    std::erase_if(records, [](const auto& record) { return record.name == "Mixed_7c.branch1x1.bn.bias"; });
    ASSERT_TRUE(writeModelBundle(m_target, bundle->card, weights::writeSafetensors(records)));
    EXPECT_EQ(verifyByLoading(m_target).error().code, ErrorCode::WeightsMismatch);
}

TEST_F(ImportWeights, ExportLeavesOutWhatHasNoPlace) {
    auto state = s_state;
    state["extra"] = at::ones({2});
    const auto exported = exportWeights(file(state), m_folder / "out.safetensors");
    ASSERT_TRUE(exported);
    EXPECT_EQ(*exported, s_state.size());
    EXPECT_TRUE(inspectModel(m_folder / "out.safetensors")->unexpected.empty());
}

TEST_F(ImportWeights, AModelIsCopiedByteForByte) {
    const auto model = test::makeTinyModel(m_folder.path());
    const auto imported = importModel(model, {"another name", {"x", "y"}, "", 0}, m_target);
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(*readFile(model, 1 << 30), *readFile(m_target, 1 << 30));
    EXPECT_EQ(imported->card->name, "tiny");
}

TEST_F(ImportWeights, ExportedWeightsKeepTheStainTheyAnswerFor) {
    const auto tiny = readModelBundle(test::makeTinyModel(m_folder.path()));
    ASSERT_TRUE(tiny);
    auto card = tiny->card;
    const auto stained = m_folder / "stained.leukomodel", out = m_folder / "out.safetensors";
    std::vector<std::string> classes;
    for (const auto& entry : card.classes) classes.push_back(entry.name);
    const stain::StainReference references[] = {{stain::ColourStatistics{60, 12, 20, 5, -15, 6}, 9},
                                                {stain::StainPair{stain::StainVector{{0.48, 0.64, 0.6}, 1.5}, stain::StainVector{{0.8, 0.48, 0.36}, 1.2}}, 4}};
    for (const auto& reference : references) {
        card.stain = reference;
        ASSERT_TRUE(writeModelBundle(stained, card, weights::writeSafetensors(tiny->weights.tensors())));
        ASSERT_TRUE(exportWeights(stained, out));
        ASSERT_TRUE(importModel(out, {"", classes, "", card.inputPx}, m_target));
        EXPECT_EQ(toJson(readModelBundle(m_target)->card.stain), toJson(card.stain));
    }
    // Another program's word is no stain of ours.
    ASSERT_TRUE(writeFileAtomically(m_folder / "theirs.safetensors", weights::writeSafetensors(tiny->weights.tensors(), {{"stain", "H&E"}})));
    ASSERT_TRUE(importModel(m_folder / "theirs.safetensors", {"", classes, "", card.inputPx}, m_target));
    EXPECT_EQ(readModelBundle(m_target)->card.stain.method(), stain::StainMethod::None);
    // What it starts is trained with a stain of its own.
    ASSERT_TRUE(importModel(out, {}, m_target));
    EXPECT_EQ(readModelBundle(m_target)->card.stain.method(), stain::StainMethod::None);

    for (const std::string& damaged : {std::string("Macenko"), std::string("{}"), std::string(R"({"method":"reinhard"})"), std::string(100'000, '[')}) {
        std::filesystem::remove(m_target);
        ASSERT_TRUE(writeFileAtomically(out, weights::writeSafetensors(tiny->weights.tensors(), {{kStainKey, damaged}})));
        const auto refused = importModel(out, {"", classes, "", card.inputPx}, m_target);
        ASSERT_FALSE(refused) << damaged.substr(0, 20);
        EXPECT_EQ(refused.error().file, out);
        EXPECT_FALSE(std::filesystem::exists(m_target));
    }
}

TEST_F(ImportWeights, OtherNetworksAndOtherFilesAreRefused) {
    EXPECT_EQ(importModel(file({{"layer1.weight", at::ones({3})}}), {}, m_target).error().code, ErrorCode::WeightsMismatch);
    auto state = s_state;
    state["Mixed_5b.branch1x1.conv.weight"] = at::ones({64, 100, 1, 1});
    const auto shape = importModel(file(state), {}, m_target);
    ASSERT_FALSE(shape);
    EXPECT_NE(shape.error().what.find("64×100×1×1, inception_v3 needs 64×192×1×1"), std::string::npos) << shape.error().what;
    EXPECT_EQ(importModel(m_folder / "none.pth", {}, m_target).error().code, ErrorCode::NotFound);
    EXPECT_FALSE(std::filesystem::exists(m_target));
}

TEST_F(ImportWeights, TheImageNetTrunkBecomesAStartingPoint) {
    LEUKOLENS_NEEDS_SHARED(trunk, "weights/inception_v3_imagenet_trunk_fp16.pth");
    const auto imported = importModel(trunk, {}, m_target);
    ASSERT_TRUE(imported) << imported.error().message();
    EXPECT_EQ(imported->numberTypes.front(), "float16");
    EXPECT_EQ(imported->missing.size(), 14u);
    // It was small as float16 and stays so.
    EXPECT_LT(std::filesystem::file_size(m_target), std::filesystem::file_size(trunk) + (1u << 20));
}

}  // namespace
}  // namespace leukolens::inference
