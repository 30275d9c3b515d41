// How long a window goes between two frames.
#pragma once

#include <QApplication>
#include <QElapsedTimer>
#include <QPainter>
#include <QTimer>
#include <QWidget>

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

namespace leukolens::bench {

inline constexpr int kTickMs = 10;

/// Repaints a corner of the window at every tick and remembers how long each took to come.
class FrameClock final : public QWidget {
public:
    explicit FrameClock(QWidget* window) : QWidget(window) {
        setGeometry(0, 0, 8, 8);
        setAttribute(Qt::WA_TransparentForMouseEvents);
        show();
        raise();
        m_timer.setTimerType(Qt::PreciseTimer);
        connect(&m_timer, &QTimer::timeout, this, [this] {
            m_gaps.push_back(static_cast<double>(m_clock.nsecsElapsed()) / 1e6);
            m_clock.restart();
            m_flip = !m_flip;
            repaint();
        });
    }
    void start() {
        m_gaps.clear();
        m_clock.start();
        m_timer.start(kTickMs);
    }
    std::vector<double> stop() {
        m_timer.stop();
        return std::move(m_gaps);
    }

protected:
    void paintEvent(QPaintEvent*) override { QPainter(this).fillRect(rect(), m_flip ? Qt::black : Qt::white); }

private:
    QTimer m_timer{this};
    QElapsedTimer m_clock;
    std::vector<double> m_gaps;
    bool m_flip = false;
};

inline void print(const char* when, std::vector<double> gaps) {
    std::ranges::sort(gaps);
    const auto at = [&](double share) { return gaps[std::min(gaps.size() - 1, static_cast<std::size_t>(share * static_cast<double>(gaps.size())))]; };
    std::printf("%-22s frames %6zu   gap in ms: median %6.1f   p99 %6.1f   max %6.1f\n", when, gaps.size(), at(0.5), at(0.99), gaps.back());
    std::fflush(stdout);
}

inline bool wait(const std::function<bool()>& condition, int limitMs) {
    QElapsedTimer clock;
    clock.start();
    while (!condition()) {
        if (clock.elapsed() > limitMs) return false;
        QApplication::processEvents(QEventLoop::AllEvents | QEventLoop::WaitForMoreEvents, kTickMs);
    }
    return true;
}

}  // namespace leukolens::bench
