#include <gtest/gtest.h>

#include <algorithm>

#include "core/dataset/apply_decisions.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/core/dataset/sample_sketches.h"

namespace leukolens::dataset {
namespace {

using test::contentOf;

/// Class 0: A00 (cells 0, 1), A01 (2), class 1: B00 (3, 4), B01 (5); external 6 and 7.
class ApplyDecisions : public testing::Test {
protected:
    ApplyDecisions() : m_dataset(test::datasetOf({{2, 1}, {2, 1}})) {
        for (const int number : {0, 1}) m_dataset.external.push_back({"root/validation/" + std::to_string(number) + ".png", number, -1, -1, {}});
        for (std::size_t i = 0; i < m_dataset.cells.size(); ++i) m_dataset.cells[i].sha256 = contentOf(static_cast<int>(i));
        for (std::size_t i = 0; i < 2; ++i) m_dataset.external[i].sha256 = contentOf(static_cast<int>(6 + i));
    }

    void decide(int first, int second, LeakDecision decision) { m_decisions.set(contentOf(first), contentOf(second), decision); }

    Dataset applied() const { return applyDecisions(m_dataset, m_decisions); }

    /// Numbers of the contents that are left, and in brackets their subjects.
    static std::string left(const Dataset& dataset) {
        std::string text;
        for (const auto* cells : {&dataset.cells, &dataset.external}) {
            for (const Cell& cell : *cells) {
                text += text.empty() ? "" : " ";
                text += cell.sha256.back();
                text += cell.subjectIndex < 0 ? "(?)" : "(" + dataset.subjects.at(static_cast<std::size_t>(cell.subjectIndex)) + ")";
            }
        }
        return text;
    }

    static std::size_t count(const Dataset& dataset, const std::string& code) { return test::problemPaths(dataset.problems, code).size(); }

    Dataset m_dataset;
    LeakDecisions m_decisions;
};

TEST_F(ApplyDecisions, KeepAndPicturesThatAreNotThereChangeNothing) {
    decide(0, 3, LeakDecision::Keep);
    decide(0, 9, LeakDecision::SamePatient);
    decide(9, 1, LeakDecision::Drop);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), left(m_dataset));
    EXPECT_EQ(dataset.subjects, m_dataset.subjects);
    EXPECT_TRUE(dataset.problems.empty());
}

TEST_F(ApplyDecisions, DropLeavesOutTheSecondAndSaysSo) {
    decide(3, 0, LeakDecision::Drop);
    decide(1, 6, LeakDecision::Drop);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), "1(A00) 2(A01) 3(B00) 4(B00) 5(B01) 7(?)");
    ASSERT_EQ(count(dataset, "dropped_duplicate"), 2u);
    EXPECT_EQ(test::problemPaths(dataset.problems, "dropped_duplicate")[0], m_dataset.cells[0].path);
    EXPECT_NE(dataset.problems[0].message.find(m_dataset.cells[3].path.filename().string()), std::string::npos);
}

TEST_F(ApplyDecisions, OfExactCopiesTheFirstStays) {
    for (const std::size_t copy : {4u, 5u}) m_dataset.cells[copy].sha256 = contentOf(3);
    m_dataset.external[0].sha256 = contentOf(3);
    decide(3, 3, LeakDecision::Drop);
    EXPECT_EQ(left(applied()), "0(A00) 1(A00) 2(A01) 3(B00) 7(?)");
}

TEST_F(ApplyDecisions, AChainLeavesItsBeginningAndARingOne) {
    decide(0, 1, LeakDecision::Drop);
    decide(1, 2, LeakDecision::Drop);
    EXPECT_EQ(left(applied()), "0(A00) 3(B00) 4(B00) 5(B01) 6(?) 7(?)");
    decide(2, 0, LeakDecision::Drop);
    const Dataset dataset = applied();
    EXPECT_EQ(dataset.cells.size(), 4u);
    EXPECT_EQ(count(dataset, "dropped_duplicate"), 2u);
}

TEST_F(ApplyDecisions, SubjectsAndClassesWithoutCellsAreTakenOffTheLists) {
    for (const int copy : {3, 4, 5}) decide(2, copy, LeakDecision::Drop);
    const Dataset dataset = applied();
    EXPECT_EQ(dataset.classes, std::vector<std::string>{"class0"});
    EXPECT_EQ(dataset.subjects, (std::vector<std::string>{"A00", "A01"}));
    EXPECT_EQ(left(dataset), "0(A00) 1(A00) 2(A01) 6(?)");
    EXPECT_EQ(count(dataset, "empty_class"), 1u);
}

TEST_F(ApplyDecisions, SamePatientGivesAllCellsOfBothTheFirstsName) {
    m_dataset.facts.resize(m_dataset.subjects.size());
    for (std::size_t i = 0; i < m_dataset.facts.size(); ++i) m_dataset.facts[i].ageYears = static_cast<double>(i);
    decide(2, 1, LeakDecision::SamePatient);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), "0(A01) 1(A01) 2(A01) 3(B00) 4(B00) 5(B01) 6(?) 7(?)");
    EXPECT_EQ(dataset.subjects, (std::vector<std::string>{"A01", "B00", "B01"}));
    EXPECT_EQ(dataset.facts, (std::vector<SubjectFacts>(m_dataset.facts.begin() + 1, m_dataset.facts.end())));
    ASSERT_EQ(count(dataset, "same_patient"), 1u);
    EXPECT_NE(dataset.problems[0].message.find("subject A00"), std::string::npos);
    EXPECT_NE(dataset.problems[0].message.find("subject A01"), std::string::npos);
}

TEST_F(ApplyDecisions, MergingIsTransitiveAndMixedClassesAreNamed) {
    decide(0, 2, LeakDecision::SamePatient);
    decide(2, 5, LeakDecision::SamePatient);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), "0(A00) 1(A00) 2(A00) 3(B00) 4(B00) 5(A00) 6(?) 7(?)");
    EXPECT_EQ(count(dataset, "same_patient"), 2u);
    EXPECT_EQ(count(dataset, "subject_in_two_classes"), 1u);
}

TEST_F(ApplyDecisions, AnUnknownSubjectBecomesTheKnownOne) {
    m_dataset.cells[0].subjectIndex = -1;
    decide(0, 2, LeakDecision::SamePatient);
    EXPECT_EQ(left(applied()), "0(A01) 1(A00) 2(A01) 3(B00) 4(B00) 5(B01) 6(?) 7(?)");
    m_dataset.cells[2].subjectIndex = -1;
    const Dataset dataset = applied();
    EXPECT_EQ(count(dataset, "same_patient_unknown"), 2u);
    EXPECT_EQ(left(dataset).substr(0, 4), "0(?)");
}

TEST_F(ApplyDecisions, ATestCellOfATrainingPatientIsLeftOut) {
    decide(0, 6, LeakDecision::SamePatient);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), "0(A00) 1(A00) 2(A01) 3(B00) 4(B00) 5(B01) 7(?)");
    EXPECT_EQ(test::problemPaths(dataset.problems, "shared_with_training"), std::vector{m_dataset.external[0].path});
}

TEST_F(ApplyDecisions, AllTestCellsOfATrainingPatientAreLeftOut) {
    m_dataset.externalSubjects = {"X", "Y"};
    m_dataset.external.push_back({"root/validation/2.png", 0, -1, -1, contentOf(8)});
    for (const std::size_t i : {0u, 2u}) m_dataset.external[i].externalSubject = 0;
    m_dataset.external[1].externalSubject = 1;
    decide(6, 0, LeakDecision::SamePatient);
    const Dataset dataset = applied();
    ASSERT_EQ(dataset.external.size(), 1u);
    EXPECT_EQ(dataset.external[0].sha256, contentOf(7));
    EXPECT_EQ(dataset.externalSubjects, std::vector<std::string>{"Y"});
    EXPECT_EQ(dataset.external[0].externalSubject, 0);
}

TEST_F(ApplyDecisions, TestCellsAreLeftOutThroughOneAnother) {
    decide(6, 7, LeakDecision::SamePatient);
    decide(6, 0, LeakDecision::SamePatient);
    EXPECT_TRUE(applied().external.empty());
}

TEST_F(ApplyDecisions, ACellWithoutSubjectUnitesTwoSubjects) {
    m_dataset.cells[0].subjectIndex = -1;
    decide(2, 0, LeakDecision::SamePatient);
    decide(0, 5, LeakDecision::SamePatient);
    EXPECT_EQ(left(applied()), "0(A01) 1(A00) 2(A01) 3(B00) 4(B00) 5(A01) 6(?) 7(?)");
}

TEST_F(ApplyDecisions, AChainOfCellsWithoutSubjectEndsAtTheKnownOne) {
    for (const std::size_t i : {0u, 1u}) m_dataset.cells[i].subjectIndex = -1;
    decide(0, 1, LeakDecision::SamePatient);
    decide(1, 2, LeakDecision::SamePatient);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), "0(A01) 1(A01) 2(A01) 3(B00) 4(B00) 5(B01) 6(?) 7(?)");
    EXPECT_EQ(count(dataset, "same_patient_unknown"), 0u);
}

TEST_F(ApplyDecisions, WhatStandsInForADroppedCellStays) {
    decide(6, 0, LeakDecision::Drop);
    decide(6, 3, LeakDecision::SamePatient);
    const Dataset dataset = applied();
    EXPECT_EQ(left(dataset), "0(A00) 1(A00) 2(A01) 3(B00) 4(B00) 5(B01) 7(?)") << "the test cell is out as its patient trains, so the other is not dropped for it";
}

TEST_F(ApplyDecisions, OnlyDecisionsAboutItsOwnPicturesAreRecorded) {
    decide(0, 3, LeakDecision::Keep);
    decide(0, 9, LeakDecision::Drop);
    EXPECT_EQ(applied().decisions.all().size(), 1u);
    EXPECT_EQ(applied().decisions.of(contentOf(0), contentOf(3)), LeakDecision::Keep);
}

TEST_F(ApplyDecisions, TwiceIsAsOnce) {
    decide(0, 2, LeakDecision::SamePatient);
    decide(3, 4, LeakDecision::Drop);
    const Dataset once = applied();
    EXPECT_EQ(left(applyDecisions(once, m_decisions)), left(once));
    EXPECT_EQ(applyDecisions(once, m_decisions).problems.size(), once.problems.size());
}

}  // namespace
}  // namespace leukolens::dataset
