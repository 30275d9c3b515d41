#include <gtest/gtest.h>

#include <thread>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"
#include "core/inference/predictor.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens::inference {
namespace {

class Recorder final : public FileListener {
public:
    void onResult(const FilePrediction& result) override {
        paths.push_back(result.path);
        good += result.prediction ? 1 : 0;
        if (!result.prediction) codes.push_back(result.prediction.error().code);
        lastSha = result.sha256;
        if (stopAfter == static_cast<int>(paths.size())) source.cancel();
    }
    std::vector<std::filesystem::path> paths;
    std::vector<ErrorCode> codes;
    std::string lastSha;
    int good = 0, stopAfter = 0;
    CancelSource source;
};

class PredictFilesTest : public testing::Test {
protected:
    PredictFilesTest() {
        for (const auto& cell : test::demoData(m_folder / "cells", 2, 80).cells) m_files.push_back(cell.path);
        m_predictor = std::move(*Predictor::load(test::makeTinyModel(m_folder.path())));
    }
    test::TempFolder m_folder;
    std::vector<std::filesystem::path> m_files;
    std::unique_ptr<Predictor> m_predictor;
    Recorder m_recorder;
};

TEST_F(PredictFilesTest, OneBrokenFileDoesNotStopTheRest) {
    ASSERT_TRUE(writeFileAtomically(m_files[5], std::string_view("no image")));
    std::filesystem::remove(m_files[20]);
    ASSERT_TRUE(predictFiles(*m_predictor, m_files, m_recorder, {}));
    EXPECT_EQ(m_recorder.paths, m_files);
    EXPECT_EQ(m_recorder.good, 22);
    EXPECT_EQ(m_recorder.codes, (std::vector<ErrorCode>{ErrorCode::NotAnImage, ErrorCode::NotFound}));
    EXPECT_EQ(m_recorder.lastSha, digest::sha256(*readFile(m_files.back(), 1 << 20)));
}

TEST_F(PredictFilesTest, AnswersAreThoseOfEachPictureByItselfAndToldByTheCaller) {
    class Keeper final : public FileListener {
    public:
        void onResult(const FilePrediction& result) override {
            EXPECT_EQ(std::this_thread::get_id(), caller);
            results.push_back(result);
        }
        std::thread::id caller = std::this_thread::get_id();
        std::vector<FilePrediction> results;
    } keeper;
    ASSERT_TRUE(predictFiles(*m_predictor, m_files, keeper, {}, {.features = true}));
    ASSERT_EQ(keeper.results.size(), m_files.size());
    for (std::size_t i = 0; i < m_files.size(); i += 7) {
        const auto picture = image::decodeFile(m_files[i]);
        ASSERT_TRUE(picture);
        const auto alone = m_predictor->predict(std::span(&*picture, 1), {.features = true});
        ASSERT_TRUE(alone);
        const auto& told = keeper.results[i];
        EXPECT_EQ(told.path, m_files[i]);
        for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(told.prediction->probabilities[k], alone->front().probabilities[k], 1e-4);
        EXPECT_NEAR(told.prediction->features[100], alone->front().features[100], 1e-3);
    }
    ASSERT_TRUE(predictFiles(*m_predictor, {}, keeper, {})) << "nothing to do";
}

TEST_F(PredictFilesTest, StopsBetweenBatches) {
    m_recorder.stopAfter = 1;
    const auto stopped = predictFiles(*m_predictor, m_files, m_recorder, m_recorder.source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_LT(m_recorder.paths.size(), m_files.size());
}

}  // namespace
}  // namespace leukolens::inference
