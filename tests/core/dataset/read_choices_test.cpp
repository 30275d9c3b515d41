#include "core/dataset/read_choices.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

using leukolens::test::TempFolder;

Error refusalOf(const std::string& text) {
    const auto read = readChoicesFromJson(nlohmann::json::parse(text), "settings.json");
    return read ? Error{ErrorCode::Internal, "was read: " + text, {}, {}} : read.error();
}

TEST(ReadChoices, SurviveJson) {
    const std::vector<ReadChoices> all = {{},
                                          {{"file", "diagnosis", "who", false}, FolderOrder::Detect},
                                          {{"file", "", "", true}, FolderOrder::Detect},
                                          {{}, FolderOrder::Class},
                                          {{}, FolderOrder::ClassSubject},
                                          {{}, FolderOrder::SubjectClass}};
    for (const ReadChoices& choices : all) {
        const auto back = readChoicesFromJson(toJson(choices), "settings.json");
        ASSERT_TRUE(back) << back.error().message();
        EXPECT_EQ(*back, choices) << toJson(choices).dump();
    }
    EXPECT_EQ(toJson(ReadChoices()).dump(), "{}");
    EXPECT_EQ(toJson(all[2]).dump(), R"({"columns":{"path":"file","subject":null}})");
    EXPECT_EQ(toJson(all[5]).dump(), R"({"folders":"subject/class"})");
}

TEST(ReadChoices, RefuseWhatIsNotOfThisForm) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"[]", "it is no object"},
        {R"({"columns":[]})", "\"columns\" is no object"},
        {R"({"columns":{"path":""}})", "the column of 'path' has no name"},
        {R"({"columns":{"path":3}})", "the column of 'path' has no name"},
        {R"({"columns":{"class":null}})", "the column of 'class' has no name"},
        {R"({"columns":{"age":"x"}})", "'age' is a column, which is not known here"},
        {R"({"folders":"sideways"})", "\"folders\" is none of class, class/subject and subject/class"},
        {R"({"folders":1})", "\"folders\" is none of"},
        {R"({"zoom":1})", "'zoom' was chosen, which is not known here"},
    };
    for (const auto& [text, words] : cases) {
        const Error error = refusalOf(text);
        EXPECT_EQ(error.code, ErrorCode::ReadFailed) << error.what;
        EXPECT_NE(error.what.find(words), std::string::npos) << error.what;
        EXPECT_EQ(error.file, "settings.json");
    }
}

class ReadAgainTest : public testing::Test {
protected:
    void SetUp() override {
        for (int i = 1; i <= 4; ++i) test::writeCell(m_folder / ("img/" + std::to_string(i) + ".png"), i);
    }
    Result<Dataset> read(const std::filesystem::path& source, const ReadChoices& choices = {}) {
        ReadOptions options;
        static_cast<ReadChoices&>(options) = choices;
        NoProgress progress;
        return readDataset(source, progress, {}, options);
    }

    TempFolder m_folder;
};

TEST_F(ReadAgainTest, ATableSaysItsColumnsAlsoWhereTheyWereTold) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "cells.csv",
                                    std::string_view("File,Diagnosis,Patient\nimg/1.png,a,P1\nimg/2.png,b,P2\n")));
    const auto told = read(m_folder / "cells.csv");
    ASSERT_TRUE(told) << told.error().message();
    EXPECT_EQ(told->readAs.columns, (TableColumns{"File", "Diagnosis", "Patient", false}));
    const auto again = read(m_folder / "cells.csv", told->readAs);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->readAs, told->readAs);
    EXPECT_EQ(again->subjects, told->subjects);
}

TEST_F(ReadAgainTest, NoColumnSaysTheSubjectWhereThatIsChosen) {
    ASSERT_TRUE(
        writeFileAtomically(m_folder / "cells.csv", std::string_view("file,class,case\nimg/1.png,a,1\nimg/2.png,b,2\n")));
    ASSERT_EQ(read(m_folder / "cells.csv")->subjects.size(), 2u);
    const auto without = read(m_folder / "cells.csv", {{{}, {}, {}, true}, {}});
    ASSERT_TRUE(without) << without.error().message();
    EXPECT_FALSE(without->hasSubjects());
    EXPECT_TRUE(without->readAs.columns.noSubject);
}

TEST_F(ReadAgainTest, AFolderSaysTheOrderThatWasAskedFor) {
    for (int i = 1; i <= 4; ++i)
        test::writeCell(
            m_folder / ("set/S" + std::to_string(i % 2) + "/" + (i < 3 ? "a" : "b") + "/" + std::to_string(i) + ".png"), i);
    const auto data = read(m_folder / "set", {{}, FolderOrder::SubjectClass});
    ASSERT_TRUE(data) << data.error().message();
    EXPECT_EQ(data->classes, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(data->readAs, (ReadChoices{{}, FolderOrder::SubjectClass}));
}

}  // namespace
}  // namespace leukolens::dataset
