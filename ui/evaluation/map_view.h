// A map of cells in the window: the cell under the mouse is shown, a click picks it.
#pragma once

#include "ui/figures/figure_view.h"
#include "ui/figures/study_figures.h"
#include "ui/widgets/thumbnail_loader.h"

class QFrame;
class QLabel;

namespace leukolens::ui {

/// GUI thread. Keys: arrows go to the nearest cell in that direction.
class MapView : public FigureView {
    Q_OBJECT
public:
    explicit MapView(QWidget* parent = nullptr);

    /// Keeps what is picked if `keepPicked`.
    void showMap(Figure figure, std::vector<MapPoint> points, bool keepPicked);
    int picked() const { return m_picked; }  ///< into the points; −1: none
    void pick(int point);
    const std::vector<MapPoint>& points() const { return m_points; }
    int pointAt(const QPointF& position) const;  ///< −1: none is near
    int hovered() const { return m_hovered; }

    /// What the small card beside the mouse shows of a point: its picture's file (may be empty) and a few words.
    std::function<std::pair<QString, QString>(int point)> describe;

Q_SIGNALS:
    void pointPicked(int point);

protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void leaveEvent(QEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void hover(int point);
    void placeCard();
    void showThumbnail();
    /// Values of the axes to places, as a plain product and sum: asked for fifty thousand points at once.
    struct Places {
        QPointF origin, unit;
        QPointF of(const MapPoint& point) const { return {origin.x() + point.at.x() * unit.x(), origin.y() + point.at.y() * unit.y()}; }
    };
    Places places() const;
    QPointF placeOf(int point) const { return places().of(m_points[static_cast<std::size_t>(point)]); }
    void drawRing(QPainter& painter, int point, double radius) const;

    std::vector<MapPoint> m_points;
    QPixmap m_drawn;  ///< the figure at this size: fifty thousand points are not drawn anew for every move of the mouse
    int m_picked = -1, m_hovered = -1;
    QFrame* m_card = nullptr;
    QLabel *m_picture = nullptr, *m_words = nullptr;
    QString m_file;
    ThumbnailLoader m_thumbnails;
};

}  // namespace leukolens::ui
