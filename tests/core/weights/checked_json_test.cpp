#include "core/weights/checked_json.h"

#include <gtest/gtest.h>

#include <string>

namespace leukolens::weights {
namespace {

nlohmann::json parse(const std::string& text, int maxDepth = 4) {
    return parseChecked({reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}, maxDepth);
}

std::string faultOf(const std::string& text) {
    try {
        parse(text);
    } catch (const std::invalid_argument& e) {
        return e.what();
    }
    return "none";
}

TEST(CheckedJson, ReadsWhatIsSound) {
    EXPECT_EQ(parse(R"({"a":[1,{"a":2}],"b":null})").at("a")[1].at("a"), 2);
    EXPECT_EQ(parse(R"([[[[]]]])").size(), 1u);
}

TEST(CheckedJson, SaysWhatIsWrong) {
    EXPECT_EQ(faultOf(R"({"a":1,"a":2})"), "'a' occurs twice");
    EXPECT_EQ(faultOf(R"({"b":{"a":1,"a":2}})"), "'a' occurs twice");
    EXPECT_EQ(faultOf("[[[[[]]]]]"), "is nested too deeply");
    EXPECT_EQ(faultOf(std::string(1'000'000, '[')), "is nested too deeply");
    EXPECT_EQ(faultOf(R"({"a":)"), "cannot be read");
    EXPECT_EQ(faultOf("{} more"), "cannot be read");
    EXPECT_EQ(faultOf(""), "cannot be read");
    EXPECT_EQ(faultOf("{\"\xff\":1}"), "cannot be read");
}

TEST(CheckedJson, ManySmallObjectsAreNoTrouble) {
    // nlohmann's parser with a callback takes minutes for this.
    std::string text = "{";
    for (int i = 0; i < 200'000; ++i) text += (i > 0 ? ",\"" : "\"") + std::to_string(i) + "\":{}";
    EXPECT_EQ(parse(text + "}").size(), 200'000u);
}

}  // namespace
}  // namespace leukolens::weights
