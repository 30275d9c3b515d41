// What lies over the main window is hidden while that is locked, also what opens meanwhile, and is as it was afterwards.
#include <QApplication>
#include <QDialog>
#include <QFileDialog>
#include <QLineEdit>
#include <QMessageBox>
#include <QPushButton>
#include <QTimer>
#include <QWindow>

#include "tests/ui/accounts/accounts_fixture.h"
#include "ui/cases/patient_fact_dialog.h"
#include "ui/models/models_window.h"
#include "ui/shell/dialogs.h"

namespace leukolens::test {
namespace {

class OtherWindowsTest : public AccountsUiTest {
protected:
    void SetUp() override { ui::dialogs::clearTestHook(); }  // real boxes
    void TearDown() override { ui::dialogs::setTestHook({}); }
    void open() {
        makePeople();
        openWindow();
        logIn("Ria", kOfRia);
    }
    void lock() {
        QWidget* where = QApplication::activeModalWidget();
        QTest::keyClick(where ? where : window.get(), Qt::Key_L, Qt::ControlModifier);
        ASSERT_TRUE(locked());
    }
    /// Asks a question and answers it with yes after `steps`, which run while it waits.
    bool ask(const std::function<void(QMessageBox&)>& steps) {
        QTimer::singleShot(0, window.get(), [&] {
            const auto boxes = window->findChildren<QMessageBox*>("confirmBox");
            ASSERT_EQ(boxes.size(), 1);
            steps(*boxes.front());
        });
        return ui::dialogs::confirm(window.get(), "Remove it?", "For good.", "Remove");
    }
    void answer(QMessageBox& box) {
        for (QAbstractButton* button : box.buttons())
            if (box.buttonRole(button) == QMessageBox::AcceptRole) QTest::mouseClick(button, Qt::LeftButton);
    }
};

TEST_F(OtherWindowsTest, AHalfFilledDialogIsHiddenAndComesBack) {
    open();
    auto* dialog = new ui::PatientFactDialog({}, window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    int ended = 0;
    QObject::connect(dialog, &QDialog::finished, window.get(), [&] { ++ended; });
    dialog->open();
    dialog->move(70, 50);
    auto* note = find<QLineEdit>(*dialog, "factNote");
    note->setFocus();
    QTest::keyClicks(note, "from the referral");
    lock();
    EXPECT_FALSE(dialog->isVisible());
    EXPECT_FALSE(QApplication::activeModalWidget()) << "the page can be used";
    EXPECT_TRUE(find<QLineEdit>(*window, "lockPassphrase")->hasFocus());
    logIn("Ria", "something else");
    EXPECT_FALSE(dialog->isVisible());
    logIn("Ria", kOfRia);
    EXPECT_EQ(ended, 0);
    ASSERT_TRUE(dialog->isVisible());
    EXPECT_EQ(QApplication::activeModalWidget(), dialog);
    EXPECT_EQ(note->text(), "from the referral");
    EXPECT_EQ(dialog->focusWidget(), note);
    EXPECT_EQ(dialog->pos(), QPoint(70, 50));
}

TEST_F(OtherWindowsTest, AQuestionGoesOnWaitingForItsAnswer) {
    open();
    bool wasLocked = false;
    EXPECT_TRUE(ask([&](QMessageBox& box) {
        ASSERT_TRUE(box.isVisible());
        lock();
        wasLocked = true;
        EXPECT_FALSE(box.isVisible());
        logIn("Ria", kOfRia);
        ASSERT_TRUE(box.isVisible());
        answer(box);
    }));
    EXPECT_TRUE(wasLocked);
}

TEST_F(OtherWindowsTest, AQuestionThatComesMeanwhileWaits) {
    open();
    lock();
    bool wasHidden = false;
    EXPECT_TRUE(ask([&](QMessageBox& box) {
        EXPECT_FALSE(box.windowHandle()->isVisible());
        QCoreApplication::processEvents();
        EXPECT_FALSE(box.isVisible());
        EXPECT_FALSE(QApplication::activeModalWidget());
        wasHidden = true;
        logIn("Ria", kOfRia);
        ASSERT_TRUE(box.isVisible());
        EXPECT_TRUE(box.windowHandle()->isVisible());
        answer(box);
    }));
    EXPECT_TRUE(wasHidden);
}

TEST_F(OtherWindowsTest, WhatOpensMeanwhileIsNeverSeen) {
    open();
    lock();
    QDialog dialog(window.get());
    dialog.open();
    auto* models = window->findChild<ui::ModelsWindow*>();
    ASSERT_TRUE(models);
    Q_EMIT context->modelsRequested();
    for (QWidget* opened : {static_cast<QWidget*>(&dialog), static_cast<QWidget*>(models)}) {
        ASSERT_TRUE(opened->windowHandle());
        EXPECT_FALSE(opened->windowHandle()->isVisible()) << "not even for a moment";
    }
    ASSERT_TRUE(waitFor([&] { return !dialog.isVisible() && !models->isVisible(); }));
    EXPECT_FALSE(QApplication::activeModalWidget());
    Q_EMIT context->modelsRequested();  // and once more
    logIn("Ria", kOfRia);
    for (QWidget* opened : {static_cast<QWidget*>(&dialog), static_cast<QWidget*>(models)}) {
        EXPECT_TRUE(opened->isVisible());
        EXPECT_TRUE(opened->windowHandle()->isVisible());
    }
    models->close();
    lock();
    logIn("Ria", kOfRia);
    EXPECT_FALSE(models->isVisible()) << "closed is closed";
}

TEST_F(OtherWindowsTest, WhatAnotherPersonLeftIsGivenUp) {
    open();
    QPointer<QDialog> dialog = new ui::PatientFactDialog({}, window.get());
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->open();
    Q_EMIT context->modelsRequested();
    bool later = false;
    EXPECT_FALSE(ask([&](QMessageBox& box) {
        lock();
        logIn("Rob", kOfRia);
        EXPECT_FALSE(box.isVisible());
        later = true;
    }));
    EXPECT_TRUE(later);
    EXPECT_TRUE(waitFor([&] { return dialog.isNull(); }));
    EXPECT_TRUE(window->findChild<ui::ModelsWindow*>()->isVisible()) << "of which nothing is anybody's";
}

TEST_F(OtherWindowsTest, ADialogThatEndsMeanwhileStaysAway) {
    open();
    QDialog dialog(window.get());
    dialog.open();
    lock();
    dialog.accept();
    logIn("Ria", kOfRia);
    EXPECT_FALSE(dialog.isVisible());
}

TEST_F(OtherWindowsTest, AChoiceOfFilesIsCancelled) {
    open();
    QFileDialog dialog(window.get());
    dialog.setOption(QFileDialog::DontUseNativeDialog);
    QTimer::singleShot(0, window.get(), [this] { lock(); });
    QTimer::singleShot(15'000, &dialog, &QDialog::accept);  // rather than for ever
    EXPECT_EQ(dialog.exec(), static_cast<int>(QDialog::Rejected));
    logIn("Ria", kOfRia);
    EXPECT_FALSE(dialog.isVisible());
}

}  // namespace
}  // namespace leukolens::test
