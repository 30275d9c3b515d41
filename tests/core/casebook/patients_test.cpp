#include "core/casebook/patients.h"

#include <nlohmann/json.hpp>

#include <algorithm>

#include "tests/core/casebook/store_test.h"

namespace leukolens::casebook::test {
namespace {

using nlohmann::json;

class PatientsTest : public StoreTest {
protected:
    Patients patients{*store};

    PatientId patientOf(CaseId id) { return store->findCase(id)->patient; }
    PatientFact add(PatientId patient, const std::string& name, const std::string& value, const std::string& date = {}) {
        return patients.addFact(patient, {0, name, value, date, {}, {}, {}, false, 1}).value();
    }
};

TEST_P(PatientsTest, SessionsOfOneNameAreOnePatients) {
    const CaseId first = store->createCase("P-7").value(), second = store->createCase("  P-7\t").value(), other = store->createCase("P-8").value();
    EXPECT_EQ(patientOf(first), patientOf(second));
    EXPECT_NE(patientOf(first), patientOf(other));
    const auto found = patients.find(patientOf(first)).value();
    EXPECT_EQ(found.patient.label, "P-7");
    ASSERT_EQ(found.sessions.size(), 2u);
    EXPECT_EQ(patients.list()->size(), 2u);
    EXPECT_NE(patientOf(store->createCase("").value()), patientOf(store->createCase("").value())) << "nobody said that the two are one patient";
}

TEST_P(PatientsTest, ACodeIsThePatientsAlwaysAndNoOtherStores) {
    const PatientId first = patientOf(store->createCase("A").value()), second = patientOf(store->createCase("B").value());
    const Patient before = patients.find(first)->patient;
    EXPECT_TRUE(before.code.starts_with("P-"));
    EXPECT_EQ(before.code.size(), 12u);
    EXPECT_NE(patients.find(second)->patient.code, before.code);
    ASSERT_TRUE(patients.rename(first, "another name", before.version));
    store = openStore(place);
    EXPECT_EQ(Patients(*store).find(first)->patient.code, before.code);
    const auto list = Patients(*store).list().value();
    EXPECT_EQ(std::ranges::find(list, first, [](const PatientSummary& of) { return of.patient.id; })->patient.code, before.code);
    // Number and time may be known outside; the store's secret is not.
    const auto other = openStore(folder / "other.leukocases");
    ASSERT_TRUE(other->createCase("A"));
    soci::session(soci::sqlite3, (folder / "other.leukocases").string()) << "UPDATE patient SET created = '" << before.created << "'";
    EXPECT_EQ(Patients(*other).find(1)->patient.created, before.created);
    EXPECT_NE(Patients(*other).find(1)->patient.code, before.code);
}

TEST_P(PatientsTest, ANameThatNobodyHasRenamesThePatientAndOneThatSomebodyHasMovesTheSession) {
    const CaseId first = store->createCase("A").value(), other = store->createCase("B").value();
    const PatientId patient = patientOf(first);
    add(patient, "sex", "female");
    ASSERT_TRUE(renameNow(*store, first, "C"));
    EXPECT_EQ(patientOf(first), patient) << "facts stay with the session";
    EXPECT_EQ(store->findCase(first)->name, "C");
    ASSERT_TRUE(renameNow(*store, first, "B"));
    EXPECT_EQ(patientOf(first), patientOf(other));
    EXPECT_EQ(patients.find(patientOf(other))->sessions.size(), 2u);
    // With two sessions a new name is another patient: the other session's patient keeps the name.
    ASSERT_TRUE(renameNow(*store, first, "D"));
    EXPECT_EQ(store->findCase(other)->name, "B");
    EXPECT_EQ(AuditTrail(*store).ofCase(first)->back().action, "move_case");
}

TEST_P(PatientsTest, RenamingIsRefusedWhereItWouldMixPatientsOrTouchASignedCase) {
    const CaseId id = store->createCase("A").value();
    store->createCase("B").value();
    const PatientId patient = patientOf(id);
    EXPECT_EQ(patients.rename(patient, "B", 1).error().code, ErrorCode::AlreadyExists);
    EXPECT_EQ(patients.create("B").error().code, ErrorCode::AlreadyExists);
    ASSERT_TRUE(patients.rename(patient, "A2", 1));
    EXPECT_EQ(patients.rename(patient, "A3", 1).error().code, ErrorCode::Conflict) << "version 1 is what it was before";
    std::vector<CaseCell> cells = someCells(1);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(signNow(*store, id));
    EXPECT_EQ(patients.rename(patient, "A3", 2).error().code, ErrorCode::CaseSigned);
    EXPECT_EQ(patients.find(patient)->patient.label, "A2");
}

TEST_P(PatientsTest, AConflictNamesWhoWasQuickerAndChangesNothing) {
    const PatientId patient = patients.create("A").value();
    auto other = openStore(place);
    other->setUser("Dr. Žofie");
    ASSERT_TRUE(Patients(*other).setNotes(patient, "hers", 1));
    const auto refused = patients.setNotes(patient, "mine", 1);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::Conflict);
    EXPECT_NE(refused.error().what.find("Dr. Žofie"), std::string::npos) << refused.error().what;
    EXPECT_EQ(patients.find(patient)->patient.notes, "hers");
    ASSERT_TRUE(patients.setNotes(patient, "both", 2));
}

TEST_P(PatientsTest, FactsAreKeptInTheirNormalFormByDateWithOldAndNewValueInTheTrail) {
    const PatientId patient = patients.create("A").value();
    add(patient, "mrdPercent", "<0.01", "2024-03-01");
    add(patient, "whiteCount", "62.5", "2024-01-30");
    PatientFact lineage = add(patient, "immunophenotype", "B");
    auto facts = patients.facts(patient).value();
    ASSERT_EQ(facts.size(), 3u);
    EXPECT_EQ(facts[0].name, "immunophenotype");
    EXPECT_EQ(facts[1].name, "whiteCount");
    EXPECT_EQ(facts[2].value, "<0.01");
    EXPECT_EQ(facts[1].enteredBy, store->user());
    lineage.value = "T";
    const auto changed = patients.changeFact(patient, lineage).value();
    EXPECT_EQ(changed.version, 2);
    EXPECT_EQ(patients.changeFact(patient, lineage).error().code, ErrorCode::Conflict);
    const auto line = json::parse(AuditTrail(*store).ofPatient(patient)->back().detail);
    EXPECT_EQ(line["from"]["value"], "B");
    EXPECT_EQ(line["to"]["value"], "T");
    ASSERT_TRUE(patients.setFactRemoved(patient, lineage.id, true, 2));
    EXPECT_EQ(patients.facts(patient)->size(), 2u);
    ASSERT_TRUE(patients.setFactRemoved(patient, lineage.id, false, 3));
    EXPECT_EQ(patients.facts(patient)->size(), 3u);
}

TEST_P(PatientsTest, SamplesAreDescribedByVersion) {
    const CaseId id = store->createCase("A").value();
    EXPECT_EQ(store->describeSample(id, "2024-02-30", Material::Blood, {}, 1).error().code, ErrorCode::InvalidArgument);
    ASSERT_TRUE(store->describeSample(id, "2024-02-28", Material::Marrow, "aspirate,\nleft", 1));
    EXPECT_EQ(store->describeSample(id, "2024-02-28", Material::Blood, {}, 1).error().code, ErrorCode::Conflict);
    const CaseSummary session = store->findCase(id).value();
    EXPECT_EQ(session.taken, "2024-02-28");
    EXPECT_EQ(session.material, Material::Marrow);
    EXPECT_EQ(session.comment, "aspirate,\nleft");
}

TEST_P(PatientsTest, CountsWhatStandsAndNotWhatIsExcluded) {
    const CaseId id = store->createCase("A").value();
    std::vector<CaseCell> cells = someCells(5);
    cells[4].predictedClass = cells[4].assignedClass = kUnidentified;
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->decide(id, std::vector<CellDecision>{{cells[0].id, {"hem", false, false, true}}, {cells[1].id, {"all", true, false, true}}}));
    const std::vector<CountOfClass> expected{{"", 1}, {"all", 2}, {"hem", 1}};
    EXPECT_EQ(store->findCase(id)->counts, expected);
    EXPECT_EQ(store->listCases()->front().counts, expected);
    EXPECT_EQ(store->findCase(id)->cells, 5);
}

TEST_P(PatientsTest, FindsByEveryWordOfASearch) {
    const CaseId id = store->createCase("Ana-Š 12").value();
    std::vector<CaseCell> cells = someCells(3);
    ASSERT_TRUE(store->addCells(id, cells));
    ASSERT_TRUE(store->describeSample(id, "2024-05-31", Material::Marrow, {}, 1));
    const PatientSummary patient = patients.list()->front();
    for (const char* search : {"", "  ", "ana", "ANA-Š 12", "2024-05", "marrow open", "all:3", "2024-05-31 ana"}) EXPECT_TRUE(matches(patient, search)) << search;
    for (const char* search : {"ben", "ana-š", "ana signed", "all:4", "2023"}) EXPECT_FALSE(matches(patient, search)) << search;
}

LEUKOLENS_ON_BOTH_DATABASES(PatientsTest);

TEST(PatientFacts, WhatIsNoFactIsRefusedInWords) {
    const struct {
        const char *name, *value, *date;
    } wrong[] = {{"shoeSize", "42", ""},         {"ageYears", "-1", ""},           {"ageYears", "121", ""},        {"ageYears", "", ""},         {"whiteCount", "many", ""}, {"bloodBlastPercent", "101", ""},
                 {"bloodBlastPercent", "<5", ""}, {"treatmentStart", "soon", ""}, {"sex", "female", "31.5.2024"}, {"sex", "f\xff", ""}, {"mrdPercent", "nan", ""}};
    for (const auto& fact : wrong) {
        const auto checked = checkedFact({0, fact.name, fact.value, fact.date, {}, {}, {}, false, 1});
        ASSERT_FALSE(checked) << fact.name << " " << fact.value;
        EXPECT_EQ(checked.error().code, ErrorCode::InvalidArgument);
        EXPECT_FALSE(checked.error().what.empty());
    }
}

TEST(PatientFacts, DaysAreCountedFromTheStartOfTreatment) {
    const std::vector<PatientFact> facts{{1, "treatmentStart", "2024-02-28", "", {}, {}, {}, false, 1}};
    EXPECT_EQ(daysSinceStart(facts, "2024-03-01"), 2);
    EXPECT_EQ(daysSinceStart(facts, "2024-02-27"), -1);
    EXPECT_FALSE(daysSinceStart(facts, ""));
    EXPECT_FALSE(daysSinceStart({}, "2024-03-01"));
}

}  // namespace
}  // namespace leukolens::casebook::test
