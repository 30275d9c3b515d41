#include "core/casebook/known_genetics.h"

#include <gtest/gtest.h>

#include "core/casebook/deidentify.h"

namespace leukolens::casebook {
namespace {

TEST(KnownGenetics, TakesWhatLaboratoriesReport) {
    for (const char* text : {"ETV6::RUNX1", "BCR::ABL1", "BCR-ABL1-like", "Ph+", "KMT2A-r", "KMT2A rearranged", "high hyperdiploidy", "Hypodiploidy, TP53 mutated", "iAMP21", "t(12;21)(p13;q22); ETV6::RUNX1",
                             "46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]", "51-65 chromosomes", "55~58,XY,+4,+6,+10,+14,+17,+21,+X", "del(9p)", "normal karyotype", "B-other", "trisomy", "IKZF1plus", "t(12;21) | ^ & \\"})
        EXPECT_TRUE(isKnownGenetics(text)) << text;
}

TEST(KnownGenetics, RefusesWhatCouldNameSomebody) {
    for (const char* text : {"", " ", "Müller", "ETV6::RUNX1 (Dr. Meier)", "BCR::MUELLER", "report of 12.05.1970", "12.05.70", "12/05/70", "12 05 70", "12-05-70", "see letter 4711", "4711", "40 41 42 43 44", "ETV6::RUNX1 of Anna",
                             "t(Anna)", "t(12;21)(Anna)", "Ж", "46,XX,Anna", "ETV6\u00a0RUNX1"})
        EXPECT_FALSE(isKnownGenetics(text)) << text;
    EXPECT_FALSE(isKnownGenetics(std::string(5000, '1')));
}

TEST(KnownGenetics, OtherTextsOfFactsAreReplaced) {
    const DayCount days({}, {});
    const auto hidden = [&](const char* name, const char* value) {
        PatientFact fact;
        fact.name = name;
        fact.value = value;
        return deidentified(fact, days).value;
    };
    EXPECT_EQ(hidden("genetics", "ETV6::RUNX1"), "ETV6::RUNX1");
    EXPECT_EQ(hidden("genetics", "as in the letter to Dr. Meier"), "other");
    EXPECT_EQ(hidden("immunophenotype", "B"), "B");
    EXPECT_EQ(hidden("immunophenotype", "of Anna"), "other");
    EXPECT_EQ(hidden("sex", "female"), "female");
    EXPECT_EQ(hidden("sex", "Anna"), "other");
    EXPECT_EQ(hidden("whiteCount", "12.25"), "12.25");
    EXPECT_EQ(hidden("whiteCount", "4711 Anna"), "other");
    EXPECT_EQ(hidden("mrdPercent", "<0.01"), "<0.01");
    EXPECT_EQ(hidden("written by hand", "Anna"), "other");
}

TEST(KnownGenetics, SignaturesKeepRoleAndDayAlone) {
    const DayCount days({}, {"2024-01-01"});
    const Signature hidden = deidentified(Signature{"Dr. Meier", "reviewer", "2024-01-03T10:00:00+01:00", std::string(64, 'a'), true}, days);
    EXPECT_EQ(hidden.person, "");
    EXPECT_EQ(hidden.role, "reviewer");
    EXPECT_EQ(hidden.time, "day 2");
    EXPECT_EQ(hidden.head, "");
    EXPECT_TRUE(hidden.reentered);
    EXPECT_EQ(deidentified(Signature{"", "head of Dr. Meier's laboratory", "", "", false}, days).role, "");
}

}  // namespace
}  // namespace leukolens::casebook
