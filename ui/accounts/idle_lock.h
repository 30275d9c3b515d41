// Tells when nobody has used mouse or keyboard for a while, the time asleep included.
#pragma once

#include <QObject>
#include <QTimer>

#include <chrono>
#include <functional>

namespace leukolens::ui {

/// Watches the whole program. GUI thread only.
class IdleLock : public QObject {
    Q_OBJECT
public:
    using Clock = std::function<std::chrono::milliseconds()>;

    explicit IdleLock(QObject* parent = nullptr);

    /// 0: never. Where it is another than before, the time begins anew.
    void setIntervalMs(int intervalMs);
    /// Another clock than that of the system since it was booted; the time begins anew. It never goes back.
    void setClock(Clock clock);
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void idle();  ///< once, before the input that comes too late, which nobody gets

private:
    void begin();
    bool isOver();  ///< and says so, once

    Clock m_clock;
    std::chrono::milliseconds m_interval{0}, m_lastInput{0};
    QTimer m_timer;
    bool m_lateKey = false;  ///< of a key that came too late the press is still to come
};

}  // namespace leukolens::ui
