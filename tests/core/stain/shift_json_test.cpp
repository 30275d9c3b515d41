#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/stain/shift.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

ShiftReference training() { return fitShift(test::shiftPictures("training")).value(); }

TEST(ShiftJson, ComesBackAsTheSameNumbers) {
    const auto json = toJson(training());
    const auto back = shiftReferenceFromJson(nlohmann::json::parse(json.dump()), "card.json");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(toJson(*back), json);
    EXPECT_EQ(toJson(measureShift(*back, test::shiftPictures("new")).value()), toJson(measureShift(training(), test::shiftPictures("new")).value()));
}

TEST(ShiftJson, AShiftNamesItsFeatures) {
    const auto json = toJson(measureShift(training(), test::shiftPictures("new")).value());
    EXPECT_EQ(json.at("verdict"), "shifted");
    EXPECT_NEAR(json.at("perFeature").at("meanL").get<double>(), 1.951329, 1e-5);
    EXPECT_EQ(json.at("pictures"), 31);
    EXPECT_EQ(json.at("fewPictures"), false);
}

TEST(ShiftJson, DamageIsNamed) {
    const auto refused = [](const std::string& words, auto change) {
        auto json = toJson(training());
        change(json);
        const auto back = shiftReferenceFromJson(json, "card.json");
        ASSERT_FALSE(back) << words;
        EXPECT_EQ(back.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(back.error().file, "card.json");
        EXPECT_NE(back.error().what.find(words), std::string::npos) << back.error().what;
    };
    for (const auto& other : {nlohmann::json(), nlohmann::json::array(), nlohmann::json("centre"), nlohmann::json(7)})
        refused("no object", [&](auto& json) { json = other; });
    refused("'centre' is missing", [](auto& json) { json.erase("centre"); });
    refused("not known", [](auto& json) { json["more"] = 1; });
    refused("version", [](auto& json) { json["version"] = "1"; });
    refused("other features", [](auto& json) { json["features"][0] = "hue"; });
    refused("'pictures'", [](auto& json) { json["pictures"] = true; });
    refused("fewer than 20", [](auto& json) { json["pictures"] = 19; });
    refused("'centre'", [](auto& json) { json["centre"].push_back(1); });
    refused("'centre'", [](auto& json) { json["centre"][3] = nullptr; });
    refused("centre", [](auto& json) { json["centre"][3] = 300; });
    refused("spread", [](auto& json) { json["spread"][3] = 0; });
    refused("'correlation'", [](auto& json) { json["correlation"][5] = {1}; });
    refused("itself", [](auto& json) { json["correlation"][5][5] = 0.9; });
    refused("both ways", [](auto& json) { json["correlation"][1][5] = 0.123; });
    refused("out of range", [](auto& json) { json["correlation"][1][5] = json["correlation"][5][1] = 1.5; });
    refused("contradict", [](auto& json) {
        // Each is possible, but not all three: 1 with 2, 2 with 3, but 1 against 3.
        json["correlation"][0][1] = json["correlation"][1][0] = json["correlation"][1][2] = json["correlation"][2][1] = 0.95;
        json["correlation"][0][2] = json["correlation"][2][0] = -0.95;
    });
    refused("'distances'", [](auto& json) { json["distances"].erase(100); });
    refused("rise", [](auto& json) { json["distances"][50] = 0; });
    refused("rise", [](auto& json) { json["distances"][0] = -1; });
}

}  // namespace
}  // namespace leukolens::stain
