#include "core/dataset/table_reader.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;
using test::writeCell;

class TableReaderTest : public testing::Test {
protected:
    void SetUp() override {
        for (int i = 1; i <= 6; ++i) writeCell(m_folder / ("img/" + std::to_string(i) + ".png"), i);
    }

    fs::path write(const std::string& text, const std::string& name = "cells.csv") {
        EXPECT_TRUE(writeFileAtomically(m_folder / name, text));
        return m_folder / name;
    }

    Result<Dataset> read(const std::string& text, const ReadOptions& options = {}) {
        NoProgress progress;
        return readDataset(write(text), progress, {}, options);
    }

    /// "code" and the words of the only problem, or a list of what there is.
    void expectOnly(const Result<Dataset>& data, const std::string& code, const std::string& words) {
        ASSERT_TRUE(data) << data.error().message();
        std::string all;
        for (const Problem& problem : data->problems) all += problem.code + ": " + problem.message + "\n";
        ASSERT_EQ(data->problems.size(), 1u) << all;
        EXPECT_EQ(data->problems[0].code, code) << all;
        EXPECT_EQ(data->problems[0].path, m_folder / "cells.csv");
        EXPECT_NE(data->problems[0].message.find(words), std::string::npos) << all;
    }

    TempFolder m_folder;
};

TEST_F(TableReaderTest, ReadsPathClassSubjectAndFacts) {
    const auto data = read("File,Diagnosis,Patient ID,Age,Sex,centre\nimg/2.png,blast,P1,4.5,f,Graz\nimg\\1.png,blast,P1,4.5,f,Graz\n./img/3.png,normal,P2,,m,\n");
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_TRUE(data->problems.empty()) << data->problems[0].message;
    EXPECT_EQ(data->layout, "table");
    EXPECT_EQ(data->howRead, "A table: the column 'File' names the images, 'Diagnosis' the class, 'Patient ID' the subject.");
    EXPECT_EQ(data->root, m_folder.path());
    EXPECT_EQ(data->source, m_folder / "cells.csv");
    EXPECT_EQ(data->classes, (std::vector<std::string>{"blast", "normal"}));
    EXPECT_EQ(data->subjects, (std::vector<std::string>{"P1", "P2"}));
    ASSERT_EQ(data->cells.size(), 3u);
    EXPECT_EQ(data->cells[0].path, m_folder / "img/1.png");
    EXPECT_EQ(data->cells[2].path, m_folder / "img/3.png");
    EXPECT_EQ(data->cells[2].classIndex, 1);
    EXPECT_EQ(data->cells[2].subjectIndex, 1);
    ASSERT_EQ(data->facts.size(), 2u);
    EXPECT_EQ(data->facts[0].ageYears, 4.5);
    EXPECT_EQ(data->facts[0].other.at("centre"), "Graz");
    EXPECT_FALSE(data->facts[1].ageYears);
    EXPECT_EQ(data->facts[1].sex, Sex::Male);
}

TEST_F(TableReaderTest, ColumnsCanBeNamed) {
    const std::string text = "a\tb\tclass\nimg/1.png\tx\tblast\nimg/2.png\ty\tblast\n";
    EXPECT_EQ(read(text).error().code, ErrorCode::ReadFailed);
    ReadOptions options;
    options.columns = {"A", "b", {}};
    const auto data = read(text, options);
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->classes, (std::vector<std::string>{"x", "y"}));
    options.columns.path = "c";
    EXPECT_NE(read(text, options).error().what.find("no column 'c', only 'a', 'b', 'class'"), std::string::npos);
    options.columns = {"a", "a", {}};
    EXPECT_EQ(read(text, options).error().code, ErrorCode::InvalidArgument);
}

TEST_F(TableReaderTest, EachFaultOfALineIsOneProblem) {
    const std::string good = "path,class,subject\nimg/1.png,blast,P1\nimg/2.png,normal,P2\n";
    expectOnly(read(good + "img/9.png,blast,P1\n"), "missing_file", "line 4: 'img/9.png' is not there");
    expectOnly(read(good + "img,blast,P1\n"), "not_a_file", "line 4");
    expectOnly(read(good + "/dev/null,blast,P1\n"), "not_a_file", "line 4");
    expectOnly(read(good + "img/3.png,,P1\n"), "unlabelled", "line 4: 'img/3.png' has no class");
    expectOnly(read(good + "img/3.png,N/A,P1\n"), "unlabelled", "line 4");
    expectOnly(read(good + ",blast,P1\n"), "damaged_line", "line 4: names no image");
    expectOnly(read(good + "img/3.png,blast\n"), "damaged_line", "line 4: has 2 fields, expected 3");
    expectOnly(read(good + "img/3.png,blast,unknown\n"), "no_subject", "line 4");
    expectOnly(read(good + "img/3.png,blast,P1\n./img/../img/3.png,blast,P1\n"), "duplicate_row", "line 5: './img/../img/3.png' stands on line 4 already; kept once");
    expectOnly(read(good + "img/3.png,blast,P1\nimg/3.png,normal,P1\n"), "contradicting_rows", "line 5: 'img/3.png' stands on line 4 already, with another class; left out");
    expectOnly(read(good + "img/3.png,blast,P1\nimg/3.png,blast,P3\n"), "contradicting_rows", "another subject");
    expectOnly(read(good + "img/3.png,blast,p1\n"), "similar_subjects", "'P1' and 'p1'");
}

TEST_F(TableReaderTest, ContradictingRowsLeaveTheirFileOutAndOthersIn) {
    const auto data = read("path,class\nimg/1.png,blast\nimg/2.png,normal\nimg/3.png,blast\nimg/3.png,normal\nimg/3.png,blast\n");
    ASSERT_TRUE(data);
    EXPECT_EQ(data->cells.size(), 2u);
    EXPECT_EQ(test::problemPaths(data->problems, "contradicting_rows").size(), 1u);
    EXPECT_EQ(test::problemPaths(data->problems, "duplicate_row").size(), 1u);
}

TEST_F(TableReaderTest, ImagesElsewhereAreReadAndSaid) {
    TempFolder elsewhere;
    writeCell(elsewhere / "7.png", 7);
    const fs::path table = m_folder / "deep/cells.csv";
    ASSERT_TRUE(createFolder(m_folder / "deep"));
    ASSERT_TRUE(writeFileAtomically(table, "path,class\n../img/1.png,blast\n" + (elsewhere / "7.png").string() + ",normal\n../../../../../../etc/nowhere.png,blast\n"));
    NoProgress progress;
    const auto data = readDataset(table, progress, {});
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->cells.size(), 2u);
    ASSERT_EQ(data->problems.size(), 2u);
    EXPECT_EQ(data->problems[0].code, "missing_file");
    EXPECT_EQ(data->problems[1].code, "outside_folder");
    EXPECT_NE(data->problems[1].message.find("(2, "), std::string::npos) << data->problems[1].message;
    for (const Cell& cell : data->cells) EXPECT_FALSE(cell.path.lexically_relative(data->root).empty());
}

TEST_F(TableReaderTest, ARelativePathToTheTableGivesAnAbsoluteRoot) {
    const fs::path before = fs::current_path();
    const fs::path table = write("path,class\nimg/1.png,blast\nimg/2.png,normal\n");
    fs::current_path(m_folder.path());
    NoProgress progress;
    const auto data = readDataset("cells.csv", progress, {});
    fs::current_path(before);
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->root, m_folder.path());
    EXPECT_EQ(data->cells[0].path.lexically_relative(data->root), "img/1.png");
}

TEST_F(TableReaderTest, FactsWithoutSubjectsAndOfImagesAreNotKept) {
    expectOnly(read("path,class,age\nimg/1.png,blast,4\nimg/2.png,normal,5\n"), "column_not_kept", "'age'");
    expectOnly(read("path,class,subject,sharpness\nimg/1.png,blast,P1,0.5\nimg/2.png,blast,P1,0.7\nimg/3.png,normal,P2,1\n"), "column_not_kept", "'sharpness' is no fact of subjects");
    expectOnly(read("path,class,subject,name\nimg/1.png,blast,P1,Jane\nimg/2.png,normal,P2,John\n"), "personal_data", "'name'");
    ReadOptions options;
    options.columns.subject = "name";
    const auto named = read("path,class,name\nimg/1.png,blast,Jane\nimg/2.png,normal,John\n", options);
    expectOnly(named, "personal_data", "pseudonyms");
    EXPECT_EQ(named->subjects, (std::vector<std::string>{"Jane", "John"}));
}

TEST_F(TableReaderTest, RefusesTablesThatSayNothing) {
    EXPECT_NE(read("path,age\nimg/1.png,4\n").error().what.find("say the class, only 'path', 'age'"), std::string::npos);
    EXPECT_NE(read("class,age\nblast,4\n").error().what.find("say the path"), std::string::npos);
    EXPECT_EQ(read("").error().code, ErrorCode::ReadFailed);
    EXPECT_EQ(read("path,class\n").error().code, ErrorCode::EmptyDataset);
    EXPECT_EQ(read("path,class\nimg/1.png,blast\n").error().code, ErrorCode::OneClassOnly);
    EXPECT_EQ(read("path,class\ngone/1.png,blast\ngone/2.png,normal\n").error().code, ErrorCode::EmptyDataset);
    EXPECT_NE(read("path,class\nimg/1.png,\"blast\n").error().what.find("line 2 opens a quote"), std::string::npos);
    std::string many = "path,class\n";
    for (int i = 0; i < 1001; ++i) {
        const std::string name = "img/" + std::to_string(i) + "n.png";
        writeCell(m_folder / name, i);
        many += name + ",c" + std::to_string(i) + "\n";
    }
    EXPECT_NE(read(many).error().what.find("1001th class"), std::string::npos);
}

TEST_F(TableReaderTest, StopsWhenAsked) {
    CancelSource source;
    source.cancel();
    NoProgress progress;
    EXPECT_EQ(readDataset(write("path,class\nimg/1.png,blast\n"), progress, source.token()).error().code, ErrorCode::Cancelled);
}

TEST_F(TableReaderTest, PreviewShowsHeaderRowsAndGuess) {
    std::string text = "Image;Klasse;patient;Alter;Geburtsdatum;centre\n";
    for (int i = 0; i < 30; ++i) text += "gone/" + std::to_string(i) + ".png;x;P;4;2011-01-01;c\n";
    const auto preview = previewTable(write(text));
    ASSERT_TRUE(preview) << preview.error().message();
    EXPECT_EQ(preview->separator, ';');
    EXPECT_EQ(preview->columns, (std::vector<std::string>{"Image", "Klasse", "patient", "Alter", "Geburtsdatum", "centre"}));
    EXPECT_EQ(preview->firstRows.size(), 20u);
    EXPECT_EQ(preview->firstRows[1][0], "gone/1.png");
    EXPECT_EQ(preview->guess.path, "Image");
    EXPECT_EQ(preview->guess.label, "Klasse");
    EXPECT_EQ(preview->guess.subject, "patient");
    EXPECT_EQ(preview->facts, (std::map<std::string, std::string>{{"Alter", "ageYears"}}));
    EXPECT_EQ(preview->personal, std::vector<std::string>{"Geburtsdatum"});
    const auto none = previewTable(write("name,x\n1,2\n"));
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->guess.path.empty() && none->guess.label.empty() && none->guess.subject.empty());
    EXPECT_EQ(previewTable(m_folder / "gone.csv").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::dataset
