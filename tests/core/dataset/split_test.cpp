#include "core/dataset/split.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "core/dataset/reader.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/shared_data.h"

namespace leukolens::dataset {
namespace {
using test::datasetOf;

std::set<int> classesIn(const Dataset& dataset, const std::vector<int>& part) {
    std::set<int> classes;
    for (const int index : part) classes.insert(dataset.cells[static_cast<std::size_t>(index)].classIndex);
    return classes;
}

std::set<int> subjectsIn(const Dataset& dataset, const std::vector<int>& part) {
    std::set<int> subjects;
    for (const int index : part) subjects.insert(dataset.cells[static_cast<std::size_t>(index)].subjectIndex);
    return subjects;
}

std::size_t overlap(const std::set<int>& a, const std::set<int>& b) {
    return static_cast<std::size_t>(std::count_if(a.begin(), a.end(), [&](int value) { return b.contains(value); }));
}

/// What makeSplit() promises, checked without verifySplit().
void expectPatientSplit(const Dataset& dataset, const Split& split) {
    std::vector<int> timesTested(dataset.cells.size(), 0);
    for (const Fold& fold : split.folds) {
        EXPECT_EQ(fold.train.size() + fold.validation.size() + fold.test.size(), dataset.cells.size());
        for (const auto* part : {&fold.train, &fold.validation, &fold.test}) {
            EXPECT_EQ(classesIn(dataset, *part).size(), dataset.classes.size());
            EXPECT_TRUE(std::is_sorted(part->begin(), part->end()));
        }
        const auto train = subjectsIn(dataset, fold.train);
        const auto validation = subjectsIn(dataset, fold.validation);
        const auto tested = subjectsIn(dataset, fold.test);
        EXPECT_EQ(overlap(train, validation) + overlap(train, tested) + overlap(validation, tested), 0u);
        for (const int index : fold.test) ++timesTested[static_cast<std::size_t>(index)];
    }
    EXPECT_EQ(std::count(timesTested.begin(), timesTested.end(), 1), static_cast<std::ptrdiff_t>(dataset.cells.size()));
}

TEST(PatientSplit, HoldsItsPromisesOnRandomData) {
    Random random(3);
    int made = 0;
    for (int round = 0; round < 300; ++round) {
        SCOPED_TRACE(round);
        const Dataset dataset = test::randomDataset(random);
        const int folds = 2 + static_cast<int>(random.below(5));
        const std::uint64_t seed = random.next();
        const auto split = makeSplit(dataset, Protocol::Patient, folds, seed);
        if (!split) {
            EXPECT_EQ(split.error().code, ErrorCode::TooFewSubjects);
            continue;
        }
        ++made;
        EXPECT_EQ(split->folds.size(), static_cast<std::size_t>(folds));
        expectPatientSplit(dataset, *split);
        EXPECT_TRUE(verifySplit(dataset, *split));
        EXPECT_EQ(toJson(dataset, *split), toJson(dataset, *makeSplit(dataset, Protocol::Patient, folds, seed)));
    }
    EXPECT_GT(made, 150);
}

TEST(PatientSplit, BalancesCellsAndSetsAFifthAside) {
    Random random(5);
    std::vector<std::vector<int>> cellsOfSubject(2, std::vector<int>(30));
    for (auto& subjects : cellsOfSubject) {
        for (int& cells : subjects) cells = 50 + static_cast<int>(random.below(150));
    }
    const Dataset dataset = datasetOf(cellsOfSubject);
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto split = makeSplit(dataset, Protocol::Patient, 3, seed);
        ASSERT_TRUE(split);
        for (const Fold& fold : split->folds) {
            for (int c = 0; c < 2; ++c) {
                const auto ofClass = [&](const std::vector<int>& part) {
                    return static_cast<double>(std::count_if(part.begin(), part.end(), [&](int index) {
                        return dataset.cells[static_cast<std::size_t>(index)].classIndex == c;
                    }));
                };
                const double rest = ofClass(fold.train) + ofClass(fold.validation);
                EXPECT_NEAR(ofClass(fold.test) / (rest + ofClass(fold.test)), 1.0 / 3.0, 0.04);
                EXPECT_NEAR(ofClass(fold.validation) / rest, 0.2, 0.04);
            }
        }
    }
}

TEST(PatientSplit, DependsOnTheSeed) {
    const Dataset dataset = datasetOf({{9, 7, 8, 9, 11, 10, 12}, {6, 5, 7, 6, 5, 7}});
    const auto first = toJson(dataset, *makeSplit(dataset, Protocol::Patient, 3, 1))["folds"];
    EXPECT_NE(first, toJson(dataset, *makeSplit(dataset, Protocol::Patient, 3, 2))["folds"]);
}

TEST(PatientSplit, SurvivesOneGiantSubject) {
    for (const int folds : {2, 3}) {
        const Dataset dataset = datasetOf({{1000, 1, 1, 1}, {1, 1, 1, 1, 1, 5000}});
        const auto split = makeSplit(dataset, Protocol::Patient, folds, 4);
        ASSERT_TRUE(split) << split.error().message();
        expectPatientSplit(dataset, *split);
    }
}

TEST(PatientSplit, FewestSubjectsAreAsManyAsFoldsAndFourForTwo) {
    const std::vector<int> many(20, 3);
    for (int folds = 2; folds <= 10; ++folds) {
        const auto needed = static_cast<std::size_t>(folds == 2 ? 4 : folds);
        const Dataset enough = datasetOf({std::vector<int>(needed, 3), many});
        const auto split = makeSplit(enough, Protocol::Patient, folds, 0);
        ASSERT_TRUE(split) << split.error().message();
        expectPatientSplit(enough, *split);

        const auto refused = makeSplit(datasetOf({std::vector<int>(needed - 1, 3), many}), Protocol::Patient, folds, 0);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::TooFewSubjects);
        EXPECT_NE(refused.error().what.find(std::to_string(needed - 1) + " subjects"), std::string::npos);
        EXPECT_NE(refused.error().what.find("need " + std::to_string(needed)), std::string::npos);
    }
}

TEST(PatientSplit, NeedsEverySubject) {
    Dataset dataset = datasetOf({{2, 2, 2, 2}, {2, 2, 2, 2}});
    dataset.cells[3].subjectIndex = -1;
    const auto one = makeSplit(dataset, Protocol::Patient, 2, 0);
    ASSERT_FALSE(one);
    EXPECT_EQ(one.error().code, ErrorCode::NoSubjects);
    EXPECT_NE(one.error().what.find("1 of 16"), std::string::npos);
    dataset.subjects.clear();
    for (Cell& cell : dataset.cells) cell.subjectIndex = -1;
    EXPECT_EQ(makeSplit(dataset, Protocol::Patient, 2, 0).error().code, ErrorCode::NoSubjects);
    dataset.layout = "table";
    EXPECT_NE(makeSplit(dataset, Protocol::Patient, 2, 0).error().advice.find("column"), std::string::npos) << "nobody renames files for a table";
    EXPECT_TRUE(makeSplit(dataset, Protocol::Paper, 2, 0));
}

TEST(PatientSplit, SplitsTheRealFolderIntoThreeFolds) {
    LEUKOLENS_NEEDS_SHARED(cnmc, "cnmc/C-NMC_Leukemia");
    NoProgress progress;
    const auto dataset = readDataset(cnmc, progress, CancelToken());
    ASSERT_TRUE(dataset);
    const auto split = makeSplit(*dataset, Protocol::Patient, 3, 1);
    ASSERT_TRUE(split) << split.error().message();
    expectPatientSplit(*dataset, *split);
    EXPECT_TRUE(verifySplit(*dataset, *split));
}

TEST(PaperSplit, TestsThirtyPercentOfEachClass) {
    const Dataset dataset = datasetOf({{100}, {30, 17}});
    const auto split = makeSplit(dataset, Protocol::Paper, 3, 11);
    ASSERT_TRUE(split) << split.error().message();
    ASSERT_EQ(split->folds.size(), 3u);
    for (const Fold& fold : split->folds) {
        const auto firstClass = std::count_if(fold.test.begin(), fold.test.end(), [](int index) { return index < 100; });
        EXPECT_EQ(firstClass, 30);
        EXPECT_EQ(fold.test.size(), 44u);  // 30 % of 47 is 14.1
        EXPECT_EQ(fold.train.size(), 103u);
        EXPECT_EQ(fold.validation, fold.test);
    }
    EXPECT_NE(split->folds[0].test, split->folds[1].test);
    EXPECT_TRUE(verifySplit(dataset, *split));
    EXPECT_EQ(makeSplit(dataset, Protocol::Paper, 3, 11)->folds[2].test, split->folds[2].test);
    EXPECT_NE(makeSplit(dataset, Protocol::Paper, 3, 12)->folds[2].test, split->folds[2].test);
}

TEST(PaperSplit, LeavesACellForEachPart) {
    const Dataset two = datasetOf({{2}, {2}});
    const auto split = makeSplit(two, Protocol::Paper, 1, 0);
    ASSERT_TRUE(split);
    EXPECT_EQ(split->folds[0].train.size(), 2u);
    EXPECT_EQ(split->folds[0].test.size(), 2u);
    EXPECT_EQ(makeSplit(datasetOf({{1}, {9}}), Protocol::Paper, 1, 0).error().code, ErrorCode::InvalidArgument);
}

TEST(MakeSplit, RefusesWhatCannotBeSplit) {
    EXPECT_EQ(makeSplit(Dataset{}, Protocol::Patient, 3, 0).error().code, ErrorCode::EmptyDataset);
    EXPECT_EQ(makeSplit(datasetOf({{3, 3, 3, 3}}), Protocol::Patient, 2, 0).error().code, ErrorCode::OneClassOnly);
    const Dataset dataset = datasetOf({{3, 3, 3, 3}, {3, 3, 3, 3}});
    for (const int folds : {-1, 0, 1, kMostFolds + 1}) {
        EXPECT_EQ(makeSplit(dataset, Protocol::Patient, folds, 0).error().code, ErrorCode::InvalidArgument) << folds;
    }
    EXPECT_EQ(makeSplit(dataset, Protocol::Paper, 0, 0).error().code, ErrorCode::InvalidArgument);
}

/// Subjects of each class in turn in fold 0, 1, 2.
Dataset officialDataset(const std::vector<std::vector<int>>& cellsOfSubject) {
    Dataset dataset = datasetOf(cellsOfSubject);
    for (Cell& cell : dataset.cells) cell.officialFold = cell.subjectIndex % 3;
    return dataset;
}

TEST(OfficialSplit, TestsTheDatasOwnFoldsAndStopsOnOtherSubjects) {
    const Dataset dataset = officialDataset({{3, 5, 4, 6, 2, 7}, {4, 3, 5, 2, 6, 3}});
    const auto split = makeSplit(dataset, Protocol::Official, 3, 5);
    ASSERT_TRUE(split) << split.error().message();
    ASSERT_EQ(split->folds.size(), 3u);
    expectPatientSplit(dataset, *split);
    for (int k = 0; k < 3; ++k) {
        const Fold& fold = split->folds[static_cast<std::size_t>(k)];
        for (const int cell : fold.test) EXPECT_EQ(dataset.cells[static_cast<std::size_t>(cell)].officialFold, k);
        for (const auto* part : {&fold.train, &fold.validation})
            for (const int cell : *part) EXPECT_NE(dataset.cells[static_cast<std::size_t>(cell)].officialFold, k);
    }
    EXPECT_TRUE(verifySplit(dataset, *split));
    EXPECT_EQ(toJson(dataset, *split), toJson(dataset, *makeSplit(dataset, Protocol::Official, 3, 5)));
}

TEST(OfficialSplit, RefusesDataWithoutOfficialFoldsWithAdvice) {
    const auto refused = [](const Dataset& dataset, const std::string& words, ErrorCode code = ErrorCode::InvalidArgument) {
        const auto split = makeSplit(dataset, Protocol::Official, 3, 1);
        ASSERT_FALSE(split);
        EXPECT_EQ(split.error().code, code);
        EXPECT_NE(split.error().what.find(words), std::string::npos) << split.error().what;
        EXPECT_FALSE(split.error().advice.empty());
    };
    const std::vector<std::vector<int>> cells = {{3, 5, 4, 6, 2, 7}, {4, 3, 5, 2, 6, 3}};
    refused(datasetOf(cells), "has no official folds");
    Dataset some = officialDataset(cells);
    some.cells[0].officialFold = -1;
    refused(some, "1 of 50 cells are in no official fold");
    Dataset two = officialDataset(cells);
    for (Cell& cell : two.cells) cell.officialFold = cell.officialFold == 2 ? 1 : cell.officialFold;
    refused(two, "fold_2 holds no usable cell");
    Dataset shared = officialDataset(cells);
    shared.cells[0].officialFold = 1;
    refused(shared, "has cells in fold_");
    refused(officialDataset({{3, 3}, {3, 3, 3, 3, 3, 3}}), "class0", ErrorCode::TooFewSubjects);
    Dataset unknown = officialDataset(cells);
    unknown.cells[4].subjectIndex = -1;
    refused(unknown, "1 of 50", ErrorCode::NoSubjects);
    EXPECT_EQ(makeSplit(officialDataset(cells), Protocol::Official, 4, 1).error().code, ErrorCode::InvalidArgument);
}

TEST(OfficialSplit, SplitsTheRealFolder) {
    LEUKOLENS_NEEDS_SHARED(cnmc, "cnmc/C-NMC_Leukemia");
    NoProgress progress;
    const auto dataset = readDataset(cnmc, progress, CancelToken());
    ASSERT_TRUE(dataset);
    const auto split = makeSplit(*dataset, Protocol::Official, 3, 1);
    ASSERT_TRUE(split) << split.error().message();
    EXPECT_EQ(split->folds[0].test.size(), 23u);
    EXPECT_EQ(split->folds[1].test.size(), 7u);
    EXPECT_EQ(split->folds[2].test.size(), 14u);
    EXPECT_TRUE(verifySplit(*dataset, *split));
}

TEST(SplitToJson, ListsEveryCellOnceWithPathContentAndSubject) {
    Dataset dataset = datasetOf({{1, 1, 1, 1}, {1, 1, 1, 1}});
    dataset.cells[0].sha256 = "1234";
    const auto json = toJson(dataset, *makeSplit(dataset, Protocol::Patient, 2, 77));
    EXPECT_EQ(json["version"], 2);
    EXPECT_EQ(json["protocol"], "patient");
    EXPECT_EQ(json["seed"], 77);
    ASSERT_EQ(json["cells"].size(), 8u);
    EXPECT_EQ(json["cells"][0]["sha256"], "1234");
    EXPECT_TRUE(json["cells"][1]["sha256"].is_null());
    ASSERT_EQ(json["folds"].size(), 2u);
    EXPECT_EQ(json["folds"][1]["fold"], 2);
    std::set<std::string> tested;
    for (const auto& fold : json["folds"]) {
        for (const auto& place : fold["test"]) {
            const auto& cell = json["cells"].at(place.get<std::size_t>());
            const auto path = cell["path"].get<std::string>();
            EXPECT_TRUE(path.starts_with("class")) << path;
            EXPECT_NE(path.find(cell["subject"].get<std::string>()), std::string::npos);
            tested.insert(path);
        }
    }
    EXPECT_EQ(tested.size(), 8u);
}

TEST(ProtocolNames, GoBothWays) {
    for (const Protocol protocol : {Protocol::Patient, Protocol::Paper, Protocol::Official, Protocol::HoldOut, Protocol::LeaveOneOut, Protocol::Own})
        EXPECT_EQ(protocolFromString(toString(protocol)).value(), protocol);
    EXPECT_EQ(toString(Protocol::HoldOut), "holdout");
    EXPECT_EQ(toString(Protocol::LeaveOneOut), "leave-one-out");
    EXPECT_EQ(toString(Protocol::Own), "own");
    EXPECT_EQ(protocolFromString("unofficial").error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::dataset
