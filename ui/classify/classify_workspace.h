// Workspace 1: drop cells, look, decide, sign, report.
#pragma once

#include <QTimer>

#include <functional>
#include <memory>

#include "ui/classify/bin_board.h"
#include "ui/shell/app_context.h"
#include "ui/shell/workspace.h"

class QShortcut;
class QStackedWidget;

namespace leukolens::ui {

class CaseBar;
class CellReasons;
class ClassifySession;
class DropOverlay;
class EditBar;
class EmptyState;
class FailedList;
class FilterBar;
class FolderWatch;
class Inspector;
class KeysOverlay;
class ModelBanner;
class ReportStrip;
class StateStrip;
class SummaryStrip;
class ThumbnailLoader;
class ZoomOverlay;
class AgreementPanel;
class TrainingListStrip;
enum class ReviewAction;

class ClassifyWorkspace : public Workspace {
    Q_OBJECT
public:
    /// Opens the case that was changed last and loads the context's model.
    explicit ClassifyWorkspace(AppContext& context, QWidget* parent = nullptr);
    ~ClassifyWorkspace() override;

    QString title() const override;
    QString iconName() const override;
    Memory remember() const override;  ///< the case

    ClassifySession& session() { return *m_session; }

    // Slides, which is told of by functions, since it is built on this workspace's session.
    void selectCell(CellKey key);
    /// Where a picture was cut out, for people; empty: from no slide.
    void setSlidePlaces(std::function<QString(const std::string& picture)> placeOf) { m_slidePlaceOf = std::move(placeOf); }

Q_SIGNALS:
    void cellSelected(leukolens::ui::CellKey key);
    void showOnSlideRequested(leukolens::ui::CellKey key);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;  ///< of the overlays

private:
    void createWidgets();
    void createEmptyState();
    void createLayout();
    void createShortcuts();
    void connectSession();
    void connectWidgets();
    void connectInspector();
    void connectReview();

    void addImages();
    void addFolder();
    void watchFolder();
    void paste();
    void showReport();
    void act(ReviewAction action, int number);
    /// Decides the selected cells by key: the next card follows.
    void decideSelected(const std::function<void(const std::vector<CellKey>&)>& decide);
    void removeSelected();
    void goToNextUndecided();
    void applyOrder();
    void applyFilter();
    void toggleZoom();
    void toggleKeys();
    void closeOverlays();
    void updateReview();  ///< what may be changed, signed, seen
    void showAgreement();
    void writeTrainingList();
    void showSelection();
    void showHistory();
    void showSummary();
    void updatePage();
    void applyCardSettings();

    std::unique_ptr<ClassifySession> m_session;
    ThumbnailLoader* m_thumbnails = nullptr;
    FolderWatch* m_watch = nullptr;
    CaseBar* m_caseBar = nullptr;
    EditBar* m_editBar = nullptr;
    FilterBar* m_filterBar = nullptr;
    StateStrip* m_stateStrip = nullptr;
    AgreementPanel* m_agreement = nullptr;
    TrainingListStrip* m_trainingList = nullptr;
    ZoomOverlay* m_zoom = nullptr;
    KeysOverlay* m_keys = nullptr;
    QShortcut* m_escape = nullptr;  ///< on while an overlay is open
    SummaryStrip* m_summary = nullptr;
    ModelBanner* m_modelBanner = nullptr;
    ReportStrip* m_reportStrip = nullptr;
    FailedList* m_failed = nullptr;
    QStackedWidget* m_pages = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_work = nullptr;  ///< everything shown once there are cells
    BinBoard* m_board = nullptr;
    Inspector* m_inspector = nullptr;
    CellReasons* m_reasons = nullptr;
    DropOverlay* m_overlay = nullptr;
    std::function<QString(const std::string&)> m_slidePlaceOf;
    QTimer m_summaryTimer, m_historyTimer;
};

}  // namespace leukolens::ui
