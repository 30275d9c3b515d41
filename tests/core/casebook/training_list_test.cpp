#include "core/casebook/training_list.h"

#include "tests/core/casebook/case_fixture.h"

namespace leukolens::casebook::test {
namespace {

class TrainingListTest : public testing::Test {
protected:
    TrainingListTest() {
        for (CaseCell& cell : cells) cell.reviewed = true;
        cells[1].reviewed = false;
        cells[2].excluded = true;
        cells[3].assignedClass = kUnidentified;
        cells[4].assignedClass = "hem";
    }
    std::string textOf(const TrainingList& list) { return readTextFile(list.file, 1 << 20).value(); }

    leukolens::test::TempFolder folder;
    std::vector<CaseCell> cells = someCells(5);
    CaseSummary summary{7, "Müller, Jörg"};
};

TEST_F(TrainingListTest, HoldsReviewedIdentifiedCellsThatCount) {
    const auto list = writeTrainingList(summary, cells, folder / "lists").value();
    EXPECT_EQ(list.cells, 2);
    const std::string text = textOf(list);
    EXPECT_TRUE(text.starts_with("path,class,subject,sha256,predicted\r\n"));
    EXPECT_NE(text.find(cells[0].path + ",all,"), std::string::npos);
    EXPECT_NE(text.find(cells[4].path + ",hem,"), std::string::npos);
    for (const int left : {1, 2, 3}) EXPECT_EQ(text.find(cells[static_cast<std::size_t>(left)].path), std::string::npos);
}

TEST_F(TrainingListTest, TheSubjectGroupsAPatientsCasesAndNamesNobody) {
    const auto subjectIn = [this](const CaseSummary& of) {
        const std::string text = textOf(writeTrainingList(of, cells, folder / "lists").value());
        const auto at = text.find(",all,") + 5;
        return text.substr(at, text.find(',', at) - at);
    };
    const std::string subject = subjectIn(summary);
    EXPECT_EQ(subject.find("ller"), std::string::npos);
    EXPECT_EQ(subjectIn({8, "Müller, Jörg"}), subject);
    EXPECT_NE(subjectIn({9, "Somebody else"}), subject);
    EXPECT_NE(subjectIn({10, ""}), subjectIn({11, ""})) << "cases without a name are no one patient";
}

TEST_F(TrainingListTest, EachIsAVersionOfItsOwn) {
    const auto first = writeTrainingList(summary, cells, folder / "lists").value();
    const std::string before = textOf(first);
    cells[0].assignedClass = "hem";
    const auto second = writeTrainingList(summary, cells, folder / "lists").value();
    EXPECT_EQ(first.version, 1);
    EXPECT_EQ(second.version, 2);
    EXPECT_EQ(first.file.filename(), "case-7-v1.csv");
    EXPECT_EQ(second.file.filename(), "case-7-v2.csv");
    EXPECT_EQ(textOf(first), before);
    std::filesystem::remove(first.file);
    EXPECT_EQ(writeTrainingList(summary, cells, folder / "lists")->version, 3);
    EXPECT_EQ(writeTrainingList({77, "x"}, cells, folder / "lists")->version, 1) << "of case 77, not of case 7";
}

TEST_F(TrainingListTest, WithoutAReviewedCellThereIsNone) {
    for (CaseCell& cell : cells) cell.reviewed = false;
    const auto list = writeTrainingList(summary, cells, folder / "lists");
    ASSERT_FALSE(list);
    EXPECT_EQ(list.error().code, ErrorCode::EmptyDataset);
    EXPECT_FALSE(std::filesystem::exists(folder / "lists"));
}

}  // namespace
}  // namespace leukolens::casebook::test
