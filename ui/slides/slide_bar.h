// The tools over a slide: opening, moving, drawing areas, finding cells, handing them over.
#pragma once

#include <QWidget>

#include "ui/slides/area_tool.h"
#include "ui/slides/slide_session.h"

class QAction;
class QActionGroup;
class QHBoxLayout;
class QPushButton;
class QToolButton;

namespace leukolens::ui {

/// GUI thread only.
class SlideBar : public QWidget {
    Q_OBJECT
public:
    explicit SlideBar(SlideSession& session, QWidget* parent = nullptr);

    void setTool(SlideTool tool);
    void setAreaDrawn(bool drawn);  ///< a search is then of the area
    int enough() const { return m_enough; }
    bool monolayerOnly() const;
    /// What searches: title of a trained finder, and whether it is used; empty: there is none but the program's own.
    void setFinder(const QString& trained, bool used);

Q_SIGNALS:
    void openRequested();
    void openFolderRequested();
    void toolChosen(leukolens::ui::SlideTool tool);
    void fitRequested();
    void turnRequested();
    void clearAreaRequested();
    void findRequested();          ///< in the area where one is drawn, else on the whole shown slide
    void findEverywhereRequested();
    void handOverRequested();
    void ownFinderRequested();      ///< from now on the program's own searches
    void trainedFinderRequested();  ///< the trained one that was named again
    void chooseFinderRequested();
    void trainFinderRequested();

private:
    QToolButton* addButton(QHBoxLayout* row, const char* name, const char* icon, const QString& text, const QString& toolTip);
    void createFindMenu();
    void follow();

    SlideSession& m_session;
    QToolButton *m_pan = nullptr, *m_rectangle = nullptr, *m_polygon = nullptr, *m_addCell = nullptr;
    QToolButton *m_fit = nullptr, *m_turn = nullptr, *m_undo = nullptr, *m_redo = nullptr, *m_findMenu = nullptr;
    QPushButton *m_find = nullptr, *m_handOver = nullptr;
    QAction *m_clearArea = nullptr, *m_everywhere = nullptr, *m_monolayer = nullptr, *m_own = nullptr, *m_trained = nullptr;
    int m_enough = 0;
    bool m_areaDrawn = false;
};

}  // namespace leukolens::ui
