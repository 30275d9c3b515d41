// Predictions whose batches are recorded, with a device that works later in a GPU's place.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>

#include "core/base/files.h"
#include "tests/core/engine/late_device.h"
#include "tests/core/inference/predictor_fixture.h"
#include "tests/support/demo_data.h"

namespace leukolens::inference {
namespace {

class RecordedPredictions : public PredictorTest {
protected:
    std::unique_ptr<Predictor> loaded() {
        auto predictor = Predictor::load(m_model, "cpu", "fp32");
        EXPECT_TRUE(predictor);
        return std::move(*predictor);
    }

    static void expectAlike(const Prediction& found, const Prediction& expected) {
        EXPECT_EQ(found.classIndex, expected.classIndex);
        ASSERT_EQ(found.features.size(), expected.features.size());
        for (std::size_t k = 0; k < 2; ++k) EXPECT_NEAR(found.probabilities[k], expected.probabilities[k], 1e-4);
        for (std::size_t k = 0; k < found.features.size(); k += 100) EXPECT_NEAR(found.features[k], expected.features[k], 1e-3 * std::max(1.0f, std::abs(expected.features[k])));
    }

    static constexpr PredictOptions kWithFeatures{.features = true};
};

class Keeper final : public FileListener {
public:
    void onResult(const FilePrediction& result) override { results.push_back(result); }
    std::vector<FilePrediction> results;
};

TEST_F(RecordedPredictions, OfFilesComeInTheirOrderAndAreThoseOfEachPicture) {
    const auto plain = loaded();
    engine::LateDevice device;
    const auto recorded = loaded();
    // As many as make full batches for however many cores, and an odd last one; a file that cannot be read makes another odd.
    const auto cells = test::demoData(m_folder / "cells", 2, 80).cells;
    const std::size_t cores = std::max(1u, std::thread::hardware_concurrency()), batch = static_cast<std::size_t>(recorded->batch());
    std::vector<std::filesystem::path> files;
    for (std::size_t i = 0; i < std::max<std::size_t>(cores, 6) * batch + 3; ++i) files.push_back(cells[i % cells.size()].path);
    files[3 * batch + 1] = m_folder / "missing.png";
    Keeper found, expected;
    ASSERT_TRUE(predictFiles(*recorded, files, found, {}, kWithFeatures));
    ASSERT_TRUE(predictFiles(*plain, files, expected, {}, kWithFeatures));
    ASSERT_EQ(found.results.size(), files.size());
    for (std::size_t i = 0; i < files.size(); ++i) {
        EXPECT_EQ(found.results[i].path, files[i]);
        ASSERT_EQ(found.results[i].prediction.has_value(), i != 3 * batch + 1);
        if (i != 3 * batch + 1) expectAlike(*found.results[i].prediction, *expected.results[i].prediction);
    }
    EXPECT_EQ(device.captures, 1);
    const int full = static_cast<int>(files.size() / batch) - 1;
    EXPECT_GE(device.replays, full - 1) << "all full batches but the first two, and one to compare with";
    EXPECT_LE(device.replays, full + 1) << "and the two odd ones, unless they came before there was a recording";
    EXPECT_TRUE(recorded->takeNotices().empty());
}

TEST_F(RecordedPredictions, OfViewsAndOfJoinedModelsToo) {
    const auto make = [this] {
        auto predictor = loaded();
        EXPECT_TRUE(predictor->join(loaded()));
        return predictor;
    };
    const auto plain = make();
    engine::LateDevice device;
    const auto recorded = make();
    const auto cells = pictures(recorded->batch());
    const PredictOptions views{.features = true, .eightViews = true};
    const auto expected = plain->predict(cells, views), found = recorded->predict(cells, views);
    ASSERT_TRUE(expected && found);
    for (std::size_t i = 0; i < cells.size(); ++i) {
        expectAlike((*found)[i], (*expected)[i]);
        EXPECT_NEAR(*(*found)[i].disagreement, *(*expected)[i].disagreement, 1e-4);
    }
    EXPECT_EQ(device.captures, 2) << "one a model";
    EXPECT_EQ(device.replays, 14);
}

TEST_F(RecordedPredictions, GoOnWhereRecordingFailsAndSaySo) {
    const auto plain = loaded();
    engine::LateDevice device;
    device.breaksOff = true;
    const auto recorded = loaded();
    const auto cells = pictures(recorded->batch());
    const auto expected = plain->predict(cells, kWithFeatures);
    for (int i = 0; i < 3; ++i) {
        const auto found = recorded->predict(cells, kWithFeatures);
        ASSERT_TRUE(expected && found);
        for (std::size_t k = 0; k < cells.size(); ++k) expectAlike((*found)[k], (*expected)[k]);
    }
    EXPECT_EQ(device.replays, 0);
    EXPECT_EQ(recorded->takeNotices().size(), 1u);
    EXPECT_TRUE(recorded->takeNotices().empty());
}

}  // namespace
}  // namespace leukolens::inference
