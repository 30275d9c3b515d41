// What moves a view of a slide by and by: zooming, turning, keys and the swing of a drag. Pure arithmetic; the caller brings the time.
#pragma once

#include <deque>
#include <optional>

#include "ui/slides/view_transform.h"

namespace leukolens::ui {

/// How fast the pointer moved in the end of a drag.
class DragSpeed {
public:
    void start(const QPointF& where, qint64 ms);
    void add(const QPointF& where, qint64 ms);
    QPointF pxPerMs(qint64 ms) const;  ///< nothing where the pointer rested before it let go

private:
    struct Sample {
        QPointF where;
        qint64 ms;
    };
    std::deque<Sample> m_samples;
};

class ViewMotion {
public:
    void zoomTo(const QPointF& anchor, double scale);  ///< anchor: screen px that keep what they show
    void turnBy(double degrees);
    void pan(const QPointF& screenStep);
    void swing(const QPointF& pxPerMs);  ///< goes on at this speed, slower and slower
    void stop();

    bool moving() const { return m_zoom || m_turn != 0 || !m_pan.isNull() || !m_swing.isNull(); }
    double targetScale(double now) const { return m_zoom ? m_zoom->scale : now; }
    double degreesLeft() const { return m_turn; }

    /// `from` after so much more time.
    ViewTransform step(const ViewTransform& from, double ms);
    /// Where all of it leads.
    ViewTransform end(const ViewTransform& from) const;

private:
    struct Zoom {
        QPointF anchor;
        double scale;
    };
    std::optional<Zoom> m_zoom;
    double m_turn = 0;
    QPointF m_pan, m_swing;
};

}  // namespace leukolens::ui
