#include "core/inference/model_card.h"

#include <gtest/gtest.h>

namespace leukolens::inference {
namespace {

ModelCard soundCard() {
    ModelCard card;
    card.name = "a model";
    card.network = "inception_v3";
    card.classes = {"all", "hem"};
    card.blastClass = "all";
    card.weightsSha256 = std::string(64, 'a');
    card.created = "2026-01-01T00:00:00Z";
    return card;
}

TEST(ModelCard, ComesBackFromJson) {
    auto card = soundCard();
    card.provenance = {{"fold", 2}};
    card.inputPx = 139;
    const auto back = modelCardFromJson(nlohmann::json::parse(toJson(card).dump()), "m.leukomodel");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(toJson(*back), toJson(card));
}

TEST(ModelCard, RefusesContradictions) {
    const std::pair<const char*, nlohmann::json> lies[] = {
        {"classes", {"one"}}, {"classes", {"a", "a"}}, {"blastClass", "none"}, {"inputPx", 10}, {"inputPx", 1000000}, {"uncertainBelow", 2},
        {"weightsSha256", ""}, {"network", ""}, {"classes", 5}, {"inputPx", "x"}, {"normalisation", {{"mean", 0.5}, {"standardDeviation", 0}}},
    };
    for (const auto& [key, value] : lies) {
        auto json = toJson(soundCard());
        json[key] = value;
        const auto card = modelCardFromJson(json, "m.leukomodel");
        ASSERT_FALSE(card) << key << value;
        EXPECT_EQ(card.error().code, ErrorCode::DamagedModel);
        EXPECT_EQ(card.error().file, "m.leukomodel");
    }
}

TEST(ModelCard, OtherProgramsAndNewerVersionsAreNoModels) {
    EXPECT_EQ(modelCardFromJson(nlohmann::json::object(), "x").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(modelCardFromJson(nlohmann::json::array(), "x").error().code, ErrorCode::NotAModel);
    auto json = toJson(soundCard());
    json["formatVersion"] = 99;
    EXPECT_EQ(modelCardFromJson(json, "x").error().code, ErrorCode::NotAModel);
}

TEST(BlastClass, IsKnownByItsUsualNames) {
    EXPECT_EQ(guessBlastClass({"hem", "ALL"}), "ALL");
    EXPECT_EQ(guessBlastClass({"normal", "Blast"}), "Blast");
    EXPECT_EQ(guessBlastClass({"neutrophil", "monocyte"}), "");
}

}  // namespace
}  // namespace leukolens::inference
