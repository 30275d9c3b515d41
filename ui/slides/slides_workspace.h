// Workspace 2: open slides and fields, find the white cells, hand them to Classify, count.
#pragma once

#include <QTimer>

#include "ui/shell/workspace.h"
#include "ui/slides/slide_session.h"
#include "ui/slides/tile_loader.h"

class QPushButton;
class QStackedWidget;

namespace leukolens::ui {

class DifferentialTable;
class DropOverlay;
class EmptyState;
class FinderChoice;
class SlideBar;
class SlideCellPanel;
class SlideFactsPanel;
class SlideList;
class SlideView;

class SlidesWorkspace : public Workspace {
    Q_OBJECT
public:
    /// classify: the case that cells belong to; outlives it.
    SlidesWorkspace(AppContext& context, ClassifySession& classify, QWidget* parent = nullptr);
    ~SlidesWorkspace() override;

    QString title() const override;
    QString iconName() const override;
    Memory remember() const override;  ///< the list of slides

    SlideSession& session() { return *m_session; }
    SlideView& view() { return *m_view; }

    /// The cell of that card, if it was cut out of the shown slide.
    void selectCell(CellKey key);
    /// The same, on whichever slide; shows that slide.
    void goToCell(CellKey key);
    /// Where it was cut out, for people: "NAME, x 120, y 45"; empty: not from a slide.
    QString placeOf(const std::string& picture) const;

Q_SIGNALS:
    void cellChosen(leukolens::ui::CellKey key);             ///< a mark whose cell is in the case was clicked
    void showInClassifyRequested(leukolens::ui::CellKey key);

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void createEmptyState();
    void createLayout();
    void createShortcuts();
    void connectSession();
    void connectView();
    void connectFinder();

    void openFiles();
    void openFolder();
    void openDemoFields();
    void find(bool everywhere);
    void showSlide();
    void refreshMarks();
    void selectMark(MarkKey key);
    void step(int marks);
    void showDifferential();
    void updatePage();

    std::unique_ptr<SlideSession> m_session;
    TileLoader m_tiles;
    SlideBar* m_bar = nullptr;
    SlideList* m_list = nullptr;
    SlideView* m_view = nullptr;
    SlideCellPanel* m_cell = nullptr;
    SlideFactsPanel* m_facts = nullptr;
    DifferentialTable* m_differential = nullptr;
    QPushButton* m_allSlides = nullptr;
    EmptyState* m_empty = nullptr;
    QWidget* m_work = nullptr;
    QStackedWidget* m_pages = nullptr;
    DropOverlay* m_overlay = nullptr;
    QTimer m_marksTimer;
    FinderChoice* m_finder = nullptr;
    MarkKey m_goTo = 0;  ///< selected once its slide is open
};

}  // namespace leukolens::ui
