#include "ui/slides/view_motion.h"

#include <cmath>

namespace leukolens::ui {
namespace {

// Every motion covers the same share of what is left in the same time: quick at first, then soft.
constexpr double kZoomMs = 50, kTurnMs = 60, kPanMs = 55, kSwingMs = 260;
constexpr double kZoomDone = 0.002, kTurnDone = 0.05, kPanDonePx = 0.5, kSwingDonePxPerMs = 0.02;
constexpr double kFastestPxPerMs = 8;
constexpr qint64 kSampledMs = 80, kRestedMs = 50;

double shareDone(double ms, double tauMs) { return 1 - std::exp(-ms / tauMs); }
double lengthOf(const QPointF& vector) { return std::hypot(vector.x(), vector.y()); }

/// Sums of turns come back to the exact quarter.
double tidied(double degrees) {
    const double within = std::remainder(degrees, 360.0);
    const double whole = std::round(within);
    return std::abs(within - whole) < 1e-6 ? whole : within;
}

}  // namespace

void DragSpeed::start(const QPointF& where, qint64 ms) {
    m_samples.clear();
    m_samples.push_back({where, ms});
}

void DragSpeed::add(const QPointF& where, qint64 ms) {
    m_samples.push_back({where, ms});
    while (m_samples.size() > 2 && ms - m_samples.front().ms > kSampledMs) m_samples.pop_front();
}

QPointF DragSpeed::pxPerMs(qint64 ms) const {
    if (m_samples.size() < 2 || ms - m_samples.back().ms > kRestedMs) return {};
    const qint64 lasted = m_samples.back().ms - m_samples.front().ms;
    if (lasted <= 0) return {};
    const QPointF speed = (m_samples.back().where - m_samples.front().where) / static_cast<double>(lasted);
    const double length = lengthOf(speed);
    return length > kFastestPxPerMs ? speed * (kFastestPxPerMs / length) : speed;
}

void ViewMotion::zoomTo(const QPointF& anchor, double scale) {
    m_zoom = Zoom{anchor, scale};
    m_pan = m_swing = {};
}

void ViewMotion::turnBy(double degrees) { m_turn += degrees; }

void ViewMotion::pan(const QPointF& screenStep) {
    m_pan += screenStep;
    m_swing = {};
}

void ViewMotion::swing(const QPointF& pxPerMs) { m_swing = lengthOf(pxPerMs) > kSwingDonePxPerMs ? pxPerMs : QPointF(); }

void ViewMotion::stop() { *this = {}; }

ViewTransform ViewMotion::step(const ViewTransform& from, double ms) {
    ViewTransform now = from;
    if (m_zoom) {
        const double left = std::log(m_zoom->scale / now.scale);
        const bool done = std::abs(left) < kZoomDone;
        now = now.scaledAt(m_zoom->anchor, done ? m_zoom->scale : now.scale * std::exp(left * shareDone(ms, kZoomMs)));
        if (done) m_zoom.reset();
    }
    if (m_turn != 0) {
        const double part = std::abs(m_turn) < kTurnDone ? m_turn : m_turn * shareDone(ms, kTurnMs);
        m_turn -= part;
        now.degrees = m_turn == 0 ? tidied(now.degrees + part) : now.degrees + part;
    }
    if (!m_pan.isNull()) {
        const QPointF part = lengthOf(m_pan) < kPanDonePx ? m_pan : m_pan * shareDone(ms, kPanMs);
        m_pan -= part;
        now = now.movedBy(part);
    }
    if (!m_swing.isNull()) {
        now = now.movedBy(m_swing * (kSwingMs * shareDone(ms, kSwingMs)));
        m_swing *= std::exp(-ms / kSwingMs);
        if (lengthOf(m_swing) < kSwingDonePxPerMs) m_swing = {};
    }
    return now;
}

ViewTransform ViewMotion::end(const ViewTransform& from) const {
    ViewTransform there = from;
    if (m_zoom) there = there.scaledAt(m_zoom->anchor, m_zoom->scale);
    if (m_turn != 0) there.degrees = tidied(there.degrees + m_turn);
    return there.movedBy(m_pan + m_swing * kSwingMs);
}

}  // namespace leukolens::ui
