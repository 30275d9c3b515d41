#include "tests/ui/access/every_window.h"

#include <QApplication>
#include <QAbstractButton>
#include <QDialog>
#include <QLabel>
#include <QRegularExpression>
#include <QTimer>

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/ui/support/ui_test.h"
#include "ui/cases/copy_store_dialog.h"
#include "ui/cases/patient_fact_dialog.h"
#include "ui/data/column_dialog.h"
#include "ui/data/fact_dialog.h"
#include "ui/data/facts_import_dialog.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/log.h"
#include "ui/shell/log_dialog.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/settings_import_dialog.h"

namespace leukolens::test {
namespace {

using Look = std::function<void(QWidget&)>;

QWidget* shownWindow(const char* name) {
    for (QWidget* widget : QApplication::topLevelWidgets())
        if (widget->objectName() == QLatin1String(name) && widget->isVisible()) return widget;
    return nullptr;
}

void need(bool holds, const std::string& what) {
    if (!holds) throw std::runtime_error("waited in vain for " + what);
}

/// One that belongs to the window and shows itself.
void lookAtNamed(StagedWindow& stage, const char* name, const Look& look) {
    need(waitFor([&] { return shownWindow(name) != nullptr; }), name);
    stage.settle();
    QWidget* window = shownWindow(name);
    look(*window);
    window->close();
    QApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
    need(waitFor([&] { return !shownWindow(name); }), std::string(name) + " to close");
}

template <class Dialog>
void lookAt(StagedWindow& stage, Dialog& dialog, const Look& look) {
    dialog.show();
    need(waitFor([&] { return dialog.isVisible(); }), "a dialog");
    stage.settle();
    look(dialog);
    dialog.close();
}

/// A question waits for its answer: it is looked at from within its event loop.
void lookAtQuestion(StagedWindow& stage, const char* name, const Look& look, const std::function<void()>& ask) {
    ui::dialogs::clearTestHook();
    bool looked = false;
    QTimer::singleShot(0, &stage.window(), [&] {
        if (QWidget* question = shownWindow(name)) {
            stage.settle();
            look(*question);
            looked = true;
            question->close();
        }
    });
    ask();
    ui::dialogs::setTestHook({});
    need(looked, name);
}

/// What lies over the window or takes its place.
QWidget* lookAtPart(StagedWindow& stage, const char* name, const Look& look) {
    QWidget* part = nullptr;
    need(waitFor([&] {
             part = stage.window().findChild<QWidget*>(name);
             return part && part->isVisible();
         }),
         name);
    stage.settle();
    look(*part);
    return part;
}

dataset::TablePreview somePreview() {
    dataset::TablePreview found;
    found.columns = {"a1", "b2", "c3"};
    found.firstRows = {{"a.png", "all", "P1"}, {"b.png", "hem", "P2"}};
    return found;
}

void trigger(StagedWindow& stage, const char* action) {
    auto* found = stage.window().findChild<QAction*>(action);
    need(found != nullptr, action);
    found->trigger();
}

std::vector<OtherWindow> makeWindows() {
    std::vector<OtherWindow> all;
    const auto add = [&](const char* name, std::vector<std::string> classes, std::function<void(StagedWindow&, const Look&)> open) { all.push_back({name, std::move(classes), std::move(open)}); };
    add("settings", {"SettingsDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::SettingsDialog dialog(stage.settings(), stage.context().intakeWorker, &stage.window());
        lookAt(stage, dialog, look);
    });
    add("log", {"LogDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::LogDialog dialog(ui::log::file(), &stage.window());
        lookAt(stage, dialog, look);
    });
    add("report a problem", {"ProblemDialog"}, [](StagedWindow& stage, const Look& look) { lookAtQuestion(stage, "problemDialog", look, [&] { trigger(stage, "actionReportProblem"); }); });
    add("import of settings", {"SettingsImportDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::SettingsImport found;
        found.changes = {{ui::SettingKey::CardSizePx, {}, 160, QCoreApplication::translate("Settings", "Size of cell cards"), "112", "160"}};
        ui::SettingsImportDialog dialog(found, &stage.window());
        lookAt(stage, dialog, look);
    });
    add("help", {"HelpWindow"}, [](StagedWindow& stage, const Look& look) {
        trigger(stage, "actionHelp");
        lookAtNamed(stage, "helpWindow", look);
    });
    add("welcome", {}, [](StagedWindow& stage, const Look& look) {
        trigger(stage, "actionWelcome");
        lookAtPart(stage, "welcomePage", look);
        stage.window().showWorkspace(1);
        stage.settle();
    });
    add("tour", {}, [](StagedWindow& stage, const Look& look) {
        trigger(stage, "actionTour");
        QTest::keyClick(lookAtPart(stage, "tourOverlay", look)->findChild<QWidget*>("tourSkip"), Qt::Key_Escape);
        need(waitFor([&] { return !stage.window().findChild<QWidget*>("tourOverlay"); }), "the tour to end");
        stage.window().showWorkspace(1);
        stage.settle();
    });
    add("about", {"AboutDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::AboutDialog dialog(&stage.window());
        lookAt(stage, dialog, look);
    });
    add("models", {"ModelsWindow"}, [](StagedWindow& stage, const Look& look) {
        trigger(stage, "actionModels");
        lookAtNamed(stage, "modelsWindow", look);
    });
    add("a model to add", {"ModelsWindow"}, [](StagedWindow& stage, const Look& look) {
        Q_EMIT stage.context().addModelsRequested({qpath(stage.files().otherModel)});
        need(waitFor([&] {
                 const auto* page = stage.window().findChild<QWidget*>("addModelPage");
                 return page && page->isVisible();
             }),
             "the page that asks about a model");
        lookAtNamed(stage, "modelsWindow", look);
    });
    add("finder training", {"FinderWindow"}, [](StagedWindow& stage, const Look& look) {
        Q_EMIT stage.context().trainFinderRequested();
        lookAtNamed(stage, "finderWindow", look);
    });
    add("accounts", {"AccountsDialog"}, [](StagedWindow& stage, const Look& look) {
        trigger(stage, "actionAccounts");
        lookAtNamed(stage, "accountsDialog", look);
    });
    add("report", {"ReportDialog"}, [](StagedWindow& stage, const Look& look) {
        auto* report = stage.window().findChild<QAbstractButton*>("report");
        need(report && waitFor([&] { return report->isEnabled(); }), "the button Report");
        report->click();
        lookAtNamed(stage, "reportDialog", look);
    });
    add("copy to a server", {"CopyStoreDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::CopyStoreDialog dialog(stage.context(), stage.files().caseStore, &stage.window());
        lookAt(stage, dialog, look);
    });
    add("fact of a patient", {"PatientFactDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::PatientFactDialog dialog({}, &stage.window());
        lookAt(stage, dialog, look);
    });
    add("password of the store", {"StoreLogin"}, [](StagedWindow& stage, const Look& look) {
        auto* dialog = stage.window().findChild<QDialog*>("storeLogin");
        need(dialog != nullptr, "the question for a password");
        lookAt(stage, *dialog, look);
    });
    add("columns of a table", {"ColumnDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::ColumnDialog dialog("/data/cells.csv", somePreview(), {}, {}, &stage.window());
        lookAt(stage, dialog, look);
    });
    add("facts of a subject", {"FactDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::FactDialog dialog(&stage.window());
        dialog.showSubject("P1", {}, true);
        lookAt(stage, dialog, look);
    });
    add("import of facts", {"FactsImportDialog"}, [](StagedWindow& stage, const Look& look) {
        ui::FactSession::Import planned;
        planned.facts["P1"].sex = dataset::Sex::Female;
        ui::FactsImportDialog dialog("/data/facts.csv", planned, &stage.window());
        lookAt(stage, dialog, look);
    });
    add("a question", {}, [](StagedWindow& stage, const Look& look) {
        lookAtQuestion(stage, "confirmBox", look, [&] { ui::dialogs::confirm(&stage.window(), QCoreApplication::translate("Dialogs", "Title"), QCoreApplication::translate("Dialogs", "Text"), QCoreApplication::translate("Dialogs", "Accept")); });
    });
    add("a question for a number", {}, [](StagedWindow& stage, const Look& look) {
        lookAtQuestion(stage, "numberBox", look, [&] { ui::dialogs::askNumber(&stage.window(), QCoreApplication::translate("Dialogs", "Title"), QCoreApplication::translate("Dialogs", "Text"), 5, 1, 10, QCoreApplication::translate("Dialogs", "Accept")); });
    });
    add("a question for words", {}, [](StagedWindow& stage, const Look& look) {
        lookAtQuestion(stage, "textBox", look, [&] { ui::dialogs::askText(&stage.window(), QCoreApplication::translate("Dialogs", "Title"), QCoreApplication::translate("Dialogs", "Text"), {}, QCoreApplication::translate("Dialogs", "Accept")); });
    });
    for (OtherWindow& other : all) other.takesLong = other.name == "report" || other.name == "a model to add";
    return all;
}

}  // namespace

const std::vector<OtherWindow>& otherWindows() {
    static const std::vector<OtherWindow> all = makeWindows();
    return all;
}

std::vector<std::pair<std::string, std::string>> sourcesOf(const char* folder, const char* ending) {
    std::vector<std::pair<std::string, std::string>> found;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(std::filesystem::path(LEUKOLENS_SOURCE_DIR) / folder)) {
        if (entry.path().extension() != ending) continue;
        std::ostringstream text;
        text << std::ifstream(entry.path()).rdbuf();
        found.emplace_back(entry.path().string(), text.str());
    }
    if (found.empty()) throw std::runtime_error(std::string("no sources in ") + folder);
    return found;
}

std::vector<std::string> windowClassesInSources() {
    static const QRegularExpression kWindow(R"(class (\w+)[^;{]*: public (?:QDialog|QMessageBox|QWizard)\b|class (\w+Window)[^;{]*: public QWidget\b)");
    std::vector<std::string> classes;
    for (const auto& [file, text] : sourcesOf("ui", ".h")) {
        auto matches = kWindow.globalMatch(QString::fromStdString(text));
        while (matches.hasNext()) {
            const auto match = matches.next();
            classes.push_back((match.captured(1).isEmpty() ? match.captured(2) : match.captured(1)).toStdString());
        }
    }
    return classes;
}

std::string described(const QWidget& widget) {
    QStringList place;
    for (const QWidget* at = &widget; at; at = at->parentWidget()) {
        const QString name = at->objectName();
        if (!name.isEmpty() || at == &widget) place.prepend(QString::fromLatin1(at->metaObject()->className()).section("::", -1) + (name.isEmpty() ? "" : "#" + name));
    }
    QString text;
    if (const auto* button = qobject_cast<const QAbstractButton*>(&widget)) text = button->text();
    if (const auto* label = qobject_cast<const QLabel*>(&widget)) text = label->text();
    return (place.join(" > ") + (text.isEmpty() ? "" : " “" + text.left(80) + "”")).toStdString();
}

}  // namespace leukolens::test
