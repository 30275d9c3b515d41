// Tells when nobody has used mouse or keyboard for a while.
#pragma once

#include <QObject>
#include <QTimer>

namespace leukolens::ui {

/// Watches the whole program. GUI thread only.
class IdleLock : public QObject {
    Q_OBJECT
public:
    explicit IdleLock(QObject* parent = nullptr);

    /// 0: never. The time begins anew.
    void setIntervalMs(int intervalMs);
    bool eventFilter(QObject* watched, QEvent* event) override;

Q_SIGNALS:
    void idle();

private:
    QTimer m_timer;
};

}  // namespace leukolens::ui
