// Why the model answers as it does: the overlay, and the training cells that a cell is like.
#include "ui/classify/cell_reasons.h"

#include <QComboBox>
#include <QLabel>
#include <QSlider>

#include "core/base/files.h"
#include "core/dataset/demo_cells.h"
#include "core/image/encode.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/support/drawn_smear.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/heat_image.h"
#include "ui/classify/similar_cells.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::test {
namespace {

using inference::ExplainMethod;

TEST(HeatImage, IsClearWhereNothingSpeaksAndYellowWhereMostDoes) {
    const QImage heat = ui::heatImage({2, 1, {0, 1}});
    const QColor none = heat.pixelColor(0, heat.height() / 2), most = heat.pixelColor(heat.width() - 1, heat.height() / 2);
    EXPECT_EQ(none.alpha(), 0);
    EXPECT_EQ(most, QColor(253, 231, 37));
    int before = -1;
    for (int x = 0; x < heat.width(); ++x) {
        EXPECT_GE(heat.pixelColor(x, 0).alpha(), before) << "smooth from one point to the next";
        before = heat.pixelColor(x, 0).alpha();
    }
    EXPECT_EQ(ui::heatImage({400, 300, std::vector<float>(120'000, 0.5f)}).size(), QSize(400, 300));
}

TEST(LikeWords, CountTheNearestTrainingCellsByTheirLabels) {
    inference::ReferenceCells list;
    list.components = 1;
    list.length = 1;
    for (int i = 0; i < 8; ++i) {
        list.embeddings.insert(list.embeddings.end(), {static_cast<float>(i), 0});
        list.classes.push_back(i < 4 ? 0 : 1);
        list.sha256s.push_back(std::string(63, 'd') + static_cast<char>('0' + i));
    }
    casebook::CaseCell cell;
    cell.classes = {"all", "hem"};
    cell.embedding = {2, 0};
    cell.sha256 = "another";
    EXPECT_EQ(ui::likeWords(ui::likeCells(&list, cell)), "Most like these training cells: ALL blast 4 of 5, Normal 1 of 5");
    cell.sha256 = list.sha256s[2];
    EXPECT_TRUE(ui::likeWords(ui::likeCells(&list, cell)).contains("ALL blast 3 of 5")) << "a training cell is not like itself: " << ui::likeWords(ui::likeCells(&list, cell)).toStdString();
    cell.embedding = {2, 0, 1};
    EXPECT_EQ(ui::likeWords(ui::likeCells(&list, cell)), QString()) << "a vector of another model";
    EXPECT_EQ(ui::likeWords(ui::likeCells(nullptr, cell)), QString());
}

QImage toImage(const image::Image& picture) { return QImage(picture.rgb.data(), picture.width, picture.height, 3 * picture.width, QImage::Format_RGB888).copy(); }

TEST(IsMasked, AsTheCardSaysAndThePictureShows) {
    inference::ModelCard card;
    casebook::CaseCell cell;
    const QImage smear = toImage(drawSmear().picture), onBlack = toImage(dataset::drawDemoCell({}, 1, true, 1));
    EXPECT_FALSE(ui::isMasked(card, cell, smear)) << "unknown: nothing is masked";
    card.background = inference::Background::Kept;
    EXPECT_FALSE(ui::isMasked(card, cell, smear));
    card.background = inference::Background::Black;
    EXPECT_TRUE(ui::isMasked(card, cell, smear));
    EXPECT_TRUE(ui::isMasked(card, cell, toImage(drawSmear({.width = 239, .height = 201}).picture))) << "rows of any length";
    EXPECT_FALSE(ui::isMasked(card, cell, onBlack));
    EXPECT_FALSE(ui::isMasked(card, cell, {}));
    cell.flags = {inference::kNotMaskedFlag};
    EXPECT_FALSE(ui::isMasked(card, cell, smear)) << "no cell was found in it";
}

class CellReasonsTest : public ClassifyTest {
protected:
    ui::FileImageView& view() { return *find<ui::FileImageView>(*m_window, "inspectorImage"); }
    void choose(std::optional<ExplainMethod> method) {
        auto* box = find<QComboBox>(*m_window, "explainMethod");
        box->setCurrentIndex(box->findData(method ? static_cast<int>(*method) : -1));
    }
    void openWithCells(int count) {
        openWindow();
        chooseTinyModel();
        dropAndWait(count);
        select(fullestBin(), 0);
        ASSERT_TRUE(waitFor([this] { return view().hasPicture(); }));
    }
};

TEST_F(CellReasonsTest, TheOverlayFollowsTheCellAndGoesWithTheChoice) {
    openWithCells(6);
    EXPECT_FALSE(find<QSlider>(*m_window, "explainOpacity")->isVisible());
    choose(ExplainMethod::FineGradCam);
    EXPECT_TRUE(find<QSlider>(*m_window, "explainOpacity")->isVisible());
    ASSERT_TRUE(waitFor([this] { return text("explainNote").contains("speaks"); }));
    const bool shown = text("explainNote").startsWith("Yellow");
    EXPECT_EQ(view().hasOverlay(), shown) << "nothing is drawn where nothing speaks";
    select(fullestBin(), 1);
    EXPECT_FALSE(view().hasOverlay()) << "the reasons of the cell before";
    ASSERT_TRUE(waitFor([this] { return text("explainNote").contains("speaks"); }));
    choose(std::nullopt);
    EXPECT_FALSE(view().hasOverlay());
    EXPECT_EQ(text("explainNote"), QString());
}

TEST_F(CellReasonsTest, PixelsSpeakForEveryCell) {
    openWithCells(1);
    choose(ExplainMethod::IntegratedGradients);
    ASSERT_TRUE(waitFor([this] { return text("explainNote").startsWith("Yellow"); }));
    EXPECT_TRUE(view().hasOverlay());
}

TEST_F(CellReasonsTest, OfANetworkWithoutMapsOnlySinglePixelsAreOffered) {
    openWithCells(1);
    auto* box = find<QComboBox>(*m_window, "explainMethod");
    EXPECT_EQ(box->count(), 4);
    choose(ExplainMethod::GradCam);
    ASSERT_TRUE(createFolder(m_folder / "other"));
    m_context->setModelFile(qpath(makeTinyModel(m_folder / "other", {"all", "hem"}, "lstm_rows")));
    ASSERT_TRUE(waitFor([box] { return box->count() == 2; }));
    EXPECT_EQ(box->currentData().toInt(), -1) << "the map that was shown is not to be had any more";
    EXPECT_FALSE(find<QSlider>(*m_window, "explainOpacity")->isVisible());
    choose(ExplainMethod::IntegratedGradients);
    EXPECT_EQ(box->currentText(), "Single pixels (slow)");
    chooseTinyModel();
    ASSERT_TRUE(waitFor([box] { return box->count() == 4; }));
    EXPECT_EQ(box->currentText(), "Single pixels (slow)");
}

TEST_F(CellReasonsTest, TellsThatTheBackgroundWasMasked) {
    auto bundle = *inference::readModelBundle(makeTinyModel(m_folder.path()));
    bundle.card.background = inference::Background::Black;
    const auto model = m_folder / "black.leukomodel";
    ASSERT_TRUE(inference::writeModelBundle(model, bundle.card, weights::writeSafetensors(bundle.weights.tensors())));
    openWindow();
    m_context->setModelFile(qpath(model));
    ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
    auto files = makeCells(1);
    for (const auto& [name, options] : {std::pair{"smear.png", SmearOptions{}}, {"blank.png", SmearOptions{.whiteCell = false, .redCells = false}}}) {
        files.push_back(m_folder / name);
        ASSERT_TRUE(writeFileAtomically(files.back(), *image::encodePng(drawSmear(options).picture)));
    }
    dropFiles(files);
    ASSERT_TRUE(waitFor([&] { return cards() == 3 && !m_window->session().classifying(); }));
    int masked = 0;
    for (const char* className : {"all", "hem", ""}) {
        for (int row = 0; row < cardsIn(className); ++row) {
            select(className, row);
            const QString name = text("inspectorFileName");
            ASSERT_TRUE(waitFor([&] { return view().path().endsWith(name); }));
            const bool told = find<QLabel>(*m_window, "inspectorMasked")->isVisible();
            EXPECT_EQ(told, name == "smear.png") << name.toStdString();
            masked += told;
            EXPECT_EQ(text("inspectorFlags").contains("No cell found to mask"), name == "blank.png");
        }
    }
    EXPECT_EQ(masked, 1);
    EXPECT_EQ(text("inspectorMasked"), "Background masked for this model");
}

TEST_F(CellReasonsTest, AnotherModelsCellIsNotExplained) {
    auto cells = inventedCells(4);
    for (auto& cell : cells) cell.modelSha256 = std::string(64, 'e');
    openCaseOf(cells);
    choose(ExplainMethod::GradCam);
    select("all", 0);
    ASSERT_TRUE(waitFor([this] { return text("explainNote").startsWith("Choose the model"); }));
    chooseTinyModel();
    select("hem", 0);
    ASSERT_TRUE(waitFor([this] { return text("explainNote").startsWith("Another model"); }));
}

}  // namespace
}  // namespace leukolens::test
