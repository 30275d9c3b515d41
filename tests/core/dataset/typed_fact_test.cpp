#include "core/dataset/typed_fact.h"

#include <gtest/gtest.h>

namespace leukolens::dataset {
namespace {

TEST(TypedFact, IsReadBackAsItIsShown) {
    SubjectFacts facts;
    for (const auto& [name, text] : std::vector<std::pair<std::string, std::string>>{{"ageYears", "4.5"},
                                                                                     {"sex", "female"},
                                                                                     {"whiteCount", "120"},
                                                                                     {"immunophenotype", "T"},
                                                                                     {"genetics", "ETV6::RUNX1"},
                                                                                     {"prednisoneResponse", "poor"},
                                                                                     {"mrdPercent", "<0.01"}}) {
        ASSERT_TRUE(setTypedFact(facts, name, text)) << name;
        EXPECT_EQ(typedFact(facts, name), text);
        SubjectFacts again;
        ASSERT_TRUE(setTypedFact(again, name, typedFact(facts, name)));
        EXPECT_EQ(typedFact(again, name), text);
    }
    EXPECT_EQ(facts.ageYears, 4.5);
    EXPECT_EQ(facts.sex, Sex::Female);
    EXPECT_EQ(facts.immunophenotype, Lineage::T);
    EXPECT_EQ(facts.mrdPercent, 0.01);
    EXPECT_TRUE(facts.mrdBelow);
}

TEST(TypedFact, EmptyAndUnknownAreMissing) {
    SubjectFacts full{3, Sex::Male, 9, Lineage::B, "t(9;22)", PrednisoneResponse::Good, 0.1, true, {{"centre", "A"}}};
    for (const char* nothing : {"", "  ", "unknown", "-", "n/a"}) {
        SubjectFacts facts = full;
        for (const auto name : kFactNames) ASSERT_TRUE(setTypedFact(facts, name, nothing)) << name;
        EXPECT_EQ(facts, (SubjectFacts{{}, {}, {}, {}, {}, {}, {}, false, {{"centre", "A"}}}));
        for (const auto name : kFactNames) EXPECT_EQ(typedFact(facts, name), "");
    }
}

TEST(TypedFact, WhatCannotBeIsSaidAndChangesNothing) {
    const std::vector<std::tuple<std::string, std::string, std::string>> cases = {
        {"ageYears", "130", "is outside 0 to 120 years"}, {"ageYears", "-1", "is outside 0 to 120 years"},
        {"ageYears", "four", "is not a number"},          {"whiteCount", "3000", "is outside 0 to 2000"},
        {"mrdPercent", "101", "is outside 0 to 100 %"},   {"sex", "maybe", "is neither f, m nor other"},
        {"immunophenotype", "C", "is neither B, T"},      {"prednisoneResponse", "so", "is neither good nor poor"},
        {"genetics", "2011-05-30", "is a date"},          {"genetics", std::string(3000, 'x'), "is longer than 2000 bytes"}};
    for (const auto& [name, text, words] : cases) {
        SubjectFacts facts{3, Sex::Male, 9, Lineage::B, "t(9;22)", PrednisoneResponse::Good, 0.1, false, {}};
        const SubjectFacts before = facts;
        const auto set = setTypedFact(facts, name, text);
        ASSERT_FALSE(set) << name << text.substr(0, 20);
        EXPECT_EQ(set.error().code, ErrorCode::InvalidArgument);
        EXPECT_NE(set.error().what.find(words), std::string::npos) << set.error().what;
        EXPECT_EQ(facts, before);
    }
}

}  // namespace
}  // namespace leukolens::dataset
