#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/stain/stain_reference.h"
#include "tests/core/stain/reference.h"

namespace leukolens::stain {
namespace {

StainReference measured(StainMethod method) { return measureStain(test::stainPicture("target"), method).value(); }

TEST(StainJson, ComesBackAsTheSameNumbers) {
    for (const auto method : {StainMethod::None, StainMethod::Reinhard, StainMethod::Macenko}) {
        auto reference = measured(method);
        reference.pictures = 44;
        const auto json = toJson(reference);
        const auto back = stainReferenceFromJson(nlohmann::json::parse(json.dump()), "card.json");
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(back->method(), method);
        EXPECT_EQ(back->pictures, 44);
        EXPECT_EQ(toJson(*back), json);
    }
}

TEST(StainJson, DamageIsNamed) {
    const auto refused = [](StainMethod method, const std::string& words, auto change) {
        auto json = toJson(measured(method));
        change(json);
        const auto back = stainReferenceFromJson(json, "card.json");
        ASSERT_FALSE(back) << json;
        EXPECT_EQ(back.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(back.error().file, "card.json");
        EXPECT_NE(back.error().what.find(words), std::string::npos) << back.error().what;
        EXPECT_LT(back.error().what.size(), 200u);
    };
    const auto reinhard = StainMethod::Reinhard, macenko = StainMethod::Macenko;
    for (const auto& other : {nlohmann::json(), nlohmann::json::array(), nlohmann::json("reinhard"), nlohmann::json(7), nlohmann::json::object()})
        refused(reinhard, "method", [&](auto& json) { json = other; });
    refused(reinhard, "method", [](auto& json) { json["method"] = 1; });
    refused(reinhard, "none of none", [](auto& json) { json["method"] = std::string(100'000, '\xff'); });
    refused(reinhard, "'stains' is missing", [](auto& json) { json["method"] = "macenko"; });
    refused(reinhard, "version", [](auto& json) { json["version"] = 2; });
    refused(reinhard, "not known", [](auto& json) { json["more"] = 1; });
    refused(reinhard, "not known", [](auto& json) { json["colours"]["more"] = 1; });
    refused(reinhard, "'pictures'", [](auto& json) { json["pictures"] = 1.5; });
    refused(reinhard, "'pictures'", [](auto& json) { json["pictures"] = 1e300; });
    refused(reinhard, "'pictures'", [](auto& json) { json["pictures"] = 99'999'999'999; });
    refused(reinhard, "'pictures'", [](auto& json) { json["pictures"] = -1; });
    refused(reinhard, "no picture", [](auto& json) { json["pictures"] = 0; });
    refused(reinhard, "'sdA' is missing", [](auto& json) { json["colours"].erase("sdA"); });
    refused(reinhard, "'meanL'", [](auto& json) { json["colours"]["meanL"] = "50"; });
    refused(reinhard, "'meanL'", [](auto& json) { json["colours"]["meanL"] = nullptr; });  // what NaN is written as
    refused(reinhard, "meanL", [](auto& json) { json["colours"]["meanL"] = 101; });
    refused(reinhard, "sdB", [](auto& json) { json["colours"]["sdB"] = 0.1; });
    refused(macenko, "'stains'", [](auto& json) { json["stains"].push_back(json["stains"][0]); });
    refused(macenko, "'stains'", [](auto& json) { json["stains"] = {{"density", 1}}; });
    refused(macenko, "'density'", [](auto& json) { json["stains"][0]["density"] = {1, 0}; });
    refused(macenko, "length", [](auto& json) { json["stains"][0]["density"] = {0, 0, 0}; });
    refused(macenko, "angle", [](auto& json) { json["stains"][1] = json["stains"][0]; });
    refused(macenko, "green", [](auto& json) { std::swap(json["stains"][0], json["stains"][1]); });
    refused(macenko, "concentration", [](auto& json) { json["stains"][1]["concentration"] = 0; });
}

}  // namespace
}  // namespace leukolens::stain
