#include "core/dataset/leak_decisions.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/core/dataset/sample_sketches.h"

namespace leukolens::dataset {
namespace {

using test::contentOf;

Result<LeakDecisions> read(const std::string& text) { return leakDecisionsFromJson(std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size()), "decisions.json"); }

TEST(LeakDecisions, ArePerPairWhicheverOrderItIsNamedIn) {
    LeakDecisions decisions;
    decisions.set(contentOf(2), contentOf(1), LeakDecision::Drop);
    EXPECT_EQ(decisions.of(contentOf(1), contentOf(2)), LeakDecision::Drop);
    EXPECT_EQ(decisions.all(), (std::vector<DecidedPair>{{contentOf(2), contentOf(1), LeakDecision::Drop}}));
    decisions.set(contentOf(1), contentOf(2), LeakDecision::Keep);
    EXPECT_EQ(decisions.all(), (std::vector<DecidedPair>{{contentOf(1), contentOf(2), LeakDecision::Keep}}));
    decisions.set(contentOf(2), contentOf(1), LeakDecision::Undecided);
    EXPECT_TRUE(decisions.all().empty());
    EXPECT_EQ(decisions.of(contentOf(1), contentOf(2)), LeakDecision::Undecided);
    EXPECT_THROW(decisions.set("12", contentOf(1), LeakDecision::Keep), std::invalid_argument);
    EXPECT_THROW(decisions.set(contentOf(1), std::string(64, 'A'), LeakDecision::Keep), std::invalid_argument);
}

TEST(LeakDecisions, ComeBackFromJson) {
    LeakDecisions decisions;
    decisions.set(contentOf(2), contentOf(1), LeakDecision::Drop);
    decisions.set(contentOf(3), contentOf(4), LeakDecision::SamePatient);
    decisions.set(contentOf(5), contentOf(5), LeakDecision::Keep);
    const auto back = read(toJson(decisions).dump());
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, decisions);
    EXPECT_EQ(read(toJson(LeakDecisions()).dump()).value(), LeakDecisions());
}

TEST(LeakDecisions, DamageIsNamed) {
    const std::string a = contentOf(1), b = contentOf(2);
    const auto entry = [](const std::string& first, const std::string& second, const std::string& decision) {
        return R"({"first":")" + first + R"(","second":")" + second + R"(","decision":)" + decision + "}";
    };
    const auto file = [](const std::string& entries) { return R"({"version":1,"decisions":[)" + entries + "]}"; };
    ASSERT_TRUE(read(file(entry(a, b, R"("keep")"))));
    const std::pair<std::string, std::string> damaged[] = {
        {"", "cannot be read"},
        {"\xff\xfe{", "cannot be read"},
        {std::string(100'000, '['), "nested"},
        {"[]", "another kind"},
        {R"({"version":1})", "'decisions' is missing"},
        {R"({"version":2,"decisions":[]})", "version"},
        {R"({"version":1,"version":1,"decisions":[]})", "twice"},
        {R"({"version":1,"decisions":{}})", "no list"},
        {R"({"version":1,"decisions":[],"more":1})", "not known"},
        {file("7"), "another kind"},
        {file(entry(a, b, "7")), "no text"},
        {file(entry(a, b, R"("undecided")")), "none of keep"},
        {file(entry(a, b, R"("erase")")), "none of keep"},
        {file(entry("ff", b, R"("keep")")), "SHA-256"},
        {file(entry(a, "../" + b.substr(3), R"("keep")")), "SHA-256"},
        {file(entry(a, b, R"("keep")") + "," + entry(b, a, R"("drop")")), "twice"},
    };
    for (const auto& [text, words] : damaged) {
        const auto back = read(text);
        ASSERT_FALSE(back) << text.substr(0, 100);
        EXPECT_EQ(back.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(back.error().file, "decisions.json");
        EXPECT_NE(back.error().what.find(words), std::string::npos) << back.error().what << " for " << text.substr(0, 100);
    }
    EXPECT_EQ(read(std::string((64u << 20) + 1, ' ')).error().code, ErrorCode::TooLarge);
}

}  // namespace
}  // namespace leukolens::dataset
