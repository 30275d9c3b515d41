// A slide on the screen: zoomed by wheel, moved by dragging, turned, with marks over it and tools to draw areas.
#pragma once

#include <QElapsedTimer>
#include <QTimer>
#include <QWidget>

#include <optional>

#include "ui/slides/area_tool.h"
#include "ui/slides/mark_index.h"
#include "ui/slides/minimap.h"
#include "ui/slides/tile_painter.h"
#include "ui/slides/view_motion.h"

namespace leukolens::ui {

/// GUI thread only. Points of the slide are px of level 0, as doubles. Keys: arrows and Page Up, Page Down move, + and − zoom, Home fits, 1 shows a slide px as a screen px, R and Shift+R turn,
/// M shows or hides the map, Delete asks to remove the selected mark; while a polygon is drawn Enter closes it, Backspace takes the last corner back, Escape gives it up. Space or the middle button
/// moves the slide whatever the tool.
class SlideView : public QWidget {
    Q_OBJECT
public:
    static constexpr double kLargestZoom = 4;

    /// tiles: shared by all views, outlives them.
    explicit SlideView(TileLoader& tiles, QWidget* parent = nullptr);
    ~SlideView() override;

    /// Fits it. Marks, area and rotation of the one before are gone. Null: none.
    void setSlide(const slide::SlidePtr& slide);
    const slide::SlidePtr& slide() const { return m_shown.slide; }
    /// What the scale bar tells, where it is not the file that knows; nothing: what the slide says, if it does. Gone with another slide.
    void setUmPerPx(std::optional<double> umPerPx);
    void setMessage(const QString& message);  ///< shown while there is no slide

    const ViewTransform& transform() const { return m_transform; }
    QPointF toSlide(const QPointF& position) const { return m_transform.toSlide(position); }
    QPointF fromSlide(const QPointF& point) const { return m_transform.fromSlide(point); }
    QRectF visibleArea() const { return m_transform.visible(); }  ///< px of level 0; around the corners where it is turned

    /// px of the screen a px of level 0: 1 is 100 %, whatever the screen's density.
    double zoom() const { return m_transform.scale * devicePixelRatioF(); }
    bool fitted() const { return m_fitted; }
    double rotation() const { return m_transform.degrees; }  ///< clockwise, −180 … 180
    bool moving() const { return m_motion.moving(); }        ///< by itself: a zoom, turn or swing is not over
    bool complete() const { return m_complete; }             ///< all that is in view was read, or could not be, and is painted

    void fit();
    void zoomAt(const QPointF& where, double factor);  ///< where: px of the widget
    void setZoom(double zoom);                         ///< about the middle
    /// Goes there at once; zoom: as zoom(), kept where it is not given.
    void centerOn(const QPointF& point, std::optional<double> zoom = std::nullopt);
    void ensureVisible(const QRectF& box);  ///< px of level 0; zooms out where it is larger than the view
    void setRotation(double degrees);
    void rotateBy(double degrees);
    void setAnimated(bool animated) { m_animated = animated; }  ///< true at first; otherwise, and where motion is reduced, everything jumps
    void setMinimapVisible(bool visible);  ///< while the slide is not seen whole
    bool minimapVisible() const { return m_minimapWanted; }

    void setMarks(std::vector<SlideMark> marks);  ///< keeps what is selected, if it is still among them
    const std::vector<SlideMark>& marks() const { return m_marks.marks(); }
    void setSelectedMark(std::optional<std::int64_t> id);
    std::optional<std::int64_t> selectedMark() const { return m_selected; }

    void setTool(SlideTool tool);
    SlideTool tool() const { return m_tool; }
    void setArea(const QPolygonF& area);  ///< px of level 0; empty: none
    const QPolygonF& area() const { return m_area; }

    QSize sizeHint() const override { return {960, 640}; }
    QSize minimumSizeHint() const override { return {240, 180}; }

Q_SIGNALS:
    void viewChanged();  ///< moved, zoomed, turned or resized
    void completed();    ///< complete() is true after tiles were missing
    void readingFailed(const leukolens::Error& error);  ///< of a tile; once for each time a slide is set
    void toolChanged(leukolens::ui::SlideTool tool);
    void markClicked(std::int64_t id);  ///< it is selected already
    void pointClicked(const QPointF& point, Qt::KeyboardModifiers modifiers);  ///< on the slide, where no mark is
    void removeMarkRequested(std::int64_t id);
    void areaChosen(const QPolygonF& area);  ///< it is drawn already, until setArea() or another slide
    void cellAddRequested(const QPointF& point);

protected:
    bool event(QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void hideEvent(QHideEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;

private:
    bool empty() const { return !m_shown.slide; }
    double fitScale(const ViewTransform& transform) const;
    double heldScale(double scale) const;
    void apply(ViewTransform transform);
    void nextFrame();
    void animate();
    bool glides() const;
    void askForTiles(const ViewTransform& shown);
    void paintArea(QPainter& painter, const ViewTransform& shown);
    void paintFurniture(QPainter& painter);
    void placeMinimap();

    QString wordsAt(const QPointF& position) const;
    int markAt(const QPointF& position) const;
    void hover(int mark);
    void click(const QPointF& position, Qt::KeyboardModifiers modifiers);
    void choose(const std::optional<QPolygonF>& area);
    bool handles(const QKeyEvent& event) const;
    void showCursor();

    TileLoader& m_tiles;
    TileLoader::Shown m_shown;
    TilePainter m_painter;
    QString m_message;
    std::optional<double> m_umPerPx;
    ViewTransform m_transform;
    ViewTransform m_painted;  ///< of the last frame
    bool m_fitted = true, m_animated = true, m_complete = false, m_saidComplete = false, m_reported = false;

    ViewMotion m_motion;
    QTimer m_frames;
    QElapsedTimer m_sinceFrame;

    MarkIndex m_marks;
    std::optional<std::int64_t> m_selected;
    int m_hovered = -1;  ///< into the marks

    SlideTool m_tool = SlideTool::Pan;
    AreaTool m_areaTool;
    QPolygonF m_area;

    DragSpeed m_speed;
    QPointF m_pressedAt, m_draggedTo;
    Qt::MouseButton m_pressed = Qt::NoButton;
    bool m_dragging = false, m_spaceHeld = false;

    Minimap* m_minimap = nullptr;
    bool m_minimapWanted = true;
};

}  // namespace leukolens::ui
