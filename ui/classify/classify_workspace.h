// Workspace 1: drop cells, look, correct, report.
#pragma once

#include <QTimer>

#include <memory>

#include "ui/classify/bin_board.h"
#include "ui/shell/app_context.h"
#include "ui/shell/workspace.h"

class QStackedWidget;

namespace leukolens::ui {

class CaseBar;
class ClassifySession;
class DropOverlay;
class EditBar;
class EmptyState;
class FailedList;
class Inspector;
class ModelBanner;
class ReportStrip;
class SummaryStrip;
class ThumbnailLoader;

class ClassifyWorkspace : public Workspace {
    Q_OBJECT
public:
    /// Opens the case that was changed last and loads the context's model.
    explicit ClassifyWorkspace(AppContext& context, QWidget* parent = nullptr);
    ~ClassifyWorkspace() override;

    QString title() const override;
    QString iconName() const override;

    ClassifySession& session() { return *m_session; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void createWidgets();
    void createEmptyState();
    void createLayout();
    void createShortcuts();
    void connectSession();
    void connectWidgets();
    void connectInspector();

    void addImages();
    void addFolder();
    void askForReport();
    void writeReport(const std::filesystem::path& file);
    void relabelSelected(int keyNumber);
    void removeSelected();
    void showSelection();
    void showHistory();
    void showSummary();
    void updatePage();
    void applyCardSettings();

    std::unique_ptr<ClassifySession> m_session;
    ThumbnailLoader* m_thumbnails = nullptr;
    CaseBar* m_caseBar = nullptr;
    EditBar* m_editBar = nullptr;
    SummaryStrip* m_summary = nullptr;
    ModelBanner* m_modelBanner = nullptr;
    ReportStrip* m_reportStrip = nullptr;
    FailedList* m_failed = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_work = nullptr;  ///< everything shown once there are cells
    BinBoard* m_board = nullptr;
    Inspector* m_inspector = nullptr;
    DropOverlay* m_overlay = nullptr;
    QTimer m_summaryTimer, m_historyTimer;
};

}  // namespace leukolens::ui
