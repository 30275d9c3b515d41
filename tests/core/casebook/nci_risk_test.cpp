#include "core/casebook/nci_risk.h"

#include <gtest/gtest.h>

namespace leukolens::casebook {
namespace {

using Group = NciRisk::Group;
using Why = NciRisk::Why;

PatientFact fact(const char* name, const char* value, const char* date = "") {
    PatientFact made;
    made.name = name;
    made.value = value;
    made.date = date;
    return made;
}

struct Row {
    const char *age, *whiteCount, *lineage;
    Group group;
    Why why;
};

TEST(NciRisk, FollowsTheBoundariesOfSmithAndOthers) {
    const Row rows[] = {
        {"1", "49.9", "B", Group::Standard, Why::None},
        {"9.99", "0.1", "B", Group::Standard, Why::None},
        {"9.99", "49.99", "B", Group::Standard, Why::None},
        {"10", "1", "B", Group::High, Why::None},
        {"5", "50", "B", Group::High, Why::None},
        {"17.99", "10", "B", Group::High, Why::None},
        {"12", "120", "B", Group::High, Why::None},
        {"0.99", "10", "B", Group::NotApplicable, Why::Infant},
        {"18", "10", "B", Group::NotApplicable, Why::Adult},
        {"64", "10", "B", Group::NotApplicable, Why::Adult},
        {"5", "10", "T", Group::NotApplicable, Why::NotBLineage},
        {"5", "10", "", Group::NotApplicable, Why::NoLineage},
        {"", "10", "B", Group::NotApplicable, Why::NoAge},
        {"5", "", "B", Group::NotApplicable, Why::NoWhiteCount},
    };
    for (const Row& row : rows) {
        std::vector<PatientFact> facts;
        if (*row.age) facts.push_back(fact("ageYears", row.age));
        if (*row.whiteCount) facts.push_back(fact("whiteCount", row.whiteCount));
        if (*row.lineage) facts.push_back(fact("immunophenotype", row.lineage));
        for (const PatientFact& one : facts) ASSERT_TRUE(checkedFact(one)) << one.value;
        const NciRisk risk = nciRisk(facts);
        EXPECT_EQ(risk.group, row.group) << row.age << ' ' << row.whiteCount << ' ' << row.lineage;
        EXPECT_EQ(risk.why, row.why) << row.age << ' ' << row.whiteCount << ' ' << row.lineage;
        EXPECT_EQ(risk.ageYears.has_value(), *row.age != '\0');
        EXPECT_EQ(risk.whiteCount.has_value(), *row.whiteCount != '\0');
    }
}

TEST(NciRisk, GoesByWhatStoodAtDiagnosis) {
    const std::vector<PatientFact> facts = {fact("whiteCount", "3", "2026-03-01"), fact("whiteCount", "80", "2026-01-01"), fact("ageYears", "9.9", "2026-01-01"), fact("ageYears", "10.1", "2026-03-01"),
                                            fact("immunophenotype", "B")};
    const NciRisk risk = nciRisk(facts);
    EXPECT_EQ(risk.group, Group::High);
    EXPECT_EQ(risk.whiteCount, 80.0);
    EXPECT_EQ(risk.ageYears, 9.9);
    auto undated = facts;
    undated.push_back(fact("whiteCount", "4"));
    EXPECT_EQ(nciRisk(undated).whiteCount, 4.0) << "without a date comes first";
    undated.back().removed = true;
    EXPECT_EQ(nciRisk(undated).whiteCount, 80.0);
}

}  // namespace
}  // namespace leukolens::casebook
