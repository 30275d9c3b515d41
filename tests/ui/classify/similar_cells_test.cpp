// Pictures of the training cells that a cell looks like, where they still are on this computer.
#include "ui/classify/similar_cells.h"

#include <QAbstractButton>
#include <QLabel>

#include "core/base/files.h"
#include "core/dataset/demo_cells.h"
#include "core/dataset/reader.h"
#include "core/digest/sha256.h"
#include "core/experiment/load_pixels.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/ui/classify/classify_fixture.h"

namespace leukolens::test {
namespace {

namespace fs = std::filesystem;

class SimilarCellsTest : public ClassifyTest {
protected:
    static constexpr int kTrained = 6;

    /// Six cells in folders by class, read as Data reads them.
    void makeTrainingCells() {
        dataset::DemoSettings settings;
        settings.sizePx = 90;
        for (int i = 0; i < kTrained; ++i) {
            const auto folder = m_folder / "training" / (i % 2 == 0 ? "all" : "hem");
            fs::create_directories(folder);
            m_trained.push_back(folder / ("trained ü " + std::to_string(i) + ".png"));
            ASSERT_TRUE(writeFileAtomically(m_trained.back(), *image::encodePng(dataset::drawDemoCell(settings, i, i % 2 == 0, 100 + i))));
        }
        NoProgress progress;
        ASSERT_TRUE(dataset::readDataset(m_folder / "training", progress, {}, experiment::readOptions()));
    }

    /// The tiny model with a list of these cells: what it knows of a vector is its first number and its length.
    void chooseListingModel() {
        chooseTinyModel();
        const fs::path file = m_context->modelFile().toStdString();
        auto predictor = *inference::Predictor::load(file);
        std::vector<image::Image> images;
        for (const auto& path : m_trained) images.push_back(*image::decodeFile(path));
        const auto predictions = *predictor->predict(images, {.features = true});
        inference::ReferenceCells list;
        list.length = static_cast<int>(predictions.front().features.size());
        list.components = 1;
        list.mean.assign(static_cast<std::size_t>(list.length), 0);
        list.axes.assign(static_cast<std::size_t>(list.length), 0);
        list.axes[0] = 1;
        for (std::size_t i = 0; i < predictions.size(); ++i) {
            const auto embedding = inference::embeddingOf(list, predictions[i].features);
            list.embeddings.insert(list.embeddings.end(), embedding.begin(), embedding.end());
            list.classes.push_back(static_cast<int>(i % 2));
            list.sha256s.push_back(digest::sha256(*readFile(m_trained[i], 1u << 20)));
        }
        list.neighbour = 1;
        list.limit = 100;
        const auto bundle = inference::readModelBundle(file);
        ASSERT_TRUE(inference::writeModelBundle(m_folder / "listing.leukomodel", bundle->card, weights::writeSafetensors(bundle->weights.tensors()), &list));
        m_context->setModelFile(qpath(m_folder / "listing.leukomodel"));
        ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
    }

    std::vector<QAbstractButton*> shown() const {
        std::vector<QAbstractButton*> buttons;
        for (auto* button : m_window->findChildren<QAbstractButton*>("similarCell"))
            if (button->isVisible()) buttons.push_back(button);
        return buttons;
    }

    std::vector<fs::path> m_trained;
};

TEST_F(SimilarCellsTest, AreShownFromTheTrainingDataAndOneIsEnlarged) {
    makeTrainingCells();
    chooseListingModel();
    dropAndWait(2);
    select(fullestBin(), 0);
    EXPECT_TRUE(text("inspectorLike").startsWith("Most like these training cells: "));
    ASSERT_TRUE(waitFor([this] { return shown().size() == 5; }));
    const QString name = shown().front()->accessibleName(), toolTip = shown().front()->toolTip();
    EXPECT_TRUE(toolTip.contains("trained ü")) << toolTip.toStdString();
    EXPECT_TRUE(name == "Training cell, ALL blast" || name == "Training cell, Normal");
    const auto* zoom = find<QWidget>(*m_window, "zoomOverlay");
    EXPECT_FALSE(zoom->isVisible());
    QTest::mouseClick(shown().front(), Qt::LeftButton);
    EXPECT_TRUE(zoom->isVisible());
    EXPECT_EQ(text("zoomVerdict"), name);
    EXPECT_TRUE(find<QLabel>(*m_window, "zoomFileName")->toolTip().contains("trained") || text("zoomFileName").contains("trained"));
    QTest::keyClick(&bin(fullestBin()), Qt::Key_Escape);
    EXPECT_FALSE(zoom->isVisible());
    QTest::keyClick(&bin(fullestBin()), Qt::Key_Z);
    EXPECT_NE(text("zoomVerdict"), name) << "the cell itself again";
}

TEST_F(SimilarCellsTest, OnlyFilesThatStillAreWhatWasTrainedOnAreShown) {
    makeTrainingCells();
    chooseListingModel();
    for (int i = 0; i < kTrained; ++i) {
        const auto& file = m_trained[static_cast<std::size_t>(i)];
        if (i < 2) {
            fs::remove(file);
        } else if (i < 5) {
            ASSERT_TRUE(writeFileAtomically(file, *readFile(m_trained[5], 1u << 20)));
        }
    }
    dropAndWait(1);
    select(fullestBin(), 0);
    const auto cell = cellsInFile().front();
    const auto like = ui::likeCells(m_window->session().model()->references.get(), cell);
    ASSERT_EQ(like.size(), 5u);
    const auto left = digest::sha256(*readFile(m_trained[5], 1u << 20));
    const bool isLike = std::ranges::any_of(like, [&](const ui::LikeCell& one) { return one.sha256 == left; });
    // One of six is not among the five; whichever it is, nothing is shown of the removed and the overwritten ones.
    ASSERT_TRUE(waitFor([&] { return !isLike || shown().size() == 1; }));
    QTest::qWait(200);
    EXPECT_EQ(shown().size(), isLike ? 1u : 0u);
    EXPECT_TRUE(text("inspectorLike").contains("of 5")) << "the others are counted by their labels";
}

TEST_F(SimilarCellsTest, NothingOfThemIsSeenBlindedOrOfAnotherModel) {
    makeTrainingCells();
    chooseListingModel();
    dropAndWait(1);
    select(fullestBin(), 0);
    ASSERT_TRUE(waitFor([this] { return !shown().empty(); }));
    chooseTinyModel();
    EXPECT_TRUE(waitFor([this] { return shown().empty(); })) << "another model's list is another list";
    EXPECT_FALSE(find<QLabel>(*m_window, "inspectorLike")->isVisible());
    m_context->setModelFile(qpath(m_folder / "listing.leukomodel"));
    ASSERT_TRUE(waitFor([this] { return !shown().empty(); }));
    m_window->session().setBlinded(true);
    EXPECT_TRUE(waitFor([this] { return shown().empty(); }));
}

}  // namespace
}  // namespace leukolens::test
