#include <gtest/gtest.h>

#include <fstream>

#include "core/dataset/split.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

/// Four subjects a class with two cells each: A00 … A03 in class0, B00 … B03 in class1.
class SplitCsv : public testing::Test {
protected:
    SplitCsv() : m_dataset(test::datasetOf({{2, 2, 2, 2}, {2, 2, 2, 2}})), m_csv(m_folder / "split.csv") {
        for (std::size_t i = 0; i < m_dataset.cells.size(); ++i)
            m_dataset.cells[i].sha256 = std::string(62, 'a') + static_cast<char>('0' + i / 10) + static_cast<char>('0' + i % 10);
    }

    std::string path(std::size_t cell) const { return m_dataset.cells[cell].path.lexically_relative(m_dataset.root).string(); }
    std::string partOf(std::size_t cell) const { return subject(cell) % 4 == 0 ? "test" : subject(cell) % 4 == 1 ? "validation" : "train"; }
    int subject(std::size_t cell) const { return m_dataset.cells[cell].subjectIndex; }

    Result<Split> read(const std::string& text, std::uint64_t seed = 0) {
        std::ofstream(m_csv, std::ios::binary) << text;
        return splitFromCsv(m_dataset, m_csv, seed);
    }

    /// A line a cell: tested in the fold of its subject's number within the class, halved.
    std::string tested(int firstFold = 0) const {
        std::string text = "path,fold\n";
        for (std::size_t i = 0; i < m_dataset.cells.size(); ++i) text += path(i) + ',' + std::to_string(firstFold + subject(i) % 4 / 2) + '\n';
        return text;
    }

    /// One fold: subject 0 of each class is tested, 1 stops the training, 2 and 3 train.
    std::string parts(const std::string& fold = "1") const {
        std::string text = "path,fold,part\n";
        for (std::size_t i = 0; i < m_dataset.cells.size(); ++i) text += path(i) + ',' + fold + ',' + partOf(i) + '\n';
        return text;
    }

    void expectRefused(const std::string& text, ErrorCode code, const std::string& words) {
        const auto split = read(text);
        ASSERT_FALSE(split) << text;
        EXPECT_EQ(split.error().code, code) << split.error().message();
        EXPECT_EQ(split.error().file, m_csv);
        EXPECT_NE(split.error().what.find(words), std::string::npos) << split.error().what;
        EXPECT_FALSE(split.error().advice.empty());
    }

    leukolens::test::TempFolder m_folder;
    Dataset m_dataset;
    std::filesystem::path m_csv;
};

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    const auto place = text.find(from);
    EXPECT_NE(place, std::string::npos) << from;
    return text.replace(place, from.size(), to);
}

std::string replacedAll(std::string text, const std::string& from, const std::string& to) {
    for (std::size_t i = text.find(from); i != std::string::npos; i = text.find(from, i + to.size())) text.replace(i, from.size(), to);
    return text;
}

TEST_F(SplitCsv, TestsEachCellInTheFoldItNames) {
    for (const int first : {0, 1}) {
        const auto split = read(tested(first), 3);
        ASSERT_TRUE(split) << split.error().message();
        EXPECT_EQ(split->protocol, Protocol::Own);
        EXPECT_EQ(split->seed, 3u);
        ASSERT_EQ(split->folds.size(), 2u);
        EXPECT_EQ(split->folds[0].test, (std::vector{0, 1, 2, 3, 8, 9, 10, 11}));
        EXPECT_EQ(split->folds[1].test, (std::vector{4, 5, 6, 7, 12, 13, 14, 15}));
        for (const Fold& fold : split->folds) {
            EXPECT_EQ(fold.validation.size(), 4u);
            EXPECT_EQ(fold.train.size(), 4u);
        }
        EXPECT_TRUE(verifySplit(m_dataset, *split));
    }
}

TEST_F(SplitCsv, TakesThePartsItNames) {
    const auto split = read(parts() + parts("2").substr(15));
    ASSERT_TRUE(split) << split.error().message();
    ASSERT_EQ(split->folds.size(), 2u);
    for (const Fold& fold : split->folds) {
        EXPECT_EQ(fold.test, (std::vector{0, 1, 8, 9}));
        EXPECT_EQ(fold.validation, (std::vector{2, 3, 10, 11}));
        EXPECT_EQ(fold.train, (std::vector{4, 5, 6, 7, 12, 13, 14, 15}));
    }
}

TEST_F(SplitCsv, ReadsTablesAsProgramsWriteThem) {
    const auto expected = read(parts()).value().folds[0].train;
    const auto same = [&](const std::string& text) {
        const auto split = read(text);
        ASSERT_TRUE(split) << split.error().message();
        EXPECT_EQ(split->folds[0].train, expected);
    };
    same("\xEF\xBB\xBF" + replacedAll(parts(), "\n", "\r\n"));
    same(replacedAll(parts(), ",", ";"));
    same(replacedAll(parts(), ",", "\t"));
    same(parts().substr(0, parts().size() - 1));
    same(replacedAll(parts(), "\n", "\n\n"));
    same(replacedAll(parts(), "/", "\\"));
    same(replaced(replacedAll(parts(), ",test", ", Test "), "path,fold,part", "Path , FOLD,\"part\""));
    same(replaced(replacedAll(parts(), "\n", ",\"a \"\"note\"\", on\ntwo lines\"\n"), "part,\"a \"\"note\"\", on\ntwo lines\"", "part,remark"));
}

TEST_F(SplitCsv, FindsCellsByContentWhateverTheyAreCalled) {
    std::string text = "sha256,fold,part\n";
    for (std::size_t i = 0; i < m_dataset.cells.size(); ++i)
        text += m_dataset.cells[i].sha256 + ",0," + partOf(i) + '\n';
    const auto expected = read(parts()).value().folds[0].test;
    for (Cell& cell : m_dataset.cells) cell.path = m_dataset.root / ("renamed" + cell.sha256.substr(60) + ".png");
    ASSERT_TRUE(read(text)) << read(text).error().message();
    EXPECT_EQ(read(text)->folds[0].test, expected);
    expectRefused(replaced(text, "a03,", "b03,"), ErrorCode::InvalidArgument, "line 5: no cell of the data has the SHA-256 \"aaa");
    m_dataset.cells[1].sha256 = m_dataset.cells[0].sha256;
    expectRefused(text, ErrorCode::InvalidArgument, "line 2: 2 cells of the data have the SHA-256");
}

TEST_F(SplitCsv, PathTellsCellsOfTheSameContentApart) {
    m_dataset.cells[1].sha256 = m_dataset.cells[0].sha256;
    std::string text = "path,sha256,fold,part\n";
    for (std::size_t i = 0; i < m_dataset.cells.size(); ++i)
        text += (i < 2 ? path(i) : "elsewhere.png") + ',' + m_dataset.cells[i].sha256 + ",0," + partOf(i) + '\n';
    const auto split = read(text);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_EQ(split->folds[0].test, (std::vector{0, 1, 8, 9}));
}

TEST_F(SplitCsv, ASubjectInTwoPartsIsRefusedWithBothLines) {
    expectRefused(replaced(parts(), "A01_1.png,1,validation", "A01_1.png,1,train"), ErrorCode::InvalidArgument,
                  "line 5: subject A01 is in train of fold 1, in line 4 in validation of fold 1");
    expectRefused(replaced(tested(), "A01_1.png,0", "A01_1.png,1"), ErrorCode::InvalidArgument,
                  "line 5: subject A01 is in test of fold 1, in line 4 in test of fold 0");
}

TEST_F(SplitCsv, EveryCellIsNamedOnceInEachFold) {
    expectRefused(parts() + path(3) + ",1,validation\n", ErrorCode::InvalidArgument, "line 18: \"class0/A01_1.png\" was named in line 5 already");
    expectRefused(tested() + path(0) + ",0\n", ErrorCode::InvalidArgument, "line 18: there are more lines than cells");
    expectRefused(replaced(parts(), path(3) + ",1,validation\n", ""), ErrorCode::InvalidArgument,
                  "1 cells of the data are not named in fold 1, the first is \"class0/A01_1.png\"");
    expectRefused(replaced(tested(), path(3) + ",0\n", ""), ErrorCode::InvalidArgument, "1 cells of the data are not named, the first is");
    expectRefused(parts() + path(0) + ",2,test\n", ErrorCode::InvalidArgument, "15 cells of the data are not named in fold 2");
}

TEST_F(SplitCsv, PartsAreNotEmptyAndTrainHoldsEachClass) {
    expectRefused(replacedAll(parts(), "validation", "train"), ErrorCode::InvalidArgument, "fold 1: validation is empty");
    expectRefused(replacedAll(parts(), "test", "train"), ErrorCode::InvalidArgument, "fold 1: test is empty");
    std::string text = "path,fold,part\n";
    for (std::size_t i = 0; i < m_dataset.cells.size(); ++i) text += path(i) + ",1," + (i < 6 ? "train" : i < 12 ? "test" : "validation") + '\n';
    expectRefused(text, ErrorCode::InvalidArgument, "fold 1: train holds no cell of class class1");
    expectRefused(replacedAll(tested(), ",1\n", ",0\n"), ErrorCode::TooFewSubjects, "fold 0");
}

TEST_F(SplitCsv, ATableOfDamageIsRefusedWithTheLine) {
    const std::string good = parts();
    const auto damaged = [&](const std::string& text, const std::string& words) { expectRefused(text, ErrorCode::ReadFailed, words); };
    damaged("", "is empty");
    damaged("file,fold\na,1\n", "line 1 names neither a column path nor a column sha256");
    damaged("path,part\na,test\n", "line 1 names no column fold");
    damaged("path,fold,Path\n", "line 1 names the column path twice");
    damaged("path,fold,path\n", "line 1 names the column 'path' twice");
    damaged(std::string("\xFF\xFEp\0a\0t\0h\0", 10), "is text in UTF-16");
    expectRefused("path,fold" + std::string(100, ',') + "\n", ErrorCode::TooLarge, "line 1 names 102 columns");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png"), "line 5 has 2 fields, expected 3");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png,one"), "line 5 has the fold \"one\"");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png,-1"), "line 5 has the fold \"-1\"");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png,1.0"), "line 5 has the fold \"1.0\"");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png,"), "line 5 has the fold \"\"");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png,201"), "line 5 has the fold \"201\"");
    damaged(replaced(good, "A01_1.png,1", "A01_1.png,99999999999999999999"), "line 5 has the fold");
    damaged(replaced(good, "A01_1.png,1,validation", "A01_1.png,1,val"), "line 5 has the part \"val\"");
    damaged(replaced(good, "class0/A01_1.png", "\"class0/A01_1.png"), "line 5 opens a quote that is never closed");
    damaged(replaced(good, "class0/A01_1.png", "class0/\"A01_1.png"), "line 5 has a quote");
    damaged(replaced(good, "class0/A01_1.png", "\"class0\"/A01_1.png"), "line 5 has text after a closing quote");
    damaged(good + "\"", "line 18 opens a quote that is never closed");
    damaged(replaced(good, "class0/A00_1.png,1,test", "class0/A00_1.png,1,\"test\n\""), "line 3 has the part \"test?\"");
    // A field over two lines does not shift the count.
    damaged(replaced(replaced(good, "path", "\"note\n\",path"), "class0/A00_0.png", "a"), "line 3 has 3 fields, expected 4");
}

TEST_F(SplitCsv, FoldsAreCountedWithoutAGap) {
    const auto refused = [&](const std::string& text, const std::string& words) { expectRefused(text, ErrorCode::InvalidArgument, words); };
    refused("path,fold\n", "names no cell");
    refused(tested(2), "line 2: the lowest fold is 2, expected 0 or 1");
    refused(replacedAll(tested(), ",1\n", ",3\n"), "has fold 3, there is no fold 1");
}

TEST_F(SplitCsv, WhatIsNoCellOfTheDataIsNamed) {
    expectRefused(replaced(parts(), "A01_1.png", "A01_9.png"), ErrorCode::InvalidArgument, "line 5: \"class0/A01_9.png\" is no cell of the data");
    m_dataset.problems.push_back({"duplicate", m_dataset.root / "class0/A01_9.png", "the same as another"});
    expectRefused(replaced(parts(), "A01_1.png", "A01_9.png"), ErrorCode::InvalidArgument, "is no cell of the data: it was left out (duplicate)");
    expectRefused(replaced(parts(), "class0/A01_1.png", "../root/" + std::string(5000, 'x')), ErrorCode::InvalidArgument, "x…\" is no cell of the data");
}

TEST_F(SplitCsv, WithoutAnySubjectCellsAreKeptApart) {
    m_dataset.subjects.clear();
    for (Cell& cell : m_dataset.cells) cell.subjectIndex = -1;
    std::string text = "path,fold\n";
    for (std::size_t i = 0; i < m_dataset.cells.size(); ++i) text += path(i) + ',' + std::to_string(i % 2) + '\n';
    const auto split = read(text);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_EQ(split->folds[0].test, (std::vector{0, 2, 4, 6, 8, 10, 12, 14}));
    EXPECT_EQ(split->folds[0].validation.size(), 2u);
    EXPECT_TRUE(verifySplit(m_dataset, *split));
}

TEST_F(SplitCsv, SubjectsMustBeKnownOfAllOrNone) {
    m_dataset.cells[3].subjectIndex = -1;
    EXPECT_EQ(read(tested()).error().code, ErrorCode::NoSubjects);
}

TEST_F(SplitCsv, FilesThatCannotBeReadSaySo) {
    EXPECT_EQ(splitFromCsv(m_dataset, m_folder / "none.csv").error().code, ErrorCode::NotFound);
    EXPECT_EQ(splitFromCsv(m_dataset, m_folder.path()).error().code, ErrorCode::NotAFile);
    EXPECT_EQ(splitFromCsv(Dataset{}, m_csv).error().code, ErrorCode::EmptyDataset);
}

}  // namespace
}  // namespace leukolens::dataset
