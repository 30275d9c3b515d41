// Evaluate: what a run's networks are worth, with intervals, and the cells behind every number.
#pragma once

#include "ui/evaluation/evaluated_run.h"
#include "ui/shell/workspace.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTabWidget;

namespace leukolens::ui {

class CalibrationPage;
class ComparePage;
class ConfusionPage;
class CurvesPage;
class ElidedLabel;
class EvaluationSession;
class FiguresPage;
class HonestyList;
class LearningPage;
class MapPage;
class StudySession;
class SubjectsPage;
struct Figure;

class EvaluateWorkspace : public Workspace {
    Q_OBJECT
public:
    explicit EvaluateWorkspace(AppContext& context, QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override { return "evaluate"; }
    Memory remember() const override;  ///< the run

    const EvaluationSession& session() const { return *m_session; }
    void openRun(const QString& folder);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;

private:
    QWidget* createHeader();
    QWidget* createEmptyState();
    QWidget* createReadingPage();
    QWidget* createTabs();
    void connectSession();
    void showPage();
    void showRun();
    void chooseRun();
    void chooseOther();
    void answerAnew();
    /// The run's data, where they were or where the person says; empty: cancelled.
    std::filesystem::path dataOfRun();
    void lock();
    void saveOne(const Figure& figure);
    void saveAll();
    void saveReport();
    QString runName() const;

    EvaluationSession* m_session = nullptr;
    StudySession* m_studies = nullptr;
    ElidedLabel* m_path = nullptr;
    QPushButton *m_figures = nullptr, *m_report = nullptr, *m_again = nullptr;
    QStackedWidget* m_pages = nullptr;
    QWidget *m_empty = nullptr, *m_reading = nullptr, *m_run = nullptr;
    HonestyList* m_honesty = nullptr;
    QTabWidget* m_tabs = nullptr;
    FiguresPage* m_overview = nullptr;
    ConfusionPage* m_confusion = nullptr;
    CurvesPage* m_curves = nullptr;
    CalibrationPage* m_calibration = nullptr;
    SubjectsPage* m_subjects = nullptr;
    MapPage* m_map = nullptr;
    LearningPage* m_learning = nullptr;
    ComparePage* m_compare = nullptr;
};

}  // namespace leukolens::ui
