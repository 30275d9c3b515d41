// The only place that opens a question or a file dialog, so that tests can answer instead of a person. GUI thread only.
#pragma once

#include <QString>
#include <QStringList>

#include <functional>
#include <optional>

class QDialog;
class QPrinter;
class QWidget;

namespace leukolens::ui::dialogs {

/// As QDialog::exec(), but to be hidden is no answer: a window that is locked hides what is open, and shows it again.
int run(QDialog& dialog);

/// Shows a window that is not modal, in the middle over its parent's where it was hidden.
void bringToFront(QWidget& window);

/// Yes/no question in our own look (never the platform's). acceptLabel is the verb on the confirming button.
bool confirm(QWidget* parent, const QString& title, const QString& text, const QString& acceptLabel);

/// Asks for a whole number from low to high; empty when the person cancels.
std::optional<int> askNumber(QWidget* parent, const QString& title, const QString& text, int value, int low, int high, const QString& acceptLabel);

/// Asks for a line of text of `least` to `most` characters, with words to choose from; empty when the person cancels, never an empty text.
std::optional<QString> askText(QWidget* parent, const QString& title, const QString& text, const QStringList& suggestions, const QString& acceptLabel, int least = 1, int most = 10'000);

/// Each returns an empty answer when the person cancels. `start` is a folder, for saveFile the suggested file.
/// filter as QFileDialog has it: "Models (*.leukomodel)". chosenFilter: gets the one of several that was chosen.
QString openFolder(QWidget* parent, const QString& caption, const QString& start);
QString openFile(QWidget* parent, const QString& caption, const QString& start, const QString& filter);
QStringList openFiles(QWidget* parent, const QString& caption, const QString& start, const QString& filter);
QString saveFile(QWidget* parent, const QString& caption, const QString& start, const QString& filter, QString* chosenFilter = nullptr);

/// The printer to print with, and which pages; false when the person cancels.
bool choosePrinter(QWidget* parent, QPrinter& printer);

/// Answers of a test. An unset function answers "no" or nothing; no dialog is ever shown while a hook is set.
struct TestHook {
    std::function<bool(const QString& text)> confirm;
    std::function<QString(const QString& caption)> path;  ///< for all four; openFiles gives a list of one
    std::function<std::optional<int>(const QString& text)> number = {};
    std::function<std::optional<QString>(const QString& title)> text = {};
    std::function<bool(QPrinter& printer)> printer = {};
    QString filter = {};  ///< the one that saveFile() says was chosen
};
void setTestHook(TestHook hook);
void clearTestHook();

}  // namespace leukolens::ui::dialogs
