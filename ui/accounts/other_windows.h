// The windows beside the main one, put away while that is locked.
#pragma once

#include <QObject>
#include <QPoint>
#include <QPointer>

#include <optional>
#include <vector>

class QWidget;

namespace leukolens::ui {

/// Nothing in a window is lost by being put away: dialogs go on waiting for their answer (see dialogs::run()). GUI thread only.
class OtherWindows : public QObject {
    Q_OBJECT
public:
    explicit OtherWindows(QWidget& mainWindow, QObject* parent = nullptr);

    void putAway();    ///< what is open, and from now on what opens, before it is seen; menus and lists that are open are closed
    void bringBack();  ///< as it was, in the order in which it was opened
    void giveUp();     ///< as bringBack(), but what dialogs ask for is cancelled: they are another person's
    void allow(QWidget& window) { m_allowed = &window; }  ///< this one is shown all the same

    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    struct Away {
        QPointer<QWidget> window;
        std::optional<QPoint> place;  ///< nothing: it was not seen yet
        QPointer<QWidget> focus;
    };
    bool isOther(const QWidget& window) const;
    void hide(QWidget& window);
    void remember(QWidget& window, std::optional<QPoint> place);
    void forget(const QObject* window);

    QWidget& m_mainWindow;
    QPointer<QWidget> m_allowed, m_activeBefore;
    std::vector<Away> m_away;
};

}  // namespace leukolens::ui
