#include "ui/data/augmentation_panel.h"

#include <QCheckBox>
#include <QLabel>
#include <QSlider>
#include <QSpinBox>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/dataset/demo_cells.h"
#include "core/engine/augmentation_preview.h"
#include "core/experiment/load_pixels.h"
#include "core/image/encode.h"
#include "core/stain/stain_target.h"
#include "tests/ui/support/ui_test.h"
#include "ui/data/augmentation_samples.h"
#include "ui/data/dataset_job.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {
namespace {

using test::find;
using test::waitFor;

class AugmentationPanelTest : public testing::Test {
protected:
    void SetUp() override {
        dataset::DemoSettings demo;
        demo.cellsPerSubject = 1;
        demo.sizePx = 96;
        NoProgress progress;
        const auto cells = openDemoCells(folder / "cells", demo, progress, {});
        ASSERT_TRUE(cells);
        experiment::TrainSettings plan;
        plan.inputPx = 75;
        context.planTraining(plan);
        context.setDataset(*cells);
        panel.resize(1000, 420);
        panel.show();
        ASSERT_TRUE(waitForSamples());
    }
    bool waitForSamples() {
        return waitFor([&] { return !context.fileWorker.busy() && view()->samples().samples.size() == kAugmentationSamples; });
    }
    AugmentationView* view() { return find<AugmentationView>(panel, "augmentationView"); }
    const engine::AugmentSettings& planned() const { return context.plannedTraining().augmentation; }

    test::TempFolder folder;
    AppSettings settings{test::qpath(folder / "settings.ini")};
    AppContext context{settings};
    AugmentationPanel panel{context};
};

TEST_F(AugmentationPanelTest, ASliderChangesTheTrainingThatIsPlannedAndTheSamples) {
    const auto before = view()->samples();
    EXPECT_EQ(before.original.size(), QSize(75, 75));
    auto* slider = find<QSlider>(panel, "strengthBrightness");
    EXPECT_EQ(slider->value(), 25) << "the default range";
    slider->setValue(40);
    EXPECT_DOUBLE_EQ(planned().brightness.low, 0.6);
    EXPECT_DOUBLE_EQ(planned().brightness.high, 1.4);
    EXPECT_EQ(planned().contrast, engine::AugmentSettings().contrast);
    ASSERT_TRUE(waitForSamples());
    EXPECT_NE(view()->samples().samples, before.samples);
    EXPECT_EQ(view()->samples().original, before.original);
    find<QSlider>(panel, "strengthGamma")->setValue(50);
    EXPECT_DOUBLE_EQ(planned().gamma.low, 1 / 1.5);
    EXPECT_DOUBLE_EQ(planned().gamma.high, 1.5);
}

TEST_F(AugmentationPanelTest, ShowsWhatTrainSaysAndKeepsTypedRangesToTheDigit) {
    experiment::TrainSettings typed = context.plannedTraining();
    typed.augmentation.brightness = {0.9, 1.303};
    typed.augmentation.flips = false;
    typed.augmentation.rotationDegrees = 20;
    context.planTraining(typed);
    EXPECT_EQ(find<QSlider>(panel, "strengthBrightness")->value(), 30);
    EXPECT_FALSE(find<QCheckBox>(panel, "augmentFlips")->isChecked());
    EXPECT_EQ(find<QSpinBox>(panel, "augmentDegrees")->value(), 20);
    find<QCheckBox>(panel, "augmentFlips")->click();
    EXPECT_EQ(planned().brightness, (engine::Range{0.9, 1.303})) << "only its own slider touches it";
    EXPECT_TRUE(planned().flips);
}

TEST_F(AugmentationPanelTest, EverySwitchTurnsItsChangeOff) {
    for (const char* name : {"augmentBrightness", "augmentContrast", "augmentSaturation", "augmentGamma", "augmentFlips", "augmentRotation"})
        find<QCheckBox>(panel, name)->click();
    EXPECT_FALSE(planned().changesColour());
    EXPECT_FALSE(planned().movesPixels());
    ASSERT_TRUE(waitForSamples());
    for (const QImage& sample : view()->samples().samples) EXPECT_EQ(sample, view()->samples().original);
    find<QCheckBox>(panel, "augmentGamma")->click();
    EXPECT_EQ(planned().gamma, engine::AugmentSettings().gamma) << "back at the range that the slider shows";
    test::click(panel, "augmentDefaults");
    EXPECT_EQ(planned(), engine::AugmentSettings());
}

TEST_F(AugmentationPanelTest, WithoutAugmentationCellsStayAsTheyAreAndControlsRest) {
    find<QCheckBox>(panel, "augmentOn")->click();
    EXPECT_FALSE(context.plannedTraining().augment);
    EXPECT_EQ(planned(), engine::AugmentSettings()) << "the ranges are kept for later";
    EXPECT_FALSE(find<QSlider>(panel, "strengthContrast")->isEnabled());
    ASSERT_TRUE(waitForSamples());
    for (const QImage& sample : view()->samples().samples) EXPECT_EQ(sample, view()->samples().original);
}

TEST_F(AugmentationPanelTest, AnotherCellAndAnotherStepGiveOtherSamples) {
    const auto first = view()->samples();
    test::click(panel, "drawAgain");
    ASSERT_TRUE(waitForSamples());
    const auto second = view()->samples();
    EXPECT_EQ(second.original, first.original);
    EXPECT_NE(second.samples, first.samples);
    test::click(panel, "anotherCell");
    ASSERT_TRUE(waitForSamples());
    EXPECT_NE(view()->samples().original, first.original);
}

TEST_F(AugmentationPanelTest, ShowsTheStainThatIsPlannedPixelForPixelAsTrainingLoadsIt) {
    const auto plain = view()->samples().original;
    EXPECT_EQ(view()->originalText(), "As it is");
    for (const auto method : {stain::StainMethod::Reinhard, stain::StainMethod::Macenko}) {
        experiment::TrainSettings plan = context.plannedTraining();
        plan.stain = method;
        context.planTraining(plan);
        ASSERT_TRUE(waitForSamples());
        EXPECT_NE(view()->samples().original, plain);
        EXPECT_EQ(view()->originalText(), "Brought to one stain");
        experiment::PixelRequest request{{context.dataset()->cells.front()}, plan.inputPx, {}, 1u << 30, stain::fixedReference(method), {}};
        NoProgress progress;
        const auto loaded = experiment::loadPixels(request, progress, {});
        ASSERT_TRUE(loaded) << loaded.error().message();
        const auto cell = loaded->store->cell(0);
        std::vector<std::uint8_t> batch;
        for (int i = 0; i < kAugmentationSamples; ++i) batch.insert(batch.end(), cell.begin(), cell.end());
        const auto augmented = engine::augmentedPictures(batch, plan.inputPx, plan.augmentation, plan.seed, 0);
        const auto asPicture = [&](std::span<const std::uint8_t> rgb) { return QImage(rgb.data(), plan.inputPx, plan.inputPx, plan.inputPx * 3, QImage::Format_RGB888).copy(); };
        EXPECT_EQ(view()->samples().original, asPicture(cell));
        for (std::size_t i = 0; i < kAugmentationSamples; ++i)
            EXPECT_EQ(view()->samples().samples[i], asPicture(std::span(augmented).subspan(i * cell.size(), cell.size()))) << i;
    }
}

TEST_F(AugmentationPanelTest, ACellWithoutStainIsSaidToStayAsItIs) {
    const image::Image black{40, 40, std::vector<std::uint8_t>(40 * 40 * 3)};
    ASSERT_TRUE(writeFileAtomically(context.dataset()->cells.front().path, *image::encodePng(black)));
    experiment::TrainSettings plan = context.plannedTraining();
    plan.stain = stain::StainMethod::Macenko;
    context.planTraining(plan);
    ASSERT_TRUE(waitForSamples());
    EXPECT_EQ(view()->originalText(), "As it is: too little stain");
}

TEST_F(AugmentationPanelTest, ACellThatIsGoneIsSaid) {
    for (const auto& cell : context.dataset()->cells) std::filesystem::remove(cell.path);
    test::click(panel, "drawAgain");
    ASSERT_TRUE(waitFor([&] { return !context.fileWorker.busy() && find<QLabel>(panel, "augmentationFailure")->isVisible(); }));
    EXPECT_FALSE(find<QLabel>(panel, "augmentationFailure")->text().isEmpty());
}

}  // namespace
}  // namespace leukolens::ui
