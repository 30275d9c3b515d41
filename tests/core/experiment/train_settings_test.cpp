#include "core/experiment/train_settings.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

#include "core/experiment/presets.h"

namespace leukolens::experiment {
namespace {

TEST(TrainSettings, PresetsAreValid) {
    for (const auto& preset : {patientSafePreset(), paperPreset(), quickPreset()}) EXPECT_TRUE(validate(preset));
    EXPECT_EQ(paperPreset().protocol, dataset::Protocol::Paper);
    EXPECT_EQ(paperPreset().epochs, 50);
    EXPECT_EQ(paperPreset().folds, 3);
    EXPECT_EQ(patientSafePreset().protocol, dataset::Protocol::Patient);
}

TEST(TrainSettings, RefusesValuesOutsideTheirRangeByNameValueAndRange) {
    const auto expectRefused = [](auto change, const char* name, const char* value) {
        TrainSettings settings;
        change(settings);
        const auto valid = validate(settings);
        ASSERT_FALSE(valid) << name;
        EXPECT_EQ(valid.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(valid.error().what.find(name), std::string::npos) << valid.error().what;
        EXPECT_NE(valid.error().what.find(value), std::string::npos) << valid.error().what;
    };
    expectRefused([](auto& s) { s.folds = 1; }, "folds", "1");
    expectRefused([](auto& s) { s.epochs = 0; }, "epochs", "0");
    expectRefused([](auto& s) { s.inputPx = 74; }, "input size", "75");
    expectRefused([](auto& s) { s.batch = 1; }, "batch", "1");
    expectRefused([](auto& s) { s.learningRate = 0; }, "learning rate", "0");
    expectRefused([](auto& s) { s.dropout = 1; }, "dropout", "0.95");
    expectRefused([](auto& s) { s.learningRate = std::numeric_limits<double>::quiet_NaN(); }, "learning rate", "null");
    expectRefused([](auto& s) { s.network = "vgg"; }, "vgg", "vgg");
}

TEST(TrainSettings, ComeBackFromJson) {
    TrainSettings settings = quickPreset();
    settings.seed = 0xffffffffffffffffull;
    settings.weightsFile = "weights ü.pth";
    settings.learningRate = 0.1;
    const auto back = trainSettingsFromJson(nlohmann::json::parse(toJson(settings).dump()), "settings.json");
    ASSERT_TRUE(back);
    EXPECT_EQ(toJson(*back), toJson(settings));
    EXPECT_EQ(settingsHash(*back), settingsHash(settings));
}

TEST(TrainSettings, HashChangesWithEverySetting) {
    const auto hash = settingsHash(TrainSettings{});
    TrainSettings other;
    other.dropout = 0.4;
    EXPECT_NE(settingsHash(other), hash);
    EXPECT_EQ(hash.size(), 64u);
}

TEST(TrainSettings, DamagedJsonIsAnError) {
    auto json = toJson(TrainSettings{});
    json.erase("epochs");
    EXPECT_EQ(trainSettingsFromJson(json, "settings.json").error().code, ErrorCode::ReadFailed);
    json["epochs"] = "many";
    EXPECT_EQ(trainSettingsFromJson(json, "settings.json").error().file, "settings.json");
}

}  // namespace
}  // namespace leukolens::experiment
