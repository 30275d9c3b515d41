#include "core/dataset/reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "tests/core/dataset/sample_folder.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::dataset {
namespace {
namespace fs = std::filesystem;
using leukolens::test::TempFolder;
using test::problemPaths;
using test::writeCell;

Result<Dataset> read(const fs::path& folder) {
    NoProgress progress;
    return readDataset(folder, progress, CancelToken());
}

class RecordedProgress final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        const std::lock_guard lock(m_mutex);
        reports.push_back(progress);
    }
    std::vector<Progress> reports;

private:
    std::mutex m_mutex;
};

/// Two cells of each class in the official layout, below a root of any name.
void writeSmallCnmc(const fs::path& root) {
    writeCell(root / "fold_0/all/UID_11_1_1_all.png", 1);
    writeCell(root / "fold_1/all/UID_2_1_1_all.png", 2);
    writeCell(root / "fold_2/hem/UID_H11_1_1_hem.png", 3);
    writeCell(root / "loose/UID_h3_1_1_hem.png", 4);
}

TEST(ReadCnmc, TakesSubjectLabelAndFoldFromNames) {
    TempFolder folder;
    writeSmallCnmc(folder / "PKG - whatever/training_data");
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->layout, "c-nmc");
    EXPECT_EQ(dataset->classes, (std::vector<std::string>{"all", "hem"}));
    EXPECT_EQ(dataset->subjects, (std::vector<std::string>{"11", "2", "H11", "H3"}));
    ASSERT_EQ(dataset->cells.size(), 4u);
    std::vector<int> folds;
    for (const Cell& cell : dataset->cells) folds.push_back(cell.officialFold);
    EXPECT_EQ(folds, (std::vector<int>{0, 1, 2, -1}));
    EXPECT_EQ(dataset->subjects[static_cast<std::size_t>(dataset->cells[3].subjectIndex)], "H3");
    EXPECT_EQ(dataset->classes[static_cast<std::size_t>(dataset->cells[3].classIndex)], "hem");
    EXPECT_TRUE(dataset->problems.empty());
}

TEST(ReadCnmc, HashesTheFileItself) {
    TempFolder folder;
    writeSmallCnmc(folder.path());
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset);
    const auto bytes = readFile(dataset->cells[0].path, 1 << 20);
    ASSERT_TRUE(bytes);
    EXPECT_EQ(dataset->cells[0].sha256, digest::sha256(std::span(*bytes)));
}

TEST(ReadCnmc, ListsOtherNamesAndCountsUnlabelledTestCells) {
    TempFolder folder;
    writeSmallCnmc(folder / "training_data");
    writeCell(folder / "training_data/fold_0/all/photo.png", 10);
    writeCell(folder / "training_data/fold_0/all/17.png", 11);
    for (int i = 1; i <= 3; ++i)
        writeCell(folder / "validation_data/C-NMC_test_prelim_phase_data" / (std::to_string(i) + ".png"), 20 + i);
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 4u);
    EXPECT_EQ(
        problemPaths(dataset->problems, "unknown_file_name"),
        (std::vector<fs::path>{folder / "training_data/fold_0/all/17.png", folder / "training_data/fold_0/all/photo.png"}));
    EXPECT_EQ(problemPaths(dataset->problems, "unlabelled"),
              std::vector<fs::path>{folder / "validation_data/C-NMC_test_prelim_phase_data"});
    EXPECT_NE(dataset->problems.back().message.find("no class (3)"), std::string::npos);
}

TEST(ReadCnmc, NotesASubjectInTwoClasses) {
    TempFolder folder;
    writeSmallCnmc(folder.path());
    writeCell(folder / "UID_11_2_1_hem.png", 9);
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset);
    EXPECT_EQ(dataset->cells.size(), 5u);
    EXPECT_EQ(problemPaths(dataset->problems, "subject_in_two_classes").size(), 1u);
}

TEST(ReadCnmc, ReadsTheRealFolder) {
    LEUKOLENS_NEEDS_SHARED(cnmc, "cnmc/C-NMC_Leukemia");
    const auto dataset = read(cnmc);
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->cells.size(), 44u);
    EXPECT_EQ(dataset->subjects, (std::vector<std::string>{"1", "11", "13", "16", "18", "21", "3", "4", "5", "H1", "H10",
                                                           "H11", "H12", "H14", "H15", "H2", "H3", "H6", "H7"}));
    const auto inFold = [&](int fold) {
        return std::count_if(dataset->cells.begin(), dataset->cells.end(),
                             [&](const Cell& cell) { return cell.officialFold == fold; });
    };
    EXPECT_EQ(inFold(0), 23);
    EXPECT_EQ(inFold(1), 7);
    EXPECT_EQ(inFold(2), 14);
    EXPECT_TRUE(dataset->problems.empty());
    // The one cell of validation_data that is here, with the table of labels.
    ASSERT_EQ(dataset->external.size(), 1u);
    EXPECT_EQ(dataset->external[0].path.filename(), "1105.bmp");
    EXPECT_EQ(dataset->external[0].classIndex, 0);
    EXPECT_EQ(dataset->external[0].subjectIndex, -1);
}

TEST(ReadClassFolders, MakesEachSubfolderAClassWithoutSubjects) {
    TempFolder folder;
    writeCell(folder / "lymphocyte/a.png", 1);
    writeCell(folder / "Blast ü/deep/b.png", 2);
    writeCell(folder / "Blast ü/c.png", 3);
    writeCell(folder / "outside.png", 4);
    ASSERT_TRUE(createFolder(folder / "no images"));
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset) << dataset.error().message();
    EXPECT_EQ(dataset->layout, "class-folders");
    EXPECT_EQ(dataset->classes, (std::vector<std::string>{"Blast ü", "lymphocyte"}));
    EXPECT_FALSE(dataset->hasSubjects());
    ASSERT_EQ(dataset->cells.size(), 3u);
    EXPECT_EQ(dataset->cells[0].classIndex, 0);
    EXPECT_EQ(dataset->cells[2].classIndex, 1);
    EXPECT_EQ(dataset->cells[2].subjectIndex, -1);
    EXPECT_EQ(problemPaths(dataset->problems, "unlabelled"), std::vector<fs::path>{folder.path()});
}

TEST(ReadClassFolders, KeepsDuplicatesOfOneClassAndNamesThem) {
    TempFolder folder;
    writeCell(folder / "a/1.png", 1);
    writeCell(folder / "a/2.png", 1);
    writeCell(folder / "b/3.png", 2);
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset);
    EXPECT_EQ(dataset->cells.size(), 3u);
    ASSERT_EQ(dataset->problems.size(), 1u);
    EXPECT_EQ(dataset->problems[0].code, "duplicate");
    EXPECT_EQ(dataset->problems[0].path, folder / "a/2.png");
    EXPECT_NE(dataset->problems[0].message.find((folder / "a/1.png").string()), std::string::npos);
}

TEST(ReadClassFolders, LeavesOutCellsOfOneContentAndTwoLabels) {
    TempFolder folder;
    writeCell(folder / "a/1.png", 1);
    writeCell(folder / "a/same.png", 9);
    writeCell(folder / "b/2.png", 2);
    writeCell(folder / "b/same.png", 9);
    writeCell(folder / "c/same.png", 9);
    const auto dataset = read(folder.path());
    ASSERT_TRUE(dataset);
    EXPECT_EQ(dataset->classes, (std::vector<std::string>{"a", "b"}));
    EXPECT_EQ(dataset->cells.size(), 2u);
    EXPECT_EQ(problemPaths(dataset->problems, "conflicting_label"),
              (std::vector<fs::path>{folder / "a/same.png", folder / "b/same.png", folder / "c/same.png"}));
    EXPECT_EQ(problemPaths(dataset->problems, "empty_class").size(), 1u);
}

TEST(ReadDataset, ReportsEveryCellInOrder) {
    TempFolder folder;
    for (int i = 0; i < 40; ++i) writeCell(folder / (i % 2 ? "a" : "b") / (std::to_string(i) + ".png"), i);
    RecordedProgress progress;
    ASSERT_TRUE(readDataset(folder.path(), progress, CancelToken()));
    std::int64_t done = 0;
    for (const Progress& report : progress.reports) {
        if (report.stage != "Reading cells") continue;
        EXPECT_EQ(report.done, ++done);
        EXPECT_EQ(report.total, 40);
    }
    EXPECT_EQ(done, 40);
}

TEST(ReadDataset, GivesTheSameEachTime) {
    TempFolder folder;
    for (int i = 0; i < 60; ++i) writeCell(folder / (i % 2 ? "a" : "b") / (std::to_string(i) + ".png"), i % 50);
    const auto first = read(folder.path());
    const auto second = read(folder.path());
    ASSERT_TRUE(first && second);
    ASSERT_EQ(first->cells.size(), second->cells.size());
    for (std::size_t i = 0; i < first->cells.size(); ++i) {
        EXPECT_EQ(first->cells[i].path, second->cells[i].path);
        EXPECT_EQ(first->cells[i].sha256, second->cells[i].sha256);
        if (i > 0) {
            EXPECT_LT(first->cells[i - 1].path, first->cells[i].path);
        }
    }
    EXPECT_EQ(first->problems.size(), second->problems.size());
}

TEST(ReadDataset, StopsWhenAsked) {
    TempFolder folder;
    for (int i = 0; i < 400; ++i) writeCell(folder / (i % 2 ? "a" : "b") / (std::to_string(i) + ".png"), i);
    class CancelAtFive final : public ProgressSink {
    public:
        void report(const Progress& progress) override {
            if (progress.done == 5) source.cancel();
            most = std::max(most, progress.done);
        }
        CancelSource source;
        std::int64_t most = 0;
    } progress;
    const auto dataset = readDataset(folder.path(), progress, progress.source.token());
    ASSERT_FALSE(dataset);
    EXPECT_EQ(dataset.error().code, ErrorCode::Cancelled);
    EXPECT_LT(progress.most, 400);
}

}  // namespace
}  // namespace leukolens::dataset
