#include "core/detection/detection_trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "core/base/random.h"
#include "core/detection/detector.h"
#include "core/weights/weights_file.h"

namespace leukolens::detection {
namespace {

/// A light field with dark discs of two sizes, which are its classes.
struct DrawnField {
    int width = 0, height = 0;
    std::vector<std::uint8_t> rgb;
    std::vector<LabelledBox> boxes;

    LabelledField labelled() const { return {{width, height, rgb}, boxes}; }
};

void drawDisc(DrawnField& field, double x, double y, double radius, std::uint8_t grey, int classIndex) {
    for (int row = 0; row < field.height; ++row)
        for (int column = 0; column < field.width; ++column)
            if (std::hypot(column + 0.5 - x, row + 0.5 - y) < radius) std::fill_n(field.rgb.begin() + 3 * (row * field.width + column), 3, grey);
    field.boxes.push_back({{static_cast<float>(x - radius), static_cast<float>(y - radius), static_cast<float>(x + radius), static_cast<float>(y + radius)}, classIndex, false});
}

DrawnField drawField(int width, int height, std::uint64_t seed) {
    DrawnField field{width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), 225), {}};
    Random random(seed);
    drawDisc(field, random.uniform(30, 50), random.uniform(30, height - 30), 26, 120, 0);
    drawDisc(field, random.uniform(width - 40.0, width - 20.0), random.uniform(20, height - 20), 14, 40, 1);
    return field;
}

DetectionTrainerSettings quickSettings() {
    DetectionTrainerSettings settings;
    settings.classes = 2;
    settings.regions = 64;
    settings.bodyRate = 1;
    return settings;
}

weights::WeightsFile fileOf(Bytes bytes) {
    const auto shared = std::make_shared<const Bytes>(std::move(bytes));
    return *weights::WeightsFile::fromBytes(shared, *shared, "weights");
}

TEST(DetectionTrainer, LearnsWhereDiscsAreAndWhichTheyAre) {
    const auto trainer = *DetectionTrainer::create(quickSettings());
    const auto first = drawField(128, 112, 1), second = drawField(128, 128, 2);
    const std::vector<LabelledField> both{first.labelled(), second.labelled()};
    ASSERT_TRUE(trainer->measureStatistics(both));
    const auto before = *trainer->step(both, 5e-4);
    StepLosses after;
    for (int i = 0; i < 40; ++i) after = *trainer->step(both, 5e-4);
    EXPECT_LT(after.sum(), 0.5 * before.sum());
}

TEST(DetectionTrainer, GoesOnFromACheckpointAsIfNothingHadBeen) {
    const auto field = drawField(112, 96, 3);
    const std::vector<LabelledField> fields{field.labelled()};
    const auto trainer = *DetectionTrainer::create(quickSettings()), other = *DetectionTrainer::create(quickSettings());
    ASSERT_TRUE(trainer->measureStatistics(fields));
    ASSERT_TRUE(trainer->step(fields, 1e-3));
    const auto checkpoint = trainer->checkpoint();
    ASSERT_TRUE(trainer->step(fields, 1e-3));
    ASSERT_TRUE(other->restore(checkpoint));
    ASSERT_TRUE(other->step(fields, 1e-3));
    EXPECT_EQ(trainer->serialised(), other->serialised());
}

TEST(DetectionTrainer, RefusesAnotherTrainersCheckpoint) {
    auto settings = quickSettings();
    const auto trainer = *DetectionTrainer::create(settings);
    settings.classes = 3;
    const auto other = *DetectionTrainer::create(settings);
    const auto before = other->serialised();
    const auto restored = other->restore(trainer->checkpoint());
    ASSERT_FALSE(restored);
    EXPECT_EQ(restored.error().code, ErrorCode::WeightsMismatch);
    EXPECT_EQ(other->serialised(), before);
}

TEST(DetectionTrainer, LeavesFrozenBlocksAndBatchNormAsTheyAre) {
    auto settings = quickSettings();
    settings.frozenUpTo = "Mixed_5d";
    const auto trainer = *DetectionTrainer::create(settings);
    const auto field = drawField(112, 96, 3);
    const auto before = fileOf(trainer->serialised());
    ASSERT_TRUE(trainer->step(std::vector{field.labelled()}, 1e-3));
    const auto after = fileOf(trainer->serialised());
    int changed = 0;
    for (const auto& record : before.tensors()) {
        const auto& name = record.name;
        const bool same = std::ranges::equal(record.bytes, after.find(name)->bytes);
        const bool stays = name.find(".bn.") != std::string::npos || name.starts_with("backbone.body.Conv2d") || name.starts_with("backbone.body.Mixed_5");
        EXPECT_TRUE(same || !stays) << name;
        if (!stays && name.starts_with("backbone.body.Mixed_6") && !same) ++changed;
    }
    EXPECT_GT(changed, 20);
}

TEST(DetectionTrainer, RefusesUnknownBlocksAndSmallFields) {
    auto settings = quickSettings();
    settings.frozenUpTo = "Mixed_9";
    const auto made = DetectionTrainer::create(settings);
    ASSERT_FALSE(made);
    EXPECT_NE(made.error().message().find("Mixed_6e"), std::string::npos);
    settings.frozenUpTo.clear();
    const auto small = drawField(128, 90, 1);
    const auto stepped = (*DetectionTrainer::create(settings))->step(std::vector{small.labelled()}, 1e-3);
    ASSERT_FALSE(stepped);
    EXPECT_EQ(stepped.error().code, ErrorCode::InvalidArgument);
}

TEST(Detector, AnswersAsItsTrainerDid) {
    const auto trainer = *DetectionTrainer::create(quickSettings());
    const auto field = drawField(128, 112, 1);
    ASSERT_TRUE(trainer->measureStatistics(std::vector{field.labelled()}));
    const auto wanted = *trainer->detect(field.labelled().pixels);
    const auto detector = *Detector::create("inception_v3", 2, fileOf(trainer->serialised()), "cpu", "fp32");
    const auto found = *detector->detect(field.labelled().pixels);
    ASSERT_FALSE(wanted.empty());
    ASSERT_EQ(found.size(), wanted.size());
    for (std::size_t i = 0; i < found.size(); ++i) {
        EXPECT_EQ(found[i].box, wanted[i].box);
        EXPECT_EQ(found[i].classIndex, wanted[i].classIndex);
    }
}

TEST(Detector, RefusesWeightsOfOtherClassesOrOfAClassifier) {
    const auto trainer = *DetectionTrainer::create(quickSettings());
    const auto other = Detector::create("inception_v3", 3, fileOf(trainer->serialised()), "cpu", "fp32");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().code, ErrorCode::WeightsMismatch);
    const auto pyramid = Detector::create("resnet50_fpn", 2, fileOf(trainer->serialised()), "cpu", "fp32");
    ASSERT_FALSE(pyramid);
    EXPECT_EQ(pyramid.error().code, ErrorCode::WeightsMismatch);
}

}  // namespace
}  // namespace leukolens::detection
