#include "core/experiment/train_settings.h"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/experiment/presets.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

TEST(TrainSettings, PresetsAreValid) {
    for (const auto& preset : {patientSafePreset(), paperPreset(), quickPreset()}) EXPECT_TRUE(validate(preset));
    TrainSettings pretrained;
    pretrained.weightsFile = "trunk.pth";
    EXPECT_TRUE(validate(withFrozenTrunk(pretrained)));
    EXPECT_EQ(paperPreset().protocol, dataset::Protocol::Paper);
    EXPECT_EQ(paperPreset().epochs, 50);
    EXPECT_EQ(paperPreset().folds, 3);
    EXPECT_EQ(patientSafePreset().protocol, dataset::Protocol::Patient);
}

TEST(TrainSettings, AnotherNetworkBringsItsUsualInput) {
    EXPECT_EQ(withNetwork({}, "alexnet").network, "alexnet");
    EXPECT_EQ(withNetwork({}, "alexnet").inputPx, 224);
    EXPECT_EQ(withNetwork(withNetwork({}, "alexnet"), "leuknet").inputPx, 227);
    EXPECT_EQ(withNetwork(withNetwork({}, "lstm_rows"), "inception_v3"), TrainSettings{});
    EXPECT_EQ(withNetwork(quickPreset(), "lstm_rows").inputPx, 75) << "small as Quick wants it";
    TrainSettings chosen;
    chosen.inputPx = 200;
    EXPECT_EQ(withNetwork(chosen, "alexnet").inputPx, 200) << "a choice of one's own";
    EXPECT_EQ(withNetwork({}, "nothing").inputPx, 299);
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
    expectRefused([](auto& s) { s.inputPx = 74; }, "inputPx", "75");
    expectRefused([](auto& s) { s.batch = 1; }, "batch", "1");
    expectRefused([](auto& s) { s.learningRate = 0; }, "learningRate", "0");
    expectRefused([](auto& s) { s.dropout = 1; }, "dropout", "0.95");
    expectRefused([](auto& s) { s.learningRate = std::numeric_limits<double>::quiet_NaN(); }, "learningRate", "not a number");
    expectRefused([](auto& s) { s.network = "vgg"; }, "vgg", "vgg");
}

TEST(TrainSettings, EverythingThatIsWrongIsNamedAtOnce) {
    TrainSettings settings;
    settings.epochs = 0;
    settings.dropout = 2;
    settings.frozenUpTo = "trunk";  // without weights
    const auto valid = validate(settings);
    ASSERT_FALSE(valid);
    for (const char* name : {"epochs is 0", "dropout is 2", "frozenUpTo"}) EXPECT_NE(valid.error().what.find(name), std::string::npos) << valid.error().what;
}

class SettingsFile : public testing::Test {
protected:
    Result<TrainSettings> read(const std::string& text, const TrainSettings& base = {}) {
        EXPECT_TRUE(writeFileAtomically(m_folder / "settings.json", text));
        return trainSettingsFromFile(m_folder / "settings.json", base);
    }
    std::string refusal(const std::string& text) {
        const auto settings = read(text);
        if (settings) return "accepted";
        EXPECT_EQ(settings.error().code, ErrorCode::InvalidArgument);
        EXPECT_EQ(settings.error().file, m_folder / "settings.json");
        EXPECT_FALSE(settings.error().advice.empty());
        return settings.error().what;
    }

    leukolens::test::TempFolder m_folder;
};

TEST_F(SettingsFile, ChangesWhatItNamesAndLeavesTheRest) {
    TrainSettings base;
    base.epochs = 7;
    const auto settings = read(R"({"learningRate": 0.002, "optimizer": "sgd", "flips": false, "weightsFile": "ü.pth"})", base);
    ASSERT_TRUE(settings) << settings.error().message();
    TrainSettings expected = base;
    expected.learningRate = 0.002;
    expected.optimizer = engine::OptimizerKind::Sgd;
    expected.augmentation.flips = false;
    expected.weightsFile = "ü.pth";
    EXPECT_EQ(*settings, expected);
}

TEST_F(SettingsFile, ANetworkBringsItsUsualInputUnlessTheFileNamesOne) {
    EXPECT_EQ(read(R"({"network": "alexnet"})")->inputPx, 224);
    EXPECT_EQ(read(R"({"network": "alexnet", "inputPx": 299})")->inputPx, 299);
    EXPECT_EQ(read(R"({"network": "alexnet"})", quickPreset())->inputPx, 75);
    EXPECT_NE(refusal(R"({"network": "vgg99"})").find("network is \"vgg99\""), std::string::npos);
}

TEST_F(SettingsFile, TakesTheOneThatARunWrote) {
    TrainSettings settings = quickPreset();
    settings.seed = 9007199254740991ull;
    const auto back = read(toJson(settings).dump());
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, settings);
}

TEST_F(SettingsFile, NamesAllUnknownKeysAndWrongValuesAtOnce) {
    const std::string what = refusal(R"({"epoch": 3, "folds": 999, "batch": "many", "optimizer": "lion", "augment": 1, "colour": "red", "dropout": 0.5})");
    for (const char* words : {"no setting \"epoch\" (did you mean epochs?)", "folds is 999, expected 1 to 200", "batch is \"many\", expected a whole number", "optimizer is \"lion\"",
                              "augment is 1, expected true or false", "no setting \"colour\""})
        EXPECT_NE(what.find(words), std::string::npos) << words << " in: " << what;
    EXPECT_EQ(what.find("dropout"), std::string::npos);
}

TEST_F(SettingsFile, NumbersOfNoOrTooLargeSizeAreRefused) {
    for (const char* text : {R"({"epochs": 1e300})", R"({"epochs": 2.5})", R"({"epochs": -1})", R"({"epochs": 99999999999999999999})", R"({"seed": -1})",
                             R"({"learningRate": 1e999})", R"({"learningRate": null})", R"({"batch": [16]})"})
        EXPECT_NE(refusal(text), "accepted") << text;
}

TEST_F(SettingsFile, WhatIsNoObjectOfThisVersionIsRefused) {
    for (const std::string text : {"", "[]", "{", "epochs = 3", "{\"epochs\": 1, \"epochs\": 2}", "{\"version\": 3}"}) EXPECT_NE(refusal(text), "accepted") << text;
    EXPECT_NE(refusal(std::string(100000, '[')), "accepted");
    const auto none = trainSettingsFromFile(m_folder / "none.json", {});
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
}

TEST_F(SettingsFile, AHundredComplaintsAreCountedNotPrinted) {
    std::string text = "{";
    for (int i = 0; i < 100; ++i) text += "\"key" + std::to_string(i) + "\": 1,";
    text.back() = '}';
    const auto what = refusal(text);
    EXPECT_NE(what.find("and 80 more"), std::string::npos) << what;
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

TEST(TrainSettings, RunsOfProgramsWithoutStainOpenAsNoneAndKeepTheirHash) {
    auto json = toJson(TrainSettings{});
    ASSERT_EQ(json.at("stain"), "none");
    for (const char* later : {"stain", "stratify", "splitFile", "trainShare"}) json.erase(later);
    const auto back = trainSettingsFromJson(json, "settings.json");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, TrainSettings{});
    EXPECT_EQ(settingsHash(*back), digest::sha256(json.dump())) << "as those programs made it";
}

TEST(TrainSettings, TheStainIsWrittenReadHashedAndChecked) {
    std::set<std::string> hashes;
    for (const auto method : {stain::StainMethod::None, stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        TrainSettings settings;
        settings.stain = method;
        EXPECT_EQ(toJson(settings).at("stain"), toString(method)) << "the table's words are core/stain's";
        EXPECT_EQ(trainSettingsFromJson(toJson(settings), "settings.json")->stain, method);
        hashes.insert(settingsHash(settings));
    }
    EXPECT_EQ(hashes.size(), 3u);
    auto json = toJson(TrainSettings{});
    json["stain"] = "vahadane";
    const auto unknown = trainSettingsFromJson(json, "settings.json");
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().what.find("stain is \"vahadane\", expected one of none, reinhard, macenko"), std::string::npos) << unknown.error().what;
}

TEST(TrainSettings, RunsFromBeforeStratifyOpenAndKeepTheirHash) {
    TrainSettings settings;
    auto json = toJson(settings);
    ASSERT_EQ(json.at("stratify"), "none");
    const std::string with = settingsHash(settings);
    json.erase("stratify");
    const auto back = trainSettingsFromJson(json, "settings.json");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, settings);
    EXPECT_EQ(settingsHash(*back), with);
    settings.stratify = dataset::Stratify::Sex;
    EXPECT_NE(settingsHash(settings), with) << "it counts where it is used";
    const auto kept = trainSettingsFromJson(nlohmann::json::parse(toJson(settings).dump()), "settings.json");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->stratify, dataset::Stratify::Sex);
}

TEST(TrainSettings, TheSplitByImageCannotBeStratifiedBySubjects) {
    TrainSettings settings;
    settings.stratify = dataset::Stratify::Immunophenotype;
    EXPECT_TRUE(validate(settings));
    settings.protocol = dataset::Protocol::Paper;
    const auto refused = validate(settings);
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().what.find("stratify is immunophenotype, and the protocol paper splits by image"), std::string::npos) << refused.error().what;
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
