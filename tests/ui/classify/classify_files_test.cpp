// Files come in: dropped, waiting, broken, twice.
#include <QApplication>
#include <QDragEnterEvent>
#include <QLabel>
#include <QPainter>
#include <QPushButton>
#include <QSignalSpy>
#include <QTreeWidget>
#include <QUrl>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "core/image/decode.h"
#include "core/image/encode.h"
#include "core/inference/model_bundle.h"
#include "core/weights/safetensors.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/classify/classify_fixture.h"
#include "ui/classify/classify_job.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"

namespace leukolens::test {
namespace {

class ClassifyFiles : public ClassifyTest {};

QStringList column(const QTreeWidget& table, int number) {
    QStringList texts;
    for (int row = 0; row < table.topLevelItemCount(); ++row) texts << table.topLevelItem(row)->text(number);
    return texts;
}

TEST_F(ClassifyFiles, AnEmptyCaseOffersTheWaysToBegin) {
    EXPECT_TRUE(find<QWidget>(*m_window, "classifyEmpty")->isVisible());
    for (const char* name : {"addImages", "addFolder", "emptyChooseModel", "tryDemo"})
        EXPECT_TRUE(find<QPushButton>(*m_window, name)->isVisible()) << name;
    QSignalSpy demo(m_context.get(), &ui::AppContext::demoDataRequested);
    click(*m_window, "tryDemo");
    EXPECT_EQ(demo.size(), 1);
}

TEST_F(ClassifyFiles, TwelveDroppedFilesBecomeTwelveCards) {
    chooseTinyModel();
    dropFiles(makeCells(12));
    EXPECT_TRUE(waitFor([this] { return cards() == 12; }));
    EXPECT_TRUE(waitFor([this] { return text("summaryTotal") == "12 cells"; }));
    EXPECT_FALSE(find<QWidget>(*m_window, "classifyEmpty")->isVisible());
}

TEST_F(ClassifyFiles, AFolderChosenInTheDialogIsClassified) {
    chooseTinyModel();
    makeCells(3);
    ui::dialogs::setTestHook({{}, [this](const QString&) { return qpath(m_folder.path()); }});
    click(*m_window, "addFolder");
    EXPECT_TRUE(waitFor([this] { return cards() == 3; }));
    ui::dialogs::setTestHook({});
}

TEST_F(ClassifyFiles, FilesDroppedWithoutAModelWaitForOne) {
    dropFiles(makeCells(2));
    ASSERT_TRUE(find<QWidget>(*m_window, "modelBanner")->isVisible());
    EXPECT_TRUE(text("modelBannerText").contains("2 files or folders wait. Choose a model or train one."));
    EXPECT_EQ(cards(), 0);
    chooseTinyModel();
    EXPECT_TRUE(waitFor([this] { return cards() == 2; }));
    EXPECT_FALSE(find<QWidget>(*m_window, "modelBanner")->isVisible());
}

TEST_F(ClassifyFiles, AFileThatIsNoModelIsNamedInPlace) {
    const auto file = m_folder / "holiday.leukomodel";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view("not a model")));
    m_context->setModelFile(qpath(file));
    ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Failed; }));
    EXPECT_TRUE(find<QWidget>(*m_window, "modelBanner")->isVisible());
    EXPECT_TRUE(text("modelBannerDetail").contains("holiday.leukomodel"));
    const auto* code = find<QLabel>(*find<QWidget>(*m_window, "modelBanner"), "errorCode");
    EXPECT_TRUE(code->isVisible());
    EXPECT_EQ(code->text(), "not_a_model");
}

TEST_F(ClassifyFiles, TheModelIsCalledAsInTheListOfModels) {
    chooseTinyModel();
    const auto* button = find<QPushButton>(*m_window, "chooseModel");
    EXPECT_EQ(button->text(), "tiny");
    m_context->setModelTitle("Lab 2026");
    EXPECT_EQ(button->text(), "Lab 2026");
    m_context->setModelTitle({});
    EXPECT_EQ(button->text(), "tiny") << "as its card says where the list does not know it";
    QSignalSpy asked(m_context.get(), &ui::AppContext::modelsRequested);
    click(*m_window, "chooseModel");
    EXPECT_EQ(asked.size(), 1);
}

TEST_F(ClassifyFiles, BrokenFilesAreListedWhileTheOthersAreClassified) {
    chooseTinyModel();
    auto files = makeCells(4);
    for (const char* name : {"broken.bmp", "empty.png"}) {
        files.push_back(m_folder / name);
        ASSERT_TRUE(
            writeFileAtomically(files.back(), std::string_view(name == std::string("empty.png") ? "" : "BM and no more")));
    }
    dropFiles(files);
    auto* table = find<QTreeWidget>(*m_window, "failedTable");
    ASSERT_TRUE(waitFor([&] { return cards() == 4 && table->topLevelItemCount() == 2; }));
    EXPECT_TRUE(find<QWidget>(*m_window, "failedList")->isVisible());
    EXPECT_FALSE(table->isVisible());
    click(*m_window, "failedToggle");
    EXPECT_TRUE(table->isVisible());
    EXPECT_TRUE(column(*table, 0).contains("broken.bmp"));
    EXPECT_TRUE(column(*table, 0).contains("empty.png"));
    for (const QString& reason : column(*table, 1)) EXPECT_FALSE(reason.isEmpty());
    click(*m_window, "failedDismiss");
    EXPECT_FALSE(find<QWidget>(*m_window, "failedList")->isVisible());
}

TEST_F(ClassifyFiles, HelpAboutTheFileThatIsChosenInTheList) {
    QString opened;
    ui::help::setOpener(m_window.get(), [&](const QString& place) { opened = place; });
    chooseTinyModel();
    for (const char* name : {"a broken.bmp", "b empty.png"}) ASSERT_TRUE(writeFileAtomically(m_folder / name, std::string_view(*name == 'b' ? "" : "BM and no more")));
    dropFiles({m_folder / "a broken.bmp", m_folder / "b empty.png"});
    auto* table = find<QTreeWidget>(*m_window, "failedTable");
    ASSERT_TRUE(waitFor([&] { return table->topLevelItemCount() == 2; }));
    click(*m_window, "failedToggle");
    const auto& list = *find<QWidget>(*m_window, "failedList");
    auto* help = find<QPushButton>(list, "errorHelp");
    EXPECT_FALSE(help->isVisible()) << "no file is chosen";
    for (int row = 0; row < 2; ++row) {
        table->setCurrentItem(table->topLevelItem(row));
        ASSERT_TRUE(help->isVisible());
        help->click();
        EXPECT_EQ(opened, "troubleshooting#" + find<QLabel>(list, "errorCode")->text());
    }
    click(*m_window, "failedToggle");
    EXPECT_FALSE(help->isVisible()) << "the list is folded up";
}

TEST_F(ClassifyFiles, APictureDroppedTwiceIsCountedOnceAndSaidSo) {
    chooseTinyModel();
    dropAndWait(2);
    const auto copy = m_folder / "copy of the first.png";
    std::filesystem::copy_file(m_folder / "cell 0.png", copy);
    dropFiles({copy});
    auto* table = find<QTreeWidget>(*m_window, "failedTable");
    ASSERT_TRUE(waitFor([&] { return table->topLevelItemCount() == 1; }));
    EXPECT_EQ(cards(), 2);
    EXPECT_EQ(column(*table, 0), QStringList("copy of the first.png"));
    EXPECT_TRUE(column(*table, 1).front().contains("in this case already"));
}

TEST_F(ClassifyFiles, PicturesOfAForeignStainAreSaidAndOwnOnesAreNot) {
    const auto files = makeCells(24);
    std::vector<stain::ColourStatistics> colours;
    for (const auto& file : files) colours.push_back(*stain::colourStatistics(*image::decodeFile(file)));
    const auto bundle = inference::readModelBundle(makeTinyModel(m_folder.path()));
    auto card = bundle->card;
    card.colours = *stain::fitShift(colours);
    const auto model = m_folder / "knowing.leukomodel";
    ASSERT_TRUE(inference::writeModelBundle(model, card, weights::writeSafetensors(bundle->weights.tensors())));
    m_context->setModelFile(qpath(model));
    ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
    dropFiles(files);
    ASSERT_TRUE(waitFor([&] { return cards() == 24 && !m_window->session().classifying(); }));
    EXPECT_FALSE(m_window->findChild<QLabel*>("messageSummary")) << "they are the model's own";
    // Another stain: red and green change places.
    auto picture = *image::decodeFile(files.front());
    for (std::size_t i = 0; i < picture.rgb.size(); i += 3) std::swap(picture.rgb[i], picture.rgb[i + 1]);
    ASSERT_TRUE(writeFileAtomically(m_folder / "foreign.png", *image::encodePng(picture)));
    dropFiles({m_folder / "foreign.png"});
    ASSERT_TRUE(waitFor([&] { return cards() == 25 && !m_window->session().classifying(); }));
    EXPECT_EQ(text("messageSummary"), "The colours of these pictures are foreign to the model: another stain, camera or cut. Its answers may be wrong.");

    // Stopped halfway, what was classified by then is told of all the same.
    constexpr int kMany = 80;
    for (int i = 0; i < kMany; ++i) {
        std::filesystem::create_directories(m_folder / "many");
        std::filesystem::copy_file(m_folder / "foreign.png", m_folder / "many" / (std::to_string(i) + ".png"));
    }
    class StopsAfterOne : public ProgressSink {
    public:
        void report(const Progress& progress) override {
            if (progress.total == kMany && progress.done >= 1) source.cancel();
        }
        CancelSource source;
    } progress;
    ui::ModelHolder holder;
    ui::ArrivalQueue arrivals;
    const auto outcome = ui::classifyFiles(holder, {dataset::findImages({m_folder / "many"}).files, {model, "cpu"}}, arrivals, progress, progress.source.token());
    ASSERT_TRUE(outcome) << outcome.error().message();
    EXPECT_TRUE(outcome->stopped);
    EXPECT_LT(arrivals.takeAll().size(), static_cast<std::size_t>(kMany));
    ASSERT_TRUE(outcome->shift);
    EXPECT_EQ(outcome->shift->verdict, stain::ShiftVerdict::Foreign);
}

TEST_F(ClassifyFiles, AModelThatKnowsDrawnCellsAloneWarnsBeforeItJudges) {
    const auto bundle = inference::readModelBundle(makeTinyModel(m_folder.path()));
    auto card = bundle->card;
    card.training.demonstration = true;
    const auto drawn = m_folder / "drawn.leukomodel";
    ASSERT_TRUE(inference::writeModelBundle(drawn, card, weights::writeSafetensors(bundle->weights.tensors())));
    m_context->setModelFile(qpath(drawn));
    ASSERT_TRUE(waitFor([this] { return m_window->session().modelState() == ui::ClassifySession::ModelState::Ready; }));
    EXPECT_TRUE(find<QWidget>(*m_window, "modelBanner")->isVisible());
    EXPECT_TRUE(text("modelBannerText").contains("demonstration cells"));
    EXPECT_TRUE(text("modelBannerDetail").contains("mean nothing"));
    EXPECT_FALSE(find<QLabel>(*find<QWidget>(*m_window, "modelBanner"), "errorCode")->isVisible()) << "that is no failure";
    EXPECT_TRUE(find<QPushButton>(*m_window, "bannerChooseModel")->isVisible());
    dropFiles(makeCells(1));
    EXPECT_TRUE(waitFor([this] { return cards() == 1; })) << "it warns, and answers";
    chooseTinyModel();
    EXPECT_FALSE(find<QWidget>(*m_window, "modelBanner")->isVisible());
}

TEST_F(ClassifyFiles, AWholeFieldIsToldAndWhatToDoAboutIt) {
    chooseTinyModel();
    QImage field(640, 480, QImage::Format_RGB32);
    field.fill(QColor(235, 228, 232));
    QPainter painter(&field);
    painter.setPen(Qt::NoPen);
    painter.setBrush(QColor(214, 160, 170));
    for (int y = 60; y < 440; y += 110)
        for (int x = 60; x < 600; x += 130) painter.drawEllipse(QPoint(x, y), 42, 42);
    painter.setBrush(QColor(90, 40, 140));
    painter.drawEllipse(QPoint(213, 240), 50, 50);
    painter.end();
    ASSERT_TRUE(field.save(qpath(m_folder / "field.png")));
    auto files = makeCells(2);
    files.push_back(m_folder / "field.png");
    dropFiles(files);
    ASSERT_TRUE(waitFor([this] { return cards() == 3 && !m_window->session().classifying(); }));
    ASSERT_EQ(cardsIn(""), 1) << "the cells beside it are none";
    EXPECT_TRUE(text("messageSummary").contains("Whole fields of cells among them: 1.")) << text("messageSummary").toStdString();
    select("", 0);
    EXPECT_TRUE(text("inspectorFlags").contains("A whole field of cells, not one cell"));
    EXPECT_TRUE(text("inspectorFlags").contains("Find cells"));
    QSignalSpy opened(m_context.get(), &ui::AppContext::openSlidesRequested);
    click(*m_window, "inspectorOpenField");
    ASSERT_EQ(opened.size(), 1);
    EXPECT_EQ(opened.first().first().toStringList(), QStringList(qpath(m_folder / "field.png")));
}

TEST_F(ClassifyFiles, WhatAnotherWorkspaceSendsIsClassified) {
    chooseTinyModel();
    const auto files = makeCells(1);
    Q_EMIT m_context->classifyRequested({qpath(files.front())});
    EXPECT_TRUE(waitFor([this] { return cards() == 1; }));
}

TEST_F(ClassifyFiles, TheWorkspaceShowsThatItTakesFiles) {
    QMimeData files;
    files.setUrls({QUrl::fromLocalFile("/nowhere/a.png")});
    QDragEnterEvent enter({10, 10}, Qt::CopyAction, &files, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_window.get(), &enter);
    EXPECT_TRUE(enter.isAccepted());
    EXPECT_TRUE(find<QWidget>(*m_window, "dropOverlay")->isVisible());
    QDragLeaveEvent leave;
    QApplication::sendEvent(m_window.get(), &leave);
    EXPECT_FALSE(find<QWidget>(*m_window, "dropOverlay")->isVisible());
}

}  // namespace
}  // namespace leukolens::test
