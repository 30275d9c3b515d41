#include "core/experiment/planned_split.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

class PlannedSplit : public testing::Test {
protected:
    PlannedSplit() : m_data(leukolens::test::demoData(m_folder / "cells", 2)) {}

    /// A table that tests the subjects in turn in two folds.
    std::string table() {
        std::string csv = "path,fold\n";
        for (const auto& cell : m_data.cells) csv += cell.path.lexically_relative(m_data.root).string() + "," + std::to_string(cell.subjectIndex % 2) + "\n";
        EXPECT_TRUE(writeFileAtomically(m_folder / "split.csv", csv));
        return (m_folder / "split.csv").string();
    }

    leukolens::test::TempFolder m_folder;
    dataset::Dataset m_data;
    TrainSettings m_settings;
};

TEST_F(PlannedSplit, LeavesEachSubjectOutWhateverTheCountOfFoldsSays) {
    m_settings.protocol = dataset::Protocol::LeaveOneOut;
    ASSERT_TRUE(validate(m_settings));
    const auto split = plannedSplit(m_data, m_settings);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_EQ(split->folds.size(), m_data.subjects.size());
}

TEST_F(PlannedSplit, TakesATableOfThePersons) {
    m_settings.protocol = dataset::Protocol::Own;
    m_settings.splitFile = table();
    ASSERT_TRUE(validate(m_settings));
    const auto split = plannedSplit(m_data, m_settings);
    ASSERT_TRUE(split) << split.error().message();
    ASSERT_EQ(split->folds.size(), 2u);
    for (const int cell : split->folds[1].test) EXPECT_EQ(m_data.cells[static_cast<std::size_t>(cell)].subjectIndex % 2, 1);
    m_settings.splitFile = (m_folder / "none.csv").string();
    EXPECT_EQ(plannedSplit(m_data, m_settings).error().code, ErrorCode::NotFound);
}

TEST_F(PlannedSplit, OtherProtocolsHaveAsManyFoldsAsAsked) {
    m_settings.folds = 2;
    EXPECT_EQ(plannedSplit(m_data, m_settings)->folds.size(), 2u);
    EXPECT_TRUE(choosesFolds(dataset::Protocol::Patient));
    EXPECT_FALSE(choosesFolds(dataset::Protocol::Official));
}

TEST_F(PlannedSplit, WhatContradictsItselfIsNamed) {
    const auto complaint = [&] { return validate(m_settings).error().what; };
    m_settings.protocol = dataset::Protocol::Own;
    EXPECT_EQ(complaint(), "splitFile is empty, the protocol own needs a table");
    m_settings.protocol = dataset::Protocol::Patient;
    m_settings.splitFile = "split.csv";
    EXPECT_EQ(complaint(), "splitFile is set, only the protocol own reads it");
    m_settings.splitFile.clear();
    m_settings.folds = 1;
    EXPECT_EQ(complaint(), "folds is 1, the protocol patient needs 2 at least");
}

}  // namespace
}  // namespace leukolens::experiment
