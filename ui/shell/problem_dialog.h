// Report a problem: shows every entry of the zip before it is saved. Nothing is sent.
#pragma once

#include <QDialog>

#include <optional>

#include "ui/shell/problem_report.h"

class QLabel;
class QListWidget;
class QPlainTextEdit;
class QPushButton;

namespace leukolens::ui {

class JobRunner;

/// GUI thread; files are read and written on `worker`.
class ProblemDialog : public QDialog {
    Q_OBJECT
public:
    ProblemDialog(ProblemSources sources, JobRunner& worker, QWidget* parent = nullptr);

private:
    QWidget* createWords();
    QWidget* createEntries();
    QWidget* createButtons();
    void collect(ProblemSources sources);
    void showCollected(ProblemReport report);
    void showEntry();
    std::vector<ReportEntry> entries() const;  ///< with what was typed, as it is saved
    void save();
    void say(const QString& words, const char* role);

    JobRunner& m_worker;
    std::optional<ProblemReport> m_report;
    QPlainTextEdit* m_words = nullptr;
    QListWidget* m_list = nullptr;
    QPlainTextEdit* m_text = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_save = nullptr;
};

}  // namespace leukolens::ui
