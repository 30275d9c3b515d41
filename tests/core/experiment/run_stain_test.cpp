// Stain normalisation from the setting to the model file.
#include <ATen/ATen.h>

#include <nlohmann/json.hpp>

#include "core/experiment/fold_card.h"
#include "core/experiment/load_pixels.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/inference/model_bundle.h"
#include "core/inference/network_input.h"
#include "core/stain/stain_target.h"
#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

using stain::StainMethod;
using test::RunTest;

class RunStain : public RunTest {
protected:
    TrainSettings stained(StainMethod method) {
        TrainSettings settings = frozenSettings();
        settings.epochs = 1;
        settings.stain = method;
        return settings;
    }

    /// As many cells as a model needs to know their colours.
    void drawMoreCells() { m_data = leukolens::test::demoData(m_folder / "more cells", 6); }

    void blacken(std::size_t cell) {
        const image::Image black{40, 40, std::vector<std::uint8_t>(40 * 40 * 3)};
        ASSERT_TRUE(writeFileAtomically(m_data.cells[cell].path, *image::encodePng(black)));
        m_data.cells[cell].sha256 = std::string(64, 'b');
    }

    bool tookVectorsFromTheCache(const char* name) { return text(fs::path(name) / "log.txt").find("vectors taken from the cache") != std::string::npos; }

    static constexpr const char* kLeft = "Stain colours: 1 of 24 cells show too little stain to be changed and are used as they are.";
};

TEST_F(RunStain, TrainingAndClassifyingSeeTheSamePixels) {
    blacken(3);
    for (const auto method : {StainMethod::None, StainMethod::Reinhard, StainMethod::Macenko}) {
        TrainSettings settings;
        settings.inputPx = 80;
        settings.stain = method;
        NoProgress progress;
        const auto loaded = loadPixels(pixelRequest(m_data, false, settings), progress, {});
        ASSERT_TRUE(loaded) << loaded.error().message();
        const auto fold = dataset::makeSplit(m_data, settings.protocol, 3, 1)->folds[0];
        auto card = foldCard(m_data, fold, settings, {1, 3, 1, {}, loaded->colours});
        card.weightsSha256 = std::string(64, 'a');
        // As the model file has it.
        const auto read = inference::modelCardFromJson(nlohmann::json::parse(toJson(card).dump()), "card.json");
        ASSERT_TRUE(read) << read.error().message();
        std::vector<std::uint8_t> trained(static_cast<std::size_t>(loaded->store->cellBytes()));
        for (int i = 0; i < static_cast<int>(m_data.cells.size()); ++i) {
            ASSERT_TRUE(loaded->store->copyTo(std::span(&i, 1), trained.data()));
            const auto picture = *image::decodeFile(m_data.cells[static_cast<std::size_t>(i)].path);
            const auto input = inference::networkInput(std::span(&picture, 1), *read);
            const auto& seen = input.pixels;
            ASSERT_EQ(static_cast<std::size_t>(seen.numel()), trained.size());
            EXPECT_TRUE(std::equal(trained.begin(), trained.end(), seen.const_data_ptr<std::uint8_t>())) << toString(method) << ", cell " << i;
            EXPECT_EQ(input.pictures[0].outcome, loaded->colours[static_cast<std::size_t>(i)].outcome);
        }
    }
}

TEST_F(RunStain, EachFoldsModelKnowsTheStainAndTheColoursOfItsTrainingCells) {
    drawMoreCells();
    const auto result = run(stained(StainMethod::Macenko));
    ASSERT_TRUE(result) << result.error().message();
    const auto split = *dataset::makeSplit(m_data, result->settings.protocol, 2, result->settings.seed);
    for (std::size_t f = 0; f < 2; ++f) {
        const auto card = inference::readModelBundle(result->folds[f].model)->card;
        EXPECT_EQ(toJson(card.stain), toJson(stain::fixedReference(StainMethod::Macenko)));
        std::vector<stain::ColourStatistics> colours;
        for (const int cell : split.folds[f].train) colours.push_back(*stain::colourStatistics(*image::decodeFile(m_data.cells[static_cast<std::size_t>(cell)].path)));
        ASSERT_TRUE(card.colours);
        EXPECT_EQ(toJson(*card.colours), toJson(*stain::fitShift(colours))) << "training cells alone, as they were decoded";
    }
}

TEST_F(RunStain, WithFewCellsOrNoneSetTheCardKnowsNoColoursAndNoStain) {
    const auto result = run(stained(StainMethod::None));
    ASSERT_TRUE(result) << result.error().message();
    const auto card = inference::readModelBundle(result->folds[0].model)->card;
    EXPECT_EQ(card.stain.method(), StainMethod::None);
    EXPECT_FALSE(card.colours);
    EXPECT_FALSE(toJson(card).at("input").contains("stain"));
    EXPECT_NE(text("run/log.txt").find("too few training cells show stain"), std::string::npos);
}

TEST_F(RunStain, VectorsOfAnotherStainAreNeverUsed) {
    ASSERT_TRUE(run(stained(StainMethod::None), "none"));
    ASSERT_TRUE(run(stained(StainMethod::Reinhard), "reinhard"));
    EXPECT_FALSE(tookVectorsFromTheCache("reinhard"));
    EXPECT_NE(figures("reinhard"), figures("none"));
    ASSERT_TRUE(run(stained(StainMethod::Reinhard), "again"));
    EXPECT_TRUE(tookVectorsFromTheCache("again"));
    EXPECT_EQ(figures("again"), figures("reinhard"));
}

TEST_F(RunStain, CellsWithoutStainAreToldInEveryRunAndOnce) {
    blacken(5);
    for (const char* name : {"first", "from the cache"}) {
        m_recorder = test::Recorder();
        const auto result = run(stained(StainMethod::Macenko), name);
        ASSERT_TRUE(result) << result.error().message();
        EXPECT_EQ(std::ranges::count(m_recorder.notices, kLeft), 1) << name;
        EXPECT_EQ(std::ranges::count(readRun(m_folder / name)->result.notices, kLeft), 1) << name;
    }
    EXPECT_TRUE(tookVectorsFromTheCache("from the cache"));
    ResumeOptions more;
    more.extraEpochs = 1;
    const auto extended = goOn("first", more);
    ASSERT_TRUE(extended) << extended.error().message();
    EXPECT_EQ(std::ranges::count(extended->notices, kLeft), 1);
    m_recorder = test::Recorder();
    ASSERT_TRUE(run(stained(StainMethod::None), "none"));
    EXPECT_EQ(std::ranges::count(m_recorder.notices, kLeft), 0) << "nothing was to be changed";
}

TEST_F(RunStain, ARunOfAProgramThatKnewNoStainGoesOnWhereItStopped) {
    ASSERT_TRUE(run(stained(StainMethod::None)));
    auto json = nlohmann::json::parse(text("run/settings.json"));
    ASSERT_EQ(json.erase("stain"), 1u);
    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "settings.json", json.dump()));
    ResumeOptions more;
    more.extraEpochs = 1;
    const auto extended = goOn("run", more);
    ASSERT_TRUE(extended) << extended.error().message();  // its checkpoints know it by the same hash
    EXPECT_EQ(extended->settings.stain, StainMethod::None);
    EXPECT_EQ(extended->folds[0].epochs, 2);
}

}  // namespace
}  // namespace leukolens::experiment
