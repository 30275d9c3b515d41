// Runs whose head is a classical classifier on the trunk's vectors.
#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "core/evaluation/prediction_table.h"
#include "core/experiment/fold_fit.h"
#include "core/experiment/load_pixels.h"
#include "core/experiment/run_estimate.h"
#include "core/experiment/run_files.h"
#include "core/image/cell_mask.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/inference/export_weights.h"
#include "core/inference/import_weights.h"
#include "core/inference/model_bundle.h"
#include "core/inference/predictor.h"
#include "core/nn/network_info.h"
#include "core/stain/network_pixels.h"
#include "tests/core/experiment/run_fixture.h"
#include "tests/support/drawn_smear.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

using test::RunTest;

class FittedRun : public RunTest {
protected:
    TrainSettings fitted(const std::string& network) {
        TrainSettings settings = test::shortSettings();
        settings.network = network;
        return settings;
    }
    TrainSettings onWeights(const std::string& network) {
        auto settings = fitted(network);
        settings.weightsFile = frozenSettings().weightsFile;
        return settings;
    }
};

class FittedKinds : public FittedRun, public testing::WithParamInterface<const char*> {};

TEST_P(FittedKinds, GiveARunLikeAnyOther) {
    m_data = leukolens::test::demoData(m_folder / "more cells", 4);
    const auto result = run(onWeights(GetParam()));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(m_recorder.epochs.size(), 2u) << "a fit counts as one epoch a fold";
    EXPECT_EQ(result->settings.frozenUpTo, "trunk");
    ASSERT_TRUE(result->weights);
    EXPECT_TRUE(result->weights->missing.empty());
    const auto record = readRun(m_folder / "run");
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_TRUE(record->finished);

    for (const FoldRecord& fold : result->folds) {
        // Demonstration cells are told apart easily, by what the trunk makes of them.
        EXPECT_GT(fold.trainAccuracy, 0.8);
        const auto bundle = inference::readModelBundle(fold.model);
        ASSERT_TRUE(bundle) << bundle.error().message();
        EXPECT_EQ(bundle->card.network, GetParam());
        const auto predictor = inference::Predictor::load(fold.model, "cpu", "fp32");
        ASSERT_TRUE(predictor) << predictor.error().message();
        const auto table = evaluation::readPredictions(folderOf(result->folder, fold.fold) / kPredictionsFile);
        ASSERT_TRUE(table) << table.error().message();
        int asked = 0, alike = 0;
        for (std::size_t i = 0; i < table->cells.size(); i += 3) {
            const auto picture = *image::decodeFile(m_data.root / table->cells[i].path);
            const auto answer = (*predictor)->predict(std::span(&picture, 1))->front();
            ++asked;
            alike += std::abs(answer.probabilities[0] - table->probabilities[2 * i]) < 0.02;
        }
        // Answers come from another arithmetic than training's: of two vectors that are as near as each other, or a number at a tree's threshold, the other may be taken.
        EXPECT_GE(alike, asked * 9 / 10) << "of " << asked;
    }
}

TEST_P(FittedKinds, SayWhyTheyAnswerSo) {
    const auto result = run(onWeights(GetParam()));
    ASSERT_TRUE(result) << result.error().message();
    const auto predictor = inference::Predictor::load(result->folds[0].model, "cpu", "fp32");
    ASSERT_TRUE(predictor);
    const auto picture = *image::decodeFile(m_data.cells[0].path);
    NoProgress progress;
    const auto map = (*predictor)->explain(picture, 0, inference::ExplainMethod::GradCam, progress, {});
    ASSERT_TRUE(map) << map.error().message();
    EXPECT_EQ(map->values.size(), static_cast<std::size_t>(map->width * map->height));
    const auto gradients = (*predictor)->explain(picture, 0, inference::ExplainMethod::IntegratedGradients, progress, {});
    if (nn::networkInfo(GetParam())->hasGradient()) {
        EXPECT_TRUE(gradients) << gradients.error().message();
    } else {
        EXPECT_EQ(gradients.error().code, ErrorCode::InvalidArgument);
    }
}

INSTANTIATE_TEST_SUITE_P(OnInception, FittedKinds,
                         testing::Values("inception_features+nn", "inception_features+svm", "inception_features+knn", "inception_features+forest"), [](const auto& kind) {
                             const std::string name = kind.param;
                             return name.substr(name.find('+') + 1);
                         });

TEST_F(FittedRun, NobodysCellsLieInTwoInnerParts) {
    TrainSettings settings = fitted("inception_features+svm");
    std::vector<int> all(m_data.cells.size());
    std::iota(all.begin(), all.end(), 0);
    const auto parts = innerParts(m_data, settings, all);
    ASSERT_EQ(parts.size(), all.size());
    std::map<int, std::set<int>> partsOf;
    std::set<std::pair<int, int>> classesIn;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        partsOf[m_data.cells[i].subjectIndex].insert(parts[i]);
        classesIn.emplace(parts[i], m_data.cells[i].classIndex);
    }
    for (const auto& [subject, in] : partsOf) EXPECT_EQ(in.size(), 1u) << subject;
    EXPECT_EQ(classesIn.size(), 6u) << "both classes in each of three parts";
    settings.protocol = dataset::Protocol::Paper;
    const auto byCell = innerParts(m_data, settings, all);
    bool divided = false;
    for (std::size_t i = 1; i < byCell.size(); ++i) divided = divided || (m_data.cells[i].subjectIndex == m_data.cells[i - 1].subjectIndex && byCell[i] != byCell[i - 1]);
    EXPECT_TRUE(divided) << "the paper knows no subjects";
    EXPECT_TRUE(innerParts(m_data, fitted("inception_features+svm"), {0, 1}).empty());
}

TEST_F(FittedRun, WithoutWeightsAllFoldsShareOneRandomTrunkThatFollowsFromTheSeed) {
    const auto result = run(fitted("inception_features+knn"));
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_FALSE(result->weights) << "nobody gave any";
    const auto tensor = [](const fs::path& model) {
        const auto bundle = inference::readModelBundle(model).value();
        const auto bytes = bundle.weights.find("Mixed_7c.branch1x1.conv.weight")->bytes;
        return std::vector<std::uint8_t>(bytes.begin(), bytes.end());
    };
    EXPECT_EQ(tensor(result->folds[0].model), tensor(result->folds[1].model));
    const auto again = run(fitted("inception_features+knn"), "again");
    ASSERT_TRUE(again);
    EXPECT_EQ(figures("again"), figures("run"));
    auto other = fitted("inception_features+knn");
    other.seed = 2;
    ASSERT_TRUE(run(other, "other"));
    EXPECT_NE(tensor(m_folder / "other" / "fold-1" / "best.leukomodel"), tensor(result->folds[0].model));
}

TEST_F(FittedRun, GoesOnWithTheFoldsThatAreMissing) {
    ASSERT_TRUE(run(onWeights("inception_features+svm"), "whole"));
    m_recorder.afterEpoch = [this](const EpochRecord& record) {
        if (record.fold == 2) m_source.cancel();
    };
    const auto stopped = run(onWeights("inception_features+svm"));
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_FALSE(fs::exists(m_folder / "run" / "fold-2" / "checkpoint")) << "a fit has no middle";
    const auto resumed = goOn();
    ASSERT_TRUE(resumed) << resumed.error().message();
    EXPECT_EQ(m_recorder.folds.size(), 1u);
    EXPECT_EQ(figures("run"), figures("whole"));
    ResumeOptions more;
    more.extraEpochs = 3;
    EXPECT_EQ(goOn("run", more).error().code, ErrorCode::InvalidArgument);
}

TEST_F(FittedRun, RefusesSettingsThatItHasNoUseForAndForeignWeights) {
    auto balanced = onWeights("inception_features+svm");
    balanced.classBalance = ClassBalance::Weights;
    EXPECT_EQ(run(balanced, "a").error().code, ErrorCode::InvalidArgument);
    auto frozen = onWeights("inception_features+svm");
    frozen.frozenUpTo = "Mixed_5b";
    EXPECT_EQ(run(frozen, "b").error().code, ErrorCode::InvalidArgument);
    auto foreign = onWeights("segmented_alexnet+svm");
    EXPECT_EQ(run(foreign, "c").error().code, ErrorCode::WeightsMismatch);
}

TEST_F(FittedRun, OneTrunksVectorsAreComputedOnce) {
    ASSERT_TRUE(run(onWeights("inception_features+knn"), "first"));
    EXPECT_EQ(text("first/log.txt").find("vectors taken from the cache"), std::string::npos);
    ASSERT_TRUE(run(onWeights("inception_features+nn"), "second"));
    EXPECT_NE(text("second/log.txt").find("vectors taken from the cache"), std::string::npos);
    ASSERT_TRUE(run(fitted("inception_features+nn"), "random"));
    EXPECT_EQ(text("random/log.txt").find("vectors taken from the cache"), std::string::npos) << "of another trunk";
}

TEST_F(FittedRun, AnotherRunsModelIsATrunkToStartFrom) {
    const auto first = run(onWeights("inception_features+svm"));
    ASSERT_TRUE(first);
    auto settings = fitted("inception_features+svm");
    settings.weightsFile = first->folds[0].model;
    const auto second = run(settings, "second");
    ASSERT_TRUE(second) << second.error().message();
    EXPECT_EQ(second->folds[0].testLoss, first->folds[0].testLoss) << "what was fitted is fitted anew";
}

TEST_F(FittedRun, ItsTimeIsThatOfTheVectors) {
    const auto settings = onWeights("inception_features+forest");
    const auto speed = measureSpeed(settings, 2, {});
    ASSERT_TRUE(speed) << speed.error().message();
    EXPECT_GT(speed->trunkSeconds, 0);
    const auto counts = countRun(m_data, settings);
    ASSERT_TRUE(counts);
    EXPECT_DOUBLE_EQ(secondsOf(*counts, settings, *speed), speed->trunkSeconds * counts->cells);
    EXPECT_TRUE(measureSpeed(fitted("inception_features+forest"), 2, {})) << "without weights too";
}

TEST_F(FittedRun, ASegmentingOneSeesCellsOnBlackInTrainingAndInAnswering) {
    const auto smear = leukolens::test::drawSmear().picture;
    const auto onBlack = image::onBlack(smear);
    ASSERT_TRUE(onBlack.picture);
    ASSERT_TRUE(writeFileAtomically(m_data.cells[0].path, *image::encodePng(smear)));
    m_data.cells[0].sha256 = std::string(64, 'c');
    TrainSettings settings = fitted("segmented_alexnet+svm");
    NoProgress progress;
    const auto wanted = [&](const image::Image& picture) {
        std::vector<std::uint8_t> rgb(75 * 75 * 3);
        stain::networkPixels(picture, {}, 75, rgb);
        return rgb;
    };
    const auto firstCell = [&](const TrainSettings& of) {
        const auto loaded = loadPixels(pixelRequest(m_data, false, of), progress, {}).value();
        std::vector<std::uint8_t> rgb(75 * 75 * 3);
        const int cell = 0;
        EXPECT_TRUE(loaded.store->copyTo(std::span(&cell, 1), rgb.data()));
        return rgb;
    };
    ASSERT_NE(wanted(smear), wanted(*onBlack.picture));
    EXPECT_EQ(firstCell(settings), wanted(*onBlack.picture));
    EXPECT_EQ(firstCell(fitted("alexnet")), wanted(smear)) << "what was kept of the one is not given to the other";
    EXPECT_EQ(firstCell(settings), wanted(*onBlack.picture)) << "nor the other way";

    const auto result = run(settings);
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(inference::readModelCard(result->folds[0].model)->background, inference::Background::Black);
    // Weights alone do not say so; the network does.
    ASSERT_TRUE(inference::exportWeights(result->folds[0].model, m_folder / "out.safetensors"));
    ASSERT_TRUE(inference::importModel(m_folder / "out.safetensors", {{}, m_data.classes, {}, 0}, m_folder / "back.leukomodel"));
    const auto back = inference::readModelCard(m_folder / "back.leukomodel");
    ASSERT_TRUE(back) << back.error().message();
    EXPECT_EQ(back->network, "segmented_alexnet+svm");
    EXPECT_EQ(back->background, inference::Background::Black);
}

}  // namespace
}  // namespace leukolens::experiment
