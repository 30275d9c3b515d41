// Model files dropped anywhere; what is dropped with them.
#include <QApplication>
#include <QDragEnterEvent>
#include <QLineEdit>
#include <QSignalSpy>
#include <QUrl>

#include "tests/ui/models/models_fixture.h"
#include "ui/shell/workspace.h"

namespace leukolens::test {
namespace {

class ModelDropTest : public ModelsTest {};

TEST_F(ModelDropTest, PicturesDroppedWithAModelGoToClassify) {
    QSignalSpy classify(&m_context, &ui::AppContext::classifyRequested);
    QSignalSpy models(&m_context, &ui::AppContext::addModelsRequested);
    drop({"/nowhere/a.png", tinyModel(), "/nowhere/b.bmp"}, m_main->workspace(1));
    ASSERT_EQ(classify.size(), 1);
    EXPECT_EQ(classify.front().front().toStringList(), QStringList({"/nowhere/a.png", "/nowhere/b.bmp"}));
    ASSERT_EQ(models.size(), 1);
    EXPECT_EQ(models.front().front().toStringList(), QStringList(qpath(tinyModel())));
}

TEST_F(ModelDropTest, ATextFieldDoesNotTakeTheFileForText) {
    auto* field = new QLineEdit(m_main->workspace(1));
    field->show();
    QSignalSpy models(&m_context, &ui::AppContext::addModelsRequested);
    drop({tinyModel()}, field);
    EXPECT_TRUE(field->text().isEmpty());
    EXPECT_EQ(models.size(), 1);
}

TEST_F(ModelDropTest, TheModelsWindowTakesThemToo) {
    Q_EMIT m_context.modelsRequested();
    drop({trunkWeights()}, m_models);
    EXPECT_TRUE(waitFor([this] { return asking(); }));
}

TEST_F(ModelDropTest, WhatIsNoModelIsLeftToThePlaceItFallsOn) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/nowhere/a.png")});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_main.get(), &enter);
    EXPECT_FALSE(enter.isAccepted());
    EXPECT_FALSE(find<QWidget>(*m_main, "modelOverlay")->isVisible());
}

TEST_F(ModelDropTest, TheWindowShowsWhatLettingGoWillDo) {
    QMimeData data;
    data.setUrls({QUrl::fromLocalFile("/nowhere/a.LEUKOMODEL")});
    QDragEnterEvent enter({5, 5}, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
    QApplication::sendEvent(m_main->workspace(1), &enter);
    EXPECT_TRUE(enter.isAccepted());
    EXPECT_TRUE(find<QWidget>(*m_main, "modelOverlay")->isVisible());
    QDragLeaveEvent leave;
    QApplication::sendEvent(m_main.get(), &leave);
    EXPECT_FALSE(find<QWidget>(*m_main, "modelOverlay")->isVisible());
}

}  // namespace
}  // namespace leukolens::test
