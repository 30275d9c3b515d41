#include "core/evaluation/prediction_table.h"

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"

namespace leukolens::evaluation {
namespace {

constexpr const char* kFile = "run/predictions.csv";
const std::string kHeader = "path,subject,fold,label,predicted,p_all,p_hem\n";

Result<PredictionTable> read(const std::string& text) { return predictionsFromText(text, kFile); }

TEST(ReadPredictions, KeepsQuotedNamesFoldsAndUnknownSubjects) {
    const auto table = read("path,subject,fold,label,predicted,\"p_blast, early\",p_hem\n"
                            "\"a, b/1.png\",P2,1,\"blast, early\",\"blast, early\",0.75,0.25\n"
                            "\"c \"\"d\"\".png\",,2,hem,hem,1e-3,0.999\n"
                            "ü.png,\"P10, later\",12,hem,hem,0,1\n"
                            "ü.png,P2,2,hem,hem,0.5,0.5\n");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->classes, (std::vector<std::string>{"blast, early", "hem"}));
    EXPECT_EQ(table->subjects, (std::vector<std::string>{"P10, later", "P2"})) << "sorted";
    EXPECT_TRUE(table->hasSubjects());
    std::vector<std::string> paths;
    std::vector<int> subjects, folds, labels;
    for (const auto& cell : table->cells) {
        paths.push_back(cell.path);
        subjects.push_back(cell.subject);
        folds.push_back(cell.fold);
        labels.push_back(cell.label);
    }
    EXPECT_EQ(paths, (std::vector<std::string>{"a, b/1.png", "c \"d\".png", "ü.png", "ü.png"}));
    EXPECT_EQ(subjects, (std::vector<int>{1, -1, 0, 1}));
    EXPECT_EQ(folds, (std::vector<int>{1, 2, 12, 2}));
    EXPECT_EQ(labels, (std::vector<int>{0, 1, 1, 1}));
    EXPECT_EQ(table->probabilities, (std::vector<double>{0.75, 0.25, 0.001, 0.999, 0, 1, 0.5, 0.5}));
    EXPECT_EQ(table->of(1)[0], 0.001);
    EXPECT_EQ(table->classIndex("hem"), 1);
    EXPECT_EQ(table->classIndex("p_hem"), -1);
}

TEST(ReadPredictions, FindsColumnsByTheirNamesAndPassesOverOthers) {
    const auto table = read("p_hem,fold,remark,label,path,p_,subject,p_all\n0.25,3,,all,a.png,7,,0.75\n");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->classes, (std::vector<std::string>{"hem", "all"}));
    ASSERT_EQ(table->cells.size(), 1u);
    EXPECT_EQ(table->cells[0].path, "a.png");
    EXPECT_EQ(table->cells[0].label, 1);
    EXPECT_EQ(table->cells[0].fold, 3);
    EXPECT_FALSE(table->hasSubjects());
    EXPECT_EQ(table->probabilities, (std::vector<double>{0.25, 0.75}));
}

TEST(ReadPredictions, ASumMayBeOffByWhatRoundingLeaves) {
    EXPECT_TRUE(read(kHeader + "a.png,,1,all,all,0.3333,0.6662\n"));
    EXPECT_FALSE(read(kHeader + "a.png,,1,all,all,0.3333,0.6652\n"));
}

TEST(ReadPredictions, ReadsAFileAndSaysThatThereIsNone) {
    const test::TempFolder folder;
    ASSERT_TRUE(writeFileAtomically(folder / "predictions.csv", kHeader + "a.png,P,1,hem,hem,0.25,0.75\n"));
    const auto table = readPredictions(folder / "predictions.csv");
    ASSERT_TRUE(table) << table.error().message();
    EXPECT_EQ(table->cells.size(), 1u);
    const auto none = readPredictions(folder / "none.csv");
    ASSERT_FALSE(none);
    EXPECT_EQ(none.error().code, ErrorCode::NotFound);
    EXPECT_EQ(none.error().file, folder / "none.csv");
}

TEST(ReadPredictions, WhatIsDamagedIsRefusedWithFileLineAndReason) {
    const std::string good = "a.png,P,1,all,all,0.75,0.25\n";
    const struct {
        const char* what;
        std::string text;
        ErrorCode code;
        std::string words;
    } cases[] = {
        {"no text at all", "", ErrorCode::ReadFailed, "is empty"},
        {"no row", kHeader, ErrorCode::EmptyDataset, "holds no prediction"},
        {"blank rows alone", kHeader + "\n,,,,,,\n", ErrorCode::EmptyDataset, "holds no prediction"},
        {"no path column", "subject,fold,label,p_all,p_hem\nP,1,all,1,0\n", ErrorCode::ReadFailed, "has no column \"path\""},
        {"no subject column", "path,fold,label,p_all,p_hem\na.png,1,all,1,0\n", ErrorCode::ReadFailed, "has no column \"subject\""},
        {"no fold column", "path,subject,label,p_all,p_hem\na.png,P,all,1,0\n", ErrorCode::ReadFailed, "has no column \"fold\""},
        {"no label column", "path,subject,fold,p_all,p_hem\na.png,P,1,1,0\n", ErrorCode::ReadFailed, "has no column \"label\""},
        {"no class", "path,subject,fold,label\na.png,P,1,all\n", ErrorCode::ReadFailed, "no columns p_CLASS for two classes"},
        {"one class only", "path,subject,fold,label,p_all\na.png,P,1,all,1\n", ErrorCode::ReadFailed, "no columns p_CLASS for two classes"},
        {"a class twice", "path,subject,fold,label,p_all,p_all\na.png,P,1,all,1,0\n", ErrorCode::ReadFailed, "twice"},
        {"label of no class", kHeader + good + "b.png,P,1,blast,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 3: the label is none of the classes"},
        {"label in other letters", kHeader + "b.png,P,1,ALL,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the label is none of the classes"},
        {"no path", kHeader + good + good + ",P,1,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 4: names no file"},
        {"fold 0", kHeader + "a.png,P,0,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the fold is no whole number from 1 on"},
        {"fold below", kHeader + "a.png,P,-1,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the fold is"},
        {"no fold", kHeader + "a.png,P,,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the fold is"},
        {"fold in words", kHeader + "a.png,P,one,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the fold is"},
        {"fold and a half", kHeader + "a.png,P,1.5,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the fold is"},
        {"fold beyond any", kHeader + "a.png,P,99999999999,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2: the fold is"},
        {"probability in words", kHeader + good + "a.png,P,1,all,all,high,0.25\n", ErrorCode::ReadFailed, "line 3: a probability is no number from 0 to 1"},
        {"no probability", kHeader + "a.png,P,1,all,all,,1\n", ErrorCode::ReadFailed, "line 2: a probability is"},
        {"probability with a unit", kHeader + "a.png,P,1,all,all,0.75%,0.25\n", ErrorCode::ReadFailed, "line 2: a probability is"},
        {"not a number", kHeader + "a.png,P,1,all,all,nan,0.25\n", ErrorCode::ReadFailed, "line 2: a probability is"},
        {"without end", kHeader + "a.png,P,1,all,all,inf,0.25\n", ErrorCode::ReadFailed, "line 2: a probability is"},
        {"above 1", kHeader + "a.png,P,1,all,all,1.5,0\n", ErrorCode::ReadFailed, "line 2: a probability is"},
        {"below 0", kHeader + "a.png,P,1,all,all,1,-0.0001\n", ErrorCode::ReadFailed, "line 2: a probability is"},
        {"sum too high", kHeader + "a.png,P,1,all,all,0.75,0.26\n", ErrorCode::ReadFailed, "line 2: the probabilities do not sum to 1"},
        {"sum too low", kHeader + "a.png,P,1,all,all,0,0\n", ErrorCode::ReadFailed, "line 2: the probabilities do not sum to 1"},
        {"too few fields", kHeader + good + "a.png,P,1,all\n", ErrorCode::ReadFailed, "line 3: has 4 fields, expected 7"},
        {"too many fields", kHeader + "a.png,P,1,all,all,0.75,0.25,1\n", ErrorCode::ReadFailed, "line 2: has 8 fields, expected 7"},
        {"a quote never closed", kHeader + "\"a.png,P,1,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2 opens a quote that is never closed"},
        {"bytes of no UTF-8", kHeader + "\xFF.png,P,1,all,all,0.75,0.25\n", ErrorCode::ReadFailed, "line 2 holds bytes that are not UTF-8"},
    };
    for (const auto& one : cases) {
        SCOPED_TRACE(one.what);
        const auto table = read(one.text);
        ASSERT_FALSE(table);
        EXPECT_EQ(table.error().code, one.code);
        EXPECT_EQ(table.error().file, std::filesystem::path(kFile));
        EXPECT_NE(table.error().what.find(one.words), std::string::npos) << table.error().what;
    }
}

/// Every probability is a half: only who a cell is of matters.
PredictionTable cellsOf(std::vector<std::string> subjects, std::vector<PredictedCell> cells) {
    PredictionTable table{{"all", "hem"}, std::move(subjects), std::move(cells), {}};
    table.probabilities.assign(2 * table.cells.size(), 0.5);
    return table;
}

TEST(UnitsOf, SubjectsComeFirstByTheirNamesThenPathsOfUnknownOnes) {
    const auto units = unitsOf(cellsOf({"A", "B", "C"}, {{"x", -1, 1, 0}, {"c1", 2, 1, 0}, {"a1", 0, 1, 0}, {"a2", 0, 1, 1}, {"w", -1, 1, 0}, {"x", -1, 2, 0}}));
    EXPECT_EQ(units.ofCell, (std::vector<int>{2, 1, 0, 0, 3, 2})) << "B has no cell; x is one unit in both folds";
    EXPECT_EQ(units.count, 4);
    EXPECT_FALSE(units.areSubjects);
}

TEST(UnitsOf, AreSubjectsWhereEachCellHasOne) {
    const auto known = unitsOf(cellsOf({"A", "B"}, {{"x", 1, 1, 0}, {"y", 0, 1, 0}, {"x", 1, 2, 0}}));
    EXPECT_EQ(known.ofCell, (std::vector<int>{1, 0, 1}));
    EXPECT_EQ(known.count, 2);
    EXPECT_TRUE(known.areSubjects);
    const auto unknown = unitsOf(cellsOf({}, {{"y", -1, 1, 0}, {"x", -1, 1, 0}, {"y", -1, 2, 0}}));
    EXPECT_EQ(unknown.ofCell, (std::vector<int>{0, 1, 0}));
    EXPECT_EQ(unknown.count, 2);
    EXPECT_FALSE(unknown.areSubjects);
    const auto none = unitsOf(cellsOf({"A"}, {}));
    EXPECT_EQ(none.count, 0);
    EXPECT_FALSE(none.areSubjects);
}

int decided(std::vector<double> probabilities, const Decision& decision = {}) { return decide(probabilities, decision); }

TEST(Decide, TheMostProbableClassTheFirstOfEquals) {
    EXPECT_EQ(decided({0.2, 0.5, 0.3}), 1);
    EXPECT_EQ(decided({0.4, 0.4, 0.2}), 0);
    EXPECT_EQ(decided({0.2, 0.4, 0.4}), 1);
    EXPECT_EQ(decided({0.5, 0.5}), 0);
    EXPECT_EQ(decided({0.4, 0.6}, {0, {}}), 1) << "a positive class alone changes nothing";
    EXPECT_EQ(decided({0.6, 0.4}, {-1, 0.3}), 0) << "nor does a threshold of no class";
}

TEST(Decide, FromTheThresholdOnItIsThePositiveClass) {
    EXPECT_EQ(decided({0.6, 0.4}, {1, 0.3}), 1);
    EXPECT_EQ(decided({0.7, 0.3}, {1, 0.3}), 1) << "the threshold itself counts";
    EXPECT_EQ(decided({0.71, 0.29}, {1, 0.3}), 0);
    EXPECT_EQ(decided({0.3, 0.7}, {0, 0.3}), 0);
    EXPECT_EQ(decided({0.2, 0.8}, {0, 0.3}), 1);
    EXPECT_EQ(decided({0.8, 0.2}, {0, 0.9}), 1) << "below it another, though it is the most probable";
    EXPECT_EQ(decided({1, 0}, {1, 0.0}), 1);
}

TEST(Decide, BelowTheThresholdTheMostProbableOfTheOthers) {
    EXPECT_EQ(decided({0.3, 0.4, 0.3}, {1, 0.5}), 0) << "the first of equals";
    EXPECT_EQ(decided({0.2, 0.45, 0.35}, {1, 0.5}), 2);
    EXPECT_EQ(decided({0.4, 0.3, 0.3}, {0, 0.5}), 1);
    EXPECT_EQ(decided({0.4, 0.1, 0.5}, {0, 0.5}), 2);
    EXPECT_EQ(decided({0.1, 0.45, 0.45}, {2, 0.5}), 1);
    EXPECT_EQ(decided({0.1, 0.4, 0.5}, {2, 0.5}), 2);
}

TEST(Selected, KeepsTheOrderTheClassesAndTheSubjects) {
    auto table = cellsOf({"A", "B"}, {{"x", 1, 1, 0}, {"y", 0, 1, 1}, {"z", -1, 2, 0}});
    table.probabilities = {0.1, 0.9, 0.2, 0.8, 0.3, 0.7};
    const auto part = selected(table, std::vector<char>{1, 0, 1});
    EXPECT_EQ(part.classes, table.classes);
    EXPECT_EQ(part.subjects, table.subjects);
    ASSERT_EQ(part.cells.size(), 2u);
    EXPECT_EQ(part.cells[0].path, "x");
    EXPECT_EQ(part.cells[1].path, "z");
    EXPECT_EQ(part.cells[1].fold, 2);
    EXPECT_EQ(part.probabilities, (std::vector<double>{0.1, 0.9, 0.3, 0.7}));
    EXPECT_TRUE(selected(table, std::vector<char>{0, 0, 0}).cells.empty());
}

TEST(Joined, SubjectsOfBothAreNumberedAnewByTheirNames) {
    auto first = cellsOf({"B", "D"}, {{"d", 1, 1, 0}, {"x", -1, 1, 1}, {"b", 0, 1, 1}});
    first.probabilities = {0.1, 0.9, 0.2, 0.8, 0.3, 0.7};
    const auto second = cellsOf({"A", "D", "E"}, {{"e", 2, 2, 0}, {"a", 0, 2, 0}, {"d", 1, 2, 1}, {"x", -1, 2, 1}});
    const auto both = joined(first, second);
    EXPECT_EQ(both.subjects, (std::vector<std::string>{"A", "B", "D", "E"}));
    std::vector<int> subjects;
    std::vector<std::string> paths;
    for (const auto& cell : both.cells) {
        subjects.push_back(cell.subject);
        paths.push_back(cell.path);
    }
    EXPECT_EQ(paths, (std::vector<std::string>{"d", "x", "b", "e", "a", "d", "x"}));
    EXPECT_EQ(subjects, (std::vector<int>{2, -1, 1, 3, 0, 2, -1}));
    EXPECT_EQ(both.probabilities, (std::vector<double>{0.1, 0.9, 0.2, 0.8, 0.3, 0.7, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5}));
    EXPECT_EQ(unitsOf(both).count, 5);
}

TEST(MeanOf, SeveralNetworksSayTheirMeanCellByCellAndOnlyOfTheSameCells) {
    auto first = cellsOf({"A", "B"}, {{"x", 1, 1, 0}, {"y", 0, 2, 1}});
    first.probabilities = {0.1, 0.9, 0.2, 0.8};
    auto second = first;
    second.probabilities = {0.5, 0.5, 1, 0};
    const auto mean = meanOf(std::vector{first, second});
    ASSERT_TRUE(mean);
    const std::vector<double> expected = {0.3, 0.7, 0.6, 0.4};
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_DOUBLE_EQ(mean->probabilities[i], expected[i]);
    EXPECT_EQ(mean->cells, first.cells);
    auto otherFold = second, otherLabel = second, otherOrder = second;
    otherFold.cells[0].fold = 2;
    otherLabel.cells[0].label = 1;
    std::swap(otherOrder.cells[0], otherOrder.cells[1]);
    for (const auto& other : {otherFold, otherLabel, otherOrder}) EXPECT_EQ(meanOf(std::vector{first, other}).error().code, ErrorCode::DataChanged);
}

}  // namespace
}  // namespace leukolens::evaluation
