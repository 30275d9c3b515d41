// The words of one step of the tour, with the buttons that lead through it.
#pragma once

#include <QFrame>

class QLabel;
class QPushButton;

namespace leukolens::ui {

struct TourStep;

class TourBubble : public QFrame {
    Q_OBJECT
public:
    explicit TourBubble(QWidget* parent);

    /// number: from 1 on.
    void showStep(const TourStep& step, int number, int count);
    /// Among its buttons, round and round.
    void focusNext(bool forward);
    void focusFirst();
    /// Of this width where there is room, and as high as its words need.
    void fitInto(const QSize& room);

Q_SIGNALS:
    void nextRequested();
    void backRequested();
    void skipRequested();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QLabel *m_title = nullptr, *m_text = nullptr, *m_count = nullptr;
    QPushButton *m_skip = nullptr, *m_back = nullptr, *m_next = nullptr;
};

}  // namespace leukolens::ui
