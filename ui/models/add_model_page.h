// "Add this model?": the card of a file that a person dropped or chose, and what may be done with it. Until a button is
// pressed the file is not used.
#pragma once

#include <QWidget>

#include "core/inference/import_weights.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QScrollArea;
class QVBoxLayout;

namespace leukolens::ui {

class ClassNaming;
class ModelCardView;

class AddModelPage : public QWidget {
    Q_OBJECT
public:
    explicit AddModelPage(QWidget* parent = nullptr);

    /// place: "1 of 3", empty for a single file. listedAs: its title where it is in the list already.
    void ask(const inference::ModelInspection& inspection, const QString& place, const QString& listedAs);
    /// Buttons are off while the answer is carried out.
    void setBusy(bool busy);
    bool isBusy() const { return m_busy; }

    /// What the person said about the file.
    inference::ImportChoices choices() const;
    const std::filesystem::path& file() const { return m_inspection.file; }
    const std::string& sha256() const { return m_inspection.sha256; }

Q_SIGNALS:
    void addRequested(bool useForClassifying);
    void cancelRequested();

private:
    QWidget* createQuestions();
    QWidget* createButtons();
    bool willClassify() const;
    QString problem() const;
    void refresh();

    inference::ModelInspection m_inspection;
    bool m_busy = false;
    QString m_listedAs;
    QLabel* m_heading = nullptr;
    QLabel* m_place = nullptr;
    QLabel* m_listed = nullptr;
    QScrollArea* m_area = nullptr;
    ModelCardView* m_card = nullptr;
    QWidget* m_questions = nullptr;
    QLineEdit* m_name = nullptr;
    ClassNaming* m_naming = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton *m_addAndUse = nullptr, *m_add = nullptr, *m_cancel = nullptr;
};

}  // namespace leukolens::ui
