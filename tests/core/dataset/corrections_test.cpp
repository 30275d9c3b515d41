#include "core/dataset/corrections.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {

using leukolens::test::TempFolder;
using enum Correction::Kind;

std::string digest(char c) { return std::string(64, c); }

/// Three cells of class all (two subjects), two of class hem.
Dataset five() {
    Dataset data;
    data.root = "/d";
    data.classes = {"all", "hem"};
    data.subjects = {"1", "2", "H1"};
    data.facts.resize(3);
    for (int i = 0; i < 3; ++i) data.facts[static_cast<std::size_t>(i)].ageYears = 10 + i;
    data.cells = {{"/d/a.bmp", 0, 0, -1, digest('a')}, {"/d/b.bmp", 0, 0, -1, digest('b')}, {"/d/c.bmp", 0, 1, -1, digest('c')},
                  {"/d/d.bmp", 1, 2, -1, digest('d')}, {"/d/e.bmp", 1, 2, -1, digest('e')}};
    return data;
}

Correction relabel(char cell, const std::string& from, const std::string& to) { return {Relabel, digest(cell), from, to, "looks mature", "2026-01-02T03:04:05Z"}; }
Correction exclude(char cell, const std::string& from) { return {Exclude, digest(cell), from, {}, "blurred", "2026-01-02T03:04:05Z"}; }

TEST(Corrections, RelabelAndExcludeByContent) {
    Corrections corrections;
    corrections.put(relabel('a', "all", "hem"));
    corrections.put(exclude('c', "all"));
    const auto corrected = withCorrections(five(), corrections);
    ASSERT_TRUE(corrected);
    EXPECT_EQ(corrected->relabelled, 1);
    EXPECT_EQ(corrected->excluded, 1);
    EXPECT_TRUE(corrected->unfitting.empty());
    EXPECT_EQ(corrected->dataset.corrections, corrections.all()) << "said for the record of a run";
    ASSERT_EQ(corrected->dataset.cells.size(), 4u);
    EXPECT_EQ(corrected->dataset.cells[0].classIndex, 1);
    EXPECT_EQ(corrected->dataset.subjects, (std::vector<std::string>{"1", "H1"})) << "subject 2 keeps no cell";
    EXPECT_EQ(corrected->dataset.cells[3].subjectIndex, 1);
    ASSERT_EQ(corrected->dataset.facts.size(), 2u);
    EXPECT_EQ(corrected->dataset.facts[1].ageYears, 12);
}

TEST(Corrections, TakenBackNothingIsLeftOfThem) {
    Corrections corrections;
    corrections.put(relabel('a', "all", "hem"));
    corrections.put(exclude('a', "all"));
    EXPECT_EQ(corrections.size(), 1u) << "the later one replaces";
    corrections.remove(digest('a'));
    const auto corrected = withCorrections(five(), corrections);
    ASSERT_TRUE(corrected);
    EXPECT_EQ(corrected->dataset.cells.size(), 5u);
    EXPECT_EQ(corrected->dataset.cells[0].classIndex, 0);
}

TEST(Corrections, OfAnotherLabelChangeNothingAndAreNamed) {
    Corrections corrections;
    corrections.put(relabel('a', "hem", "all"));
    corrections.put(relabel('b', "all", "basophil"));
    corrections.put(exclude('f', "all"));
    const auto corrected = withCorrections(five(), corrections);
    ASSERT_TRUE(corrected);
    EXPECT_EQ(corrected->dataset.cells.size(), 5u);
    ASSERT_EQ(corrected->unfitting.size(), 2u);
    EXPECT_EQ(corrected->unfitting[0].sha256, digest('a'));
    EXPECT_EQ(corrected->unfitting[1].sha256, digest('b'));
    EXPECT_TRUE(corrected->dataset.corrections.empty());
}

TEST(Corrections, ThatLeaveTooLittleAreRefused) {
    Corrections corrections;
    corrections.put(exclude('d', "hem"));
    corrections.put(relabel('e', "hem", "all"));
    EXPECT_EQ(withCorrections(five(), corrections).error().code, ErrorCode::OneClassOnly);
    for (const char cell : {'a', 'b', 'c', 'd', 'e'}) corrections.put(exclude(cell, cell < 'd' ? "all" : "hem"));
    EXPECT_EQ(withCorrections(five(), corrections).error().code, ErrorCode::EmptyDataset);
}

TEST(Corrections, ComeBackFromTheirFile) {
    const TempFolder folder;
    const auto none = readCorrections(folder / "none.json");
    ASSERT_TRUE(none);
    EXPECT_EQ(none->size(), 0u);
    Corrections corrections;
    corrections.put(relabel('a', "Лейкоз", "normal"));
    corrections.put(exclude('b', "all"));
    ASSERT_TRUE(writeCorrections(folder / "c.json", corrections));
    const auto back = readCorrections(folder / "c.json");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(*back, corrections);
}

TEST(Corrections, FilesThatThisProgramDoesNotWriteAreRefused) {
    const TempFolder folder;
    const auto file = folder / "c.json";
    Corrections corrections;
    corrections.put(relabel('a', "all", "hem"));
    const auto good = toJson(corrections);
    const std::vector<std::function<void(nlohmann::json&)>> spoil = {
        [](auto& j) { j["version"] = 2; },
        [](auto& j) { j.erase("corrections"); },
        [](auto& j) { j["corrections"][0]["kind"] = "delete"; },
        [](auto& j) { j["corrections"][0]["sha256"] = "../../etc"; },
        [](auto& j) { j["corrections"][0]["reason"] = ""; },
        [](auto& j) { j["corrections"][0]["to"] = ""; },
        [](auto& j) { j["corrections"][0]["to"] = "all"; },
        [](auto& j) { j["corrections"][0]["kind"] = "exclude"; },
        [](auto& j) { j["corrections"][0]["reason"] = std::string(5000, 'x'); },
        [](auto& j) { j["corrections"].push_back(j["corrections"][0]); },
        [](auto& j) { j = 7; },
    };
    for (std::size_t i = 0; i < spoil.size(); ++i) {
        auto bad = good;
        spoil[i](bad);
        const auto read = correctionsFromJson(bad, file);
        ASSERT_FALSE(read) << i;
        EXPECT_EQ(read.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(read.error().file, file);
    }
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("{\"version\":1,")));
    EXPECT_EQ(readCorrections(file).error().code, ErrorCode::ReadFailed);
}

}  // namespace
}  // namespace leukolens::dataset
