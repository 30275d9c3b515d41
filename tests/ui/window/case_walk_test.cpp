// A technician's way through the whole window: drop, correct, sign, report, close, open again, verify.
#include <QApplication>
#include <QLineEdit>
#include <QDragEnterEvent>
#include <QLabel>
#include <QMimeData>
#include <QProcess>
#include <QPushButton>
#include <QStandardPaths>
#include <QTabWidget>
#include <QUrl>

#include <gtest/gtest.h>

#include "core/base/files.h"
#include "core/casebook/audit_trail.h"
#include "core/dataset/demo_cells.h"
#include "core/image/encode.h"
#include "tests/support/tiny_model.h"
#include "tests/ui/support/ui_test.h"
#include "ui/cases/cases_workspace.h"
#include "ui/classify/bin_list.h"
#include "ui/classify/classify_session.h"
#include "ui/classify/classify_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/window/make_window.h"

namespace leukolens::ui {
namespace {

using test::click;
using test::find;
using test::waitFor;

class CaseWalk : public testing::Test {
protected:
    ~CaseWalk() override { close(); }

    void open() {
        settings = std::make_unique<AppSettings>(test::qpath(folder / "settings.ini"));
        settings->set(SettingKey::CaseFile, test::qpath(file));
        settings->set(SettingKey::ModelsFolder, test::qpath(folder / "models"));
        settings->set(SettingKey::Device, "cpu");
        settings->set(SettingKey::UserName, "Dr. Eva");
        context = std::make_unique<AppContext>(*settings);
        window = makeWindow(*context);
        window->resize(1280, 720);
        window->show();
        window->activateWindow();
        window->showWorkspace(1);
        ASSERT_TRUE(QTest::qWaitForWindowActive(window.get()));
        ASSERT_TRUE(waitFor([this] { return !session().loading(); }));
    }

    /// As the program does: workers stopped, then the widgets.
    void close() {
        if (!window) return;
        context->stopAllAndWait();
        window.reset();
        context.reset();
        settings.reset();
    }

    ClassifyWorkspace& classify() { return *qobject_cast<ClassifyWorkspace*>(window->workspace(1)); }
    ClassifySession& session() { return classify().session(); }

    BinList& bin(const std::string& className) { return *find<BinList>(*window, ("cells-" + className).c_str()); }

    void drop(int count) {
        QMimeData data;
        QList<QUrl> urls;
        for (int cell = 0; cell < count; ++cell) {
            const auto png = image::encodePng(dataset::drawDemoCell({.sizePx = 96}, cell, cell % 2 == 0, cell));
            ASSERT_TRUE(png && writeFileAtomically(folder / (std::to_string(cell) + ".png"), *png));
            urls << QUrl::fromLocalFile(test::qpath(folder / (std::to_string(cell) + ".png")));
        }
        data.setUrls(urls);
        const QPoint middle = classify().rect().center();
        QDragEnterEvent enter(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&classify(), &enter);
        ASSERT_TRUE(enter.isAccepted());
        QDropEvent dropped(middle, Qt::CopyAction, &data, Qt::LeftButton, Qt::NoModifier);
        QApplication::sendEvent(&classify(), &dropped);
        ASSERT_TRUE(waitFor([&] { return session().cells().rowCount() == count && !session().classifying(); }));
    }

    /// Every card of the bin gets the class of that key, as a person does it: all chosen, one key.
    void decideAll(const std::string& from, Qt::Key key) {
        BinList& list = bin(from);
        if (list.model()->rowCount() == 0) return;
        list.setFocus();
        list.selectAll();
        QTest::keyClick(&list, key);
    }

    QString reportText(const std::filesystem::path& pdf) {
        QProcess reader;
        reader.start("pdftotext", {"-raw", test::qpath(pdf), "-"});
        reader.waitForFinished();
        return QString::fromUtf8(reader.readAllStandardOutput()).simplified();
    }

    test::TempFolder folder;
    std::filesystem::path file = folder / "cases.leukocases";
    std::unique_ptr<AppSettings> settings;
    std::unique_ptr<AppContext> context;
    std::unique_ptr<MainWindow> window;
};

TEST_F(CaseWalk, DropCorrectSignReportReopenVerify) {
    if (QStandardPaths::findExecutable("pdftotext").isEmpty()) GTEST_SKIP() << "pdftotext is not installed";
    open();
    context->setModelFile(test::qpath(test::makeTinyModel(folder.path())));
    ASSERT_TRUE(waitFor([this] { return session().modelState() == ClassifySession::ModelState::Ready; }));
    session().rename("P-4711");
    drop(6);

    // Everything a blast by one key, then one cell normal after all.
    for (const char* from : {"unidentified", "hem", "all"}) decideAll(from, Qt::Key_1);
    ASSERT_TRUE(waitFor([this] { return bin("all").model()->rowCount() == 6; }));
    bin("all").setCurrentIndex(bin("all").model()->index(0, 0));
    QTest::keyClick(&bin("all"), Qt::Key_2);
    ASSERT_EQ(bin("hem").model()->rowCount(), 1);

    auto* sign = find<QPushButton>(*window, "signCase");
    ASSERT_TRUE(waitFor([&] { return sign->isEnabled(); })) << sign->toolTip().toStdString();
    sign->click();
    ASSERT_TRUE(waitFor([this] { return session().access() == ClassifySession::Access::Signed; }));

    const auto pdf = folder / "report.pdf";
    dialogs::setTestHook({{}, [&](const QString&) { return test::qpath(pdf); }});
    click(*window, "report");
    ASSERT_TRUE(waitFor([this] {
        const auto* save = window->findChild<QPushButton*>("reportSave");
        return save && save->isEnabled();
    }));
    click(*window, "reportSave");
    ASSERT_TRUE(waitFor([&] { return std::filesystem::exists(pdf); }));
    dialogs::setTestHook({});
    const QString text = reportText(pdf);
    EXPECT_TRUE(text.contains("P-4711") && text.contains("Dr. Eva")) << text.toStdString();
    EXPECT_TRUE(text.contains("83.3")) << "five of six: " << text.toStdString();

    close();
    open();
    EXPECT_EQ(session().summary().name, "P-4711");
    EXPECT_EQ(session().access(), ClassifySession::Access::Signed);
    EXPECT_EQ(bin("all").model()->rowCount(), 5);

    window->showWorkspace(6);
    auto* cases = qobject_cast<CasesWorkspace*>(window->workspace(6));
    ASSERT_TRUE(cases);
    auto* tabs = find<QTabWidget>(*cases, "casesTabs");
    for (int tab = 0; tab < tabs->count(); ++tab)
        if (tabs->tabText(tab).contains("Audit trail")) tabs->setCurrentIndex(tab);
    auto* verify = find<QAbstractButton>(*cases, "verifyTrail");
    ASSERT_TRUE(waitFor([&] { return verify->isVisible() && verify->isEnabled(); }));
    verify->click();
    auto* said = find<QLabel>(*cases, "verifyText");
    ASSERT_TRUE(waitFor([&] { return said->isVisible() && said->text().startsWith("Intact"); })) << said->text().toStdString();

    // The head that stands in the report is one that this trail knows.
    close();
    const auto store = casebook::CaseStore::open(file).value();
    const auto lines = casebook::AuditTrail(*store).newest(100).value();
    const bool known = std::any_of(lines.begin(), lines.end(), [&](const auto& line) { return text.contains(QString::fromStdString(line.hash)); });
    EXPECT_TRUE(known) << text.toStdString();
}

}  // namespace
}  // namespace leukolens::ui
