#include "core/dataset/fact_edits.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

using leukolens::test::TempFolder;
using test::datasetOf;

std::string digest(int number) {
    std::string text = std::to_string(number);
    return std::string(64 - text.size(), 'a') + text;
}

/// Two classes of two subjects, three cells each; pictures are numbered from `first`.
Dataset numbered(int first = 0) {
    Dataset data = datasetOf({{3, 3}, {3, 3}});
    for (Cell& cell : data.cells) cell.sha256 = digest(first++);
    data.facts.assign(data.subjects.size(), {});
    return data;
}

SubjectFacts full() {
    return {3, Sex::Male, 9, Lineage::B, "t(9;22)", PrednisoneResponse::Good, 0.1, true, {{"centre", "A"}, {"arm", "1"}}};
}

TEST(FactEdit, MakesOneOfTheOther) {
    SubjectFacts some{{}, Sex::Female, 9, {}, "none seen", {}, 0.1, false, {{"centre", "B"}, {"site", "2"}}};
    for (const auto& known : {SubjectFacts(), full(), some}) {
        for (const auto& wanted : {SubjectFacts(), full(), some}) {
            const FactEdit edit = editBetween(known, wanted);
            EXPECT_EQ(withEdit(known, edit), wanted);
            EXPECT_EQ(edit.empty(), known == wanted);
        }
    }
}

TEST(FactEdit, LeavesFactsAloneThatItDoesNotSpeakOf) {
    SubjectFacts wanted = full();
    wanted.ageYears.reset();
    wanted.sex = Sex::Female;
    const FactEdit edit = editBetween(full(), wanted);
    SubjectFacts later = full();
    later.genetics = "read again";
    later.whiteCount = 12;
    const SubjectFacts edited = withEdit(later, edit);
    EXPECT_FALSE(edited.ageYears);
    EXPECT_EQ(edited.sex, Sex::Female);
    EXPECT_EQ(edited.genetics, "read again");
    EXPECT_EQ(edited.whiteCount, 12);
}

TEST(FactEdits, AreFoundByTheSubjectsIdAndAnyOfItsPictures) {
    const Dataset data = numbered();
    FactEdits edits;
    edits.put(data, 1, editBetween({}, full()));
    const auto applied = withFactEdits(data, edits.of(data));
    EXPECT_EQ(applied.facts[1], full());
    EXPECT_TRUE(applied.facts[0].empty());

    Dataset moved = data;
    moved.root = "/elsewhere";
    for (Cell& cell : moved.cells) cell.path = "/elsewhere" / cell.path.filename();
    std::erase_if(moved.cells,
                  [&](const Cell& cell) { return cell.subjectIndex == 1 && cell.sha256 != data.cells[5].sha256; });
    EXPECT_EQ(withFactEdits(moved, edits.of(moved)).facts[1], full()) << "one picture is left of the subject";

    const Dataset other = numbered(100);
    EXPECT_TRUE(withFactEdits(other, edits.of(other)).facts[1].empty()) << "another person may be called so elsewhere";
    Dataset renamed = data;
    renamed.subjects[1] = "A0x";
    EXPECT_TRUE(withFactEdits(renamed, edits.of(renamed)).facts[1].empty());
}

TEST(FactEdits, TheLastThatWasTypedCountsAndAnEmptyOneIsForgotten) {
    const Dataset data = numbered();
    FactEdits edits;
    edits.put(data, 2, editBetween({}, full()));
    SubjectFacts later;
    later.ageYears = 7;
    edits.put(data, 2, editBetween({}, later));
    EXPECT_EQ(edits.size(), 1u);
    EXPECT_EQ(withFactEdits(data, edits.of(data)).facts[2], later);
    edits.put(data, 2, {});
    EXPECT_EQ(edits, FactEdits());
}

TEST(FactEdits, SurviveTheirFile) {
    const TempFolder folder;
    const Dataset data = numbered();
    EXPECT_EQ(*readFactEdits(folder / "facts.json"), FactEdits());
    FactEdits edits;
    edits.put(data, 0, editBetween({}, full()));
    edits.put(data, 3, editBetween(full(), {}));
    ASSERT_TRUE(writeFactEdits(folder / "facts.json", edits));
    const auto back = readFactEdits(folder / "facts.json");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, edits);
    EXPECT_EQ(leukolens::test::entries(folder.path()), std::vector<std::string>{"facts.json"});
}

TEST(FactEdits, RefuseADamagedFileAndNameThePlace) {
    const std::string picture = digest(1);
    const auto subject = [&](const std::string& rest) {
        return R"({"version":1,"subjects":[{"subject":"P1","pictures":[")" + picture + "\"]" + rest + "}]}";
    };
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"", "the file"},
        {"[]", "the file is incomplete or of another kind"},
        {R"({"version":2,"subjects":[]})", "is of another version than 1"},
        {R"({"version":1,"subjects":[],"more":1})", "holds 'more', which is not known here"},
        {R"({"version":1,"subjects":[{}]})", "an entry is incomplete"},
        {R"({"version":1,"subjects":[{"subject":"","pictures":[]}]})", "an entry has no id"},
        {R"({"version":1,"subjects":[{"subject":"P1","pictures":[]}]})",
         "subject 'P1' has something else than SHA-256 of pictures"},
        {R"({"version":1,"subjects":[{"subject":"P1","pictures":["x"]}]})",
         "subject 'P1' has something else than SHA-256 of pictures"},
        {subject(""), "subject 'P1' says nothing"},
        {subject(R"(,"facts":{"ageYears":300})"), "subject 'P1': 'ageYears' is outside 0 to 120"},
        {subject(R"(,"facts":{"shoe":3})"), "subject 'P1': 'shoe' is not a fact that is known here"},
        {subject(R"(,"missing":["shoe"])"), "subject 'P1': 'missing' names 'shoe', which is not known here"},
        {subject(R"(,"missing":3)"), "subject 'P1': 'missing' is incomplete or of another kind"},
        {subject(R"(,"name":"Jane")"), "subject 'P1': 'name' is not known here"},
        {std::string(300, '['), "the file"},
    };
    for (const auto& [text, words] : cases) {
        const auto read = factEditsFromJson(text, "facts.json");
        ASSERT_FALSE(read) << text;
        EXPECT_EQ(read.error().code, ErrorCode::ReadFailed) << text;
        EXPECT_EQ(read.error().file, "facts.json");
        EXPECT_NE(read.error().what.find(words), std::string::npos) << text << " → " << read.error().what;
        EXPECT_FALSE(read.error().advice.empty());
    }
}

}  // namespace
}  // namespace leukolens::dataset
