// Which models are folds of one training, and where they are found.
#include "core/inference/training_folds.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "core/base/files.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/support/temp_folder.h"

namespace leukolens::inference {
namespace {

namespace fs = std::filesystem;

ModelCard cardOfFold(int fold) {
    ModelCard card;
    fillStandardTexts(card);
    card.name = "fold " + std::to_string(fold);
    card.network = "inception_v3";
    card.classes = {{"all", "", {}, {}, {}}, {"hem", "", {}, {}, {}}};
    card.created = "2026-01-01T00:00:00Z";
    card.training = {"patient", fold, 3, 5, std::string(64, 'a'), std::string(64, 'b'), ""};
    card.metrics = {{"accuracy", 0.9, {}, {}, 0.95, "", ""}};
    return card;
}

class TrainingFoldsTest : public testing::Test {
protected:
    fs::path write(const fs::path& name, int fold, const std::function<void(ModelCard&)>& change = [](ModelCard&) {}) {
        const auto file = m_folder / name;
        fs::create_directories(file.parent_path());
        auto card = cardOfFold(fold);
        change(card);
        const auto written = writeModelBundle(file, card, weights::writeSafetensors(std::vector<weights::TensorRecord>()));
        EXPECT_TRUE(written) << written.error().message();
        return file;
    }
    std::vector<FoldModel> foldsOf(const fs::path& model, const std::vector<fs::path>& folders = {}) { return foldsOfTraining(model, *readModelCard(model), folders); }

    test::TempFolder m_folder;
};

TEST_F(TrainingFoldsTest, ACardIsReadWithoutItsWeights) {
    const auto file = write("a.leukomodel", 2);
    EXPECT_EQ(readModelCard(file)->training.fold, 2);
    EXPECT_EQ(readModelCard(m_folder / "none.leukomodel").error().code, ErrorCode::NotFound);
    EXPECT_EQ(readModelCard(m_folder.path()).error().code, ErrorCode::NotAFile);
    ASSERT_TRUE(writeFileAtomically(m_folder / "text.leukomodel", std::string("no model")));
    EXPECT_EQ(readModelCard(m_folder / "text.leukomodel").error().code, ErrorCode::NotAModel);
    auto bytes = *readFile(file, 1 << 20);
    const std::string name = "fold 2";
    const auto at = std::ranges::search(bytes, name).begin();
    ASSERT_NE(at, bytes.end());
    *at = 'g';
    ASSERT_TRUE(writeFileAtomically(m_folder / "changed.leukomodel", bytes));
    EXPECT_EQ(readModelCard(m_folder / "changed.leukomodel").error().code, ErrorCode::DamagedModel) << "another checksum than the zip's";
}

TEST_F(TrainingFoldsTest, ARunsFoldsAreFoundBesideEachOther) {
    for (const int fold : {1, 2, 3}) write("run/fold-" + std::to_string(fold) + "/best.leukomodel", fold);
    const auto folds = foldsOf(m_folder / "run/fold-2/best.leukomodel");
    ASSERT_EQ(folds.size(), 3u);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(folds[static_cast<std::size_t>(i)], (FoldModel{i + 1, m_folder / ("run/fold-" + std::to_string(i + 1)) / "best.leukomodel"}));
}

TEST_F(TrainingFoldsTest, AModelOfTheListFindsItsFoldsInTheListAndAmongRuns) {
    const auto model = write("models/one.leukomodel", 1);
    write("models/other.leukomodel", 3);
    write("runs/2026 ü/fold-1/best.leukomodel", 1);
    write("runs/2026 ü/fold-2/best.leukomodel", 2);
    write("runs/2026 ü/fold-3/best.leukomodel", 3);
    const auto folds = foldsOf(model, {m_folder / "runs"});
    ASSERT_EQ(folds.size(), 3u);
    EXPECT_EQ(folds[0].file, model);
    EXPECT_EQ(folds[1].file, m_folder / "runs/2026 ü/fold-2/best.leukomodel");
    EXPECT_EQ(folds[2].file, m_folder / "models/other.leukomodel") << "beside the model comes first";
    EXPECT_EQ(foldsOf(model).size(), 2u);
    EXPECT_EQ(foldsOf(model, {m_folder / "nowhere"}).size(), 2u);
}

TEST_F(TrainingFoldsTest, OtherTrainingsAreNotOffered) {
    const auto model = write("run/fold-1/best.leukomodel", 1);
    const std::vector<std::function<void(ModelCard&)>> changes = {
        [](ModelCard& card) { card.training.settingsSha256 = std::string(64, 'c'); },
        [](ModelCard& card) { card.training.dataSha256 = std::string(64, 'c'); },
        [](ModelCard& card) { card.training.folds = 5; },
        [](ModelCard& card) { card.classes[1].name = "other"; },
        [](ModelCard& card) { card.network = "another"; },
        [](ModelCard& card) { card.inputPx = 139; },
        [](ModelCard& card) { card.metrics.clear(); },  // still being trained
    };
    for (std::size_t i = 0; i < changes.size(); ++i) {
        write("run/fold-2/best.leukomodel", 2, changes[i]);
        EXPECT_EQ(foldsOf(model).size(), 1u) << i;
    }
    write("run/fold-2/best.leukomodel", 2);
    EXPECT_EQ(foldsOf(model).size(), 2u) << "else this shows nothing";
}

TEST_F(TrainingFoldsTest, AModelThatKnowsOfNoTrainingHasNoFolds) {
    for (const auto& change : std::vector<std::function<void(ModelCard&)>>{
             [](ModelCard& card) { card.training = {}; },
             [](ModelCard& card) { card.training.dataSha256.clear(); },
             [](ModelCard& card) { card.training.settingsSha256.clear(); },
             [](ModelCard& card) { card.training.folds = 1; },
         }) {
        write("fold-2/best.leukomodel", 2, change);
        EXPECT_TRUE(foldsOf(write("fold-1/best.leukomodel", 1, change)).empty());
    }
}

TEST_F(TrainingFoldsTest, AFileThatCannotBeReadHidesNoOther) {
    const auto model = write("models/a.leukomodel", 1);
    ASSERT_TRUE(writeFileAtomically(m_folder / "models/b.leukomodel", std::string("PK damaged")));
    write("models/c.leukomodel", 3);
    EXPECT_EQ(foldsOf(model).size(), 2u);
}

}  // namespace
}  // namespace leukolens::inference
