#include "core/inference/model_card.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "core/stain/stain_target.h"

namespace leukolens::inference {
namespace {

using nlohmann::json;

ModelCard soundCard() {
    ModelCard card;
    fillStandardTexts(card);
    card.name = "a model";
    card.network = "inception_v3";
    card.classes = {{"all", "blast", {100, 5}, {20, 1}, {30, 2}}, {"hem", "", {90, 6}, {18, 1}, {33, 2}}};
    card.blastClass = "all";
    card.weightsSha256 = std::string(64, 'a');
    card.created = "2026-01-01T00:00:00Z";
    return card;
}

TEST(ModelCard, ComesBackFromJson) {
    auto card = soundCard();
    card.training = {"patient", 2, 3, 17, std::string(64, 'b'), std::string(64, 'c'), "imagenet.pth", true};
    card.metrics = {{"accuracy", 0.91, 0.86, 0.95, 0.95, "test cells of unseen subjects", "bootstrap"}, {"loss", 0.3, {}, {}, 0.95, "test", ""}};
    card.inputPx = 139;
    card.temperature = 1.5;
    card.threshold = 0.25;
    const auto back = modelCardFromJson(json::parse(toJson(card).dump()), "m.leukomodel");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(toJson(*back), toJson(card));
    EXPECT_EQ(back->classes[1].test.cells, 33);
    EXPECT_EQ(back->metrics[0].high, 0.95);
    EXPECT_FALSE(back->metrics[1].low);
}

stain::ShiftReference trainingColours() {
    std::vector<stain::ColourStatistics> pictures;
    for (int i = 0; i < 25; ++i) pictures.push_back({40.0 + i, 8, 20.0 + i % 5, 5, -20.0 - i % 3, 6});
    return *stain::fitShift(pictures);
}

TEST(ModelCard, StainAndTrainingColoursComeBackFromJson) {
    for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        auto card = soundCard();
        card.stain = stain::fixedReference(method);
        card.colours = trainingColours();
        const auto back = modelCardFromJson(json::parse(toJson(card).dump()), "m.leukomodel");
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(toJson(card).at("formatVersion"), 3) << "an earlier program would leave the stain as it is, and answer otherwise";
        EXPECT_EQ(toJson(back->stain), toJson(card.stain)) << "every digit";
        EXPECT_EQ(toJson(*back->colours), toJson(*card.colours));
    }
}

TEST(ModelCard, OfDrawnCellsSaysSoAndAnOlderOneDoesNotKnow) {
    auto card = soundCard();
    card.training.demonstration = true;
    auto value = toJson(card);
    EXPECT_EQ(value.at("training").at("demonstration"), true);
    EXPECT_TRUE(modelCardFromJson(value, "m")->training.demonstration);
    value["training"].erase("demonstration");  // as programs before wrote it
    EXPECT_FALSE(modelCardFromJson(value, "m")->training.demonstration);
    value["training"]["demonstration"] = "no";
    EXPECT_EQ(modelCardFromJson(value, "m").error().code, ErrorCode::DamagedModel);
    EXPECT_FALSE(toJson(soundCard()).at("training").contains("demonstration"));
}

TEST(ModelCard, WithoutStainAndColoursHasNoneAndKnowsNone) {
    const auto value = toJson(soundCard());
    EXPECT_FALSE(value.at("input").contains("stain"));
    EXPECT_FALSE(value.contains("colours"));
    EXPECT_EQ(value.at("formatVersion"), 2);
    const auto back = modelCardFromJson(value, "m");
    ASSERT_TRUE(back);
    EXPECT_EQ(back->stain.method(), stain::StainMethod::None);
    EXPECT_FALSE(back->colours);
}

TEST(ModelCard, RefusesHostileStainAndColoursInWords) {
    auto card = soundCard();
    card.stain = stain::fixedReference(stain::StainMethod::Reinhard);
    card.colours = trainingColours();
    const json sound = toJson(card);
    const std::tuple<const char*, json, const char*> lies[] = {
        {"/input/stain/method", "vahadane", "its method is none of none, reinhard, macenko"},
        {"/input/stain", nullptr, "it names no method"},
        {"/input/stain", "reinhard", "it names no method"},
        {"/input/stain/pictures", 0, "made from no picture"},
        {"/input/stain/pictures", -1, "'pictures' is out of range"},
        {"/input/stain/pictures", 1e300, "'pictures' is no whole number"},
        {"/input/stain/colours/sdL", -4, "sdL is -4"},
        {"/input/stain/colours/sdL", 0, "sdL is 0"},
        {"/input/stain/colours/meanA", std::nan(""), "'meanA' is out of range"},
        {"/input/stain/colours/meanA", HUGE_VAL, "'meanA' is out of range"},
        {"/input/stain/colours/meanA", nullptr, "'meanA' is no number"},
        {"/input/stain/more", 1, "not known"},
        {"/colours/pictures", 19, "fewer than 20"},
        {"/colours/spread/0", -1, "spread"},
        {"/colours/centre/0", HUGE_VAL, "'centre' is out of range"},
        {"/colours/centre/0", std::nan(""), "'centre' is out of range"},
        {"/colours/distances", json::array({1, 2}), "'distances' is no list of 101"},
        {"/colours", nullptr, "no object"},
    };
    for (const auto& [place, value, words] : lies) {
        auto changed = sound;
        changed[json::json_pointer(place)] = value;
        const auto read = modelCardFromJson(changed, "m.leukomodel");
        ASSERT_FALSE(read) << place << ' ' << value;
        EXPECT_EQ(read.error().code, ErrorCode::DamagedModel);
        EXPECT_EQ(read.error().file, "m.leukomodel");
        EXPECT_NE(read.error().what.find(words), std::string::npos) << place << ": " << read.error().what;
    }
    std::get<stain::ColourStatistics>(card.stain.target).sdL = std::nan("");
    EXPECT_EQ(checkCard(card, "m").error().code, ErrorCode::InvalidArgument) << "and nothing of it is written";
}

TEST(ModelCard, WhatEightBitAnswersNeedComesBackFromJson) {
    auto card = soundCard();
    EXPECT_FALSE(offersEightBit(card));
    card.eightBit = EightBitFacts{{{"Mixed_5b.branch1x1", 3.25}, {"Mixed_7c.branch_pool", 1e-6}}, 0.9975, 400, "128 training cells", "400 validation cells"};
    const auto back = modelCardFromJson(json::parse(toJson(card).dump()), "m.leukomodel");
    ASSERT_TRUE(back) << back.error().message();
    ASSERT_TRUE(back->eightBit);
    EXPECT_EQ(back->eightBit->ranges, card.eightBit->ranges);
    EXPECT_EQ(toJson(*back), toJson(card));
    EXPECT_TRUE(offersEightBit(*back));
    const auto refused = [&](const char* pointer, const json& value) {
        auto altered = toJson(card);
        altered[json::json_pointer(pointer)] = value;
        const auto read = modelCardFromJson(altered, "m.leukomodel");
        return !read && read.error().code == ErrorCode::DamagedModel;
    };
    EXPECT_TRUE(refused("/eightBit/ranges/Mixed_5b.branch1x1", 0));
    EXPECT_TRUE(refused("/eightBit/ranges/Mixed_5b.branch1x1", -1));
    EXPECT_TRUE(refused("/eightBit/ranges/Mixed_5b.branch1x1", "wide"));
    EXPECT_TRUE(refused("/eightBit/ranges", 3));
    EXPECT_TRUE(refused("/eightBit/agreement", 1.5));
    EXPECT_TRUE(refused("/eightBit/cells", 0));
    EXPECT_TRUE(refused("/eightBit", nullptr));
    json many = json::object();
    for (int i = 0; i < 3000; ++i) many["c" + std::to_string(i)] = 1;
    EXPECT_TRUE(refused("/eightBit/ranges", many));
}

TEST(ModelCard, TheBackgroundComesBackFromJsonAndIsLeftOutWhereUnknown) {
    auto card = soundCard();
    EXPECT_FALSE(toJson(card).at("input").contains("background"));
    EXPECT_EQ(modelCardFromJson(toJson(card), "m")->background, Background::Unknown) << "a card of an earlier program";
    for (const auto& [background, word] : {std::pair{Background::Black, "black"}, {Background::Kept, "kept"}}) {
        card.background = background;
        const auto value = toJson(card);
        EXPECT_EQ(value.at("input").at("background"), word);
        EXPECT_EQ(value.at("formatVersion"), 2) << "an earlier program answers the same for pictures like those of the training";
        const auto back = modelCardFromJson(json::parse(value.dump()), "m");
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(back->background, background);
    }
}

TEST(ModelCard, RefusesABackgroundItDoesNotKnow) {
    for (const auto& [value, words] : {std::pair{json("white"), "neither black nor kept"}, {json(""), "neither black nor kept"}, {json(nullptr), "of another kind"}, {json(1), "of another kind"}}) {
        auto changed = toJson(soundCard());
        changed["input"]["background"] = value;
        const auto read = modelCardFromJson(changed, "m.leukomodel");
        ASSERT_FALSE(read) << value;
        EXPECT_EQ(read.error().code, ErrorCode::DamagedModel);
        EXPECT_NE(read.error().what.find(words), std::string::npos) << read.error().what;
    }
}

TEST(ModelCard, IsEmptyWhereNothingWasMeasured) {
    const auto value = toJson(soundCard());
    EXPECT_TRUE(value.at("metrics").empty());
    EXPECT_TRUE(value.at("decision").at("temperature").is_null());
    EXPECT_TRUE(value.at("decision").at("threshold").is_null());
}

TEST(ModelCard, ATrunkHasNoClasses) {
    auto card = soundCard();
    card.kind = ModelKind::Trunk;
    EXPECT_EQ(modelCardFromJson(toJson(card), "m").error().code, ErrorCode::DamagedModel);
    card.classes.clear();
    card.blastClass.clear();
    const auto back = modelCardFromJson(toJson(card), "m");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->kind, ModelKind::Trunk);
}

TEST(ModelCard, RefusesContradictions) {
    const std::pair<const char*, json> lies[] = {
        {"/classes/1/name", "all"},  {"/classes/1/name", ""},   {"/classes", json::array()},  {"/classes", 5},
        {"/blastClass", "none"},     {"/input/sizePx", 10},     {"/input/sizePx", 1000000},   {"/input/sizePx", "x"},
        {"/input/colourOrder", "BGR"}, {"/network", ""},        {"/kind", "oracle"},          {"/weights/sha256", ""},
        {"/name", ""}, {"/name", "two\nlines"}, {"/name", "\x1b[31m"}, {"/name", std::string(600, 'x')}, {"/classes/0/name", std::string(600, 'x')},
        {"/input/sizePx", 299.5}, {"/input/sizePx", 4294967595}, {"/classes/0/train/cells", 1e300},
        {"/weights/sha256", std::string(64, 'G')},              {"/decision/uncertainBelow", 2},
        {"/decision/temperature", 0}, {"/decision/threshold", 1.5}, {"/classes/0/train/cells", -1},
        {"/input/normalisation/standardDeviation", 0},          {"/training", json::array()}, {"/limits", std::string(30'000, 'x')},
        {"/metrics", {{{"name", "accuracy"}, {"value", 0.9}, {"low", 0.95}, {"high", 0.8}, {"level", 0.95}, {"measuredOn", ""}, {"method", ""}}}},
        {"/metrics", {{{"name", "accuracy"}, {"value", 0.9}, {"low", 0.8}, {"high", nullptr}, {"level", 0.95}, {"measuredOn", ""}, {"method", ""}}}},
    };
    for (const auto& [place, value] : lies) {
        auto changed = toJson(soundCard());
        changed[json::json_pointer(place)] = value;
        const auto card = modelCardFromJson(changed, "m.leukomodel");
        ASSERT_FALSE(card) << place << " " << value;
        EXPECT_EQ(card.error().code, ErrorCode::DamagedModel) << place;
        EXPECT_EQ(card.error().file, "m.leukomodel");
    }
}

TEST(ModelCard, OtherProgramsAndNewerVersionsAreNoModels) {
    EXPECT_EQ(modelCardFromJson(json::object(), "x").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(modelCardFromJson(json::array(), "x").error().code, ErrorCode::NotAModel);
    EXPECT_EQ(modelCardFromJson(json(json::value_t::discarded), "x").error().code, ErrorCode::NotAModel);
    auto newer = toJson(soundCard());
    newer["formatVersion"] = 4;
    const auto card = modelCardFromJson(newer, "x");
    EXPECT_EQ(card.error().code, ErrorCode::NotAModel);
    EXPECT_NE(card.error().what.find("format 4, this program reads up to 3"), std::string::npos);
    EXPECT_EQ(card.error().advice, "Update Leukolens.");
    newer["formatVersion"] = 4294967298;  // 2 in 32 bits
    EXPECT_EQ(modelCardFromJson(newer, "x").error().code, ErrorCode::DamagedModel);
    newer["formatVersion"] = 0;
    EXPECT_EQ(modelCardFromJson(newer, "x").error().code, ErrorCode::DamagedModel);
}

TEST(ModelCard, BringsFormat1UpToDate) {
    const json old = {{"format", "leukomodel"},
                      {"formatVersion", 1},
                      {"name", "inception_v3 fold 2"},
                      {"network", "inception_v3"},
                      {"classes", {"all", "hem"}},
                      {"blastClass", "all"},
                      {"inputPx", 75},
                      {"normalisation", {{"mean", 0.5}, {"standardDeviation", 0.5}}},
                      {"uncertainBelow", 0.7},
                      {"weightsSha256", std::string(64, 'd')},
                      {"created", "2026-01-01T00:00:00Z"},
                      {"provenance", {{"program", "Leukolens 0.1.0"}, {"protocol", "patient"}, {"fold", 2}, {"bestEpoch", 9}, {"settingsHash", "e"}, {"pretrained", false}}}};
    const auto card = modelCardFromJson(old, "old.leukomodel");
    ASSERT_TRUE(card) << card.error().message();
    EXPECT_EQ(card->formatVersion, 2);
    EXPECT_EQ(card->classNames(), (std::vector<std::string>{"all", "hem"}));
    EXPECT_EQ(card->classes[0].meaning, knownMeaning("all"));
    EXPECT_EQ(card->inputPx, 75);
    EXPECT_EQ(card->uncertainBelow, 0.7);
    EXPECT_EQ(card->training.fold, 2);
    EXPECT_EQ(card->training.bestEpoch, 9);
    EXPECT_EQ(card->weightsSha256, std::string(64, 'd'));
    EXPECT_FALSE(card->limits.empty());
    auto broken = old;
    broken["classes"] = {1, 2};
    EXPECT_EQ(modelCardFromJson(broken, "x").error().code, ErrorCode::DamagedModel);
}

TEST(ClassNames, BlastIsKnownByItsUsualNames) {
    EXPECT_EQ(guessBlastClass({"hem", "ALL"}), "ALL");
    EXPECT_EQ(guessBlastClass({"normal", "Blast"}), "Blast");
    EXPECT_EQ(guessBlastClass({"neutrophil", "monocyte"}), "");
    EXPECT_EQ(guessBlastClass({"B-ALL", "T-ALL"}), "") << "both are blasts";
}

TEST(ClassNames, LineagesOfAllHaveMeanings) {
    for (const char* name : {"B-ALL", "b_all", "B-cell ALL", "bcell_all"}) {
        EXPECT_EQ(displayName(name), "B-cell ALL") << name;
        EXPECT_EQ(knownMeaning(name), "leukemic B lymphoblast (B-cell acute lymphoblastic leukemia)") << name;
    }
    for (const char* name : {"T-ALL", "t_cell_all"}) EXPECT_EQ(displayName(name), "T-cell ALL") << name;
    EXPECT_EQ(displayName("t_cell"), "T cell");
    EXPECT_EQ(knownMeaning("b_cell"), "cell of the B lineage") << "leukemic or not";
    for (const char* name : {"ball", "b", "all t", "basophil"}) {
        EXPECT_EQ(displayName(name), name);
        EXPECT_EQ(knownMeaning(name), "") << name;
    }
}

}  // namespace
}  // namespace leukolens::inference
