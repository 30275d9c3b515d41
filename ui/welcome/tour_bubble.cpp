#include "ui/welcome/tour_bubble.h"

#include <QAccessible>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>
#include <array>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/welcome/tour_steps.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 360;

}  // namespace

TourBubble::TourBubble(QWidget* parent) : QFrame(parent) {
    setObjectName("tourBubble");
    setProperty("card", true);
    m_title = makeHeading({}, this);
    m_title->setObjectName("tourTitle");
    m_title->setFont(Theme::font(1.2, QFont::DemiBold));
    m_title->setWordWrap(true);
    m_text = new QLabel(this);
    m_text->setObjectName("tourText");
    m_text->setWordWrap(true);
    m_count = makeMuted({}, this);
    m_count->setObjectName("tourCount");
    m_count->setWordWrap(false);
    const auto addButton = [this](const char* name, const QString& text, const QString& toolTip) {
        auto* button = new QPushButton(text, this);
        button->setObjectName(name);
        button->setToolTip(toolTip);
        button->setAutoDefault(false);
        button->installEventFilter(this);
        return button;
    };
    m_skip = addButton("tourSkip", tr("Skip"), tr("End the tour (Esc)"));
    m_skip->setProperty("link", true);
    m_back = addButton("tourBack", tr("Back"), tr("The step before (left arrow)"));
    m_next = addButton("tourNext", tr("Next"), tr("The next step (right arrow)"));
    m_next->setProperty("primary", true);
    connect(m_skip, &QPushButton::clicked, this, &TourBubble::skipRequested);
    connect(m_back, &QPushButton::clicked, this, &TourBubble::backRequested);
    connect(m_next, &QPushButton::clicked, this, &TourBubble::nextRequested);

    auto* buttons = new QHBoxLayout;
    buttons->setSpacing(Theme::kSpacingPx);
    buttons->addWidget(m_count);
    buttons->addStretch(1);
    for (QPushButton* button : {m_skip, m_back, m_next}) buttons->addWidget(button);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 16, 14);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(m_title);
    column->addWidget(m_text);
    column->addSpacing(Theme::kSpacingPx);
    column->addLayout(buttons);
}

void TourBubble::showStep(const TourStep& step, int number, int count) {
    m_title->setText(step.title);
    m_text->setText(step.text);
    //: step of the tour, and how many there are
    m_count->setText(tr("%1 of %2").arg(number).arg(count));
    const bool last = number == count;
    m_back->setEnabled(number > 1);
    m_skip->setVisible(!last);
    m_next->setText(last ? tr("Done") : tr("Next"));
    setAccessibleName(step.title);
    setAccessibleDescription(step.text);
    // What has the focus is read out, the words beside it are not.
    m_next->setAccessibleName(m_next->text());
    m_next->setAccessibleDescription(step.title + ". " + step.text);
    QAccessibleEvent said(this, QAccessible::Alert);
    QAccessible::updateAccessibility(&said);
}

void TourBubble::focusFirst() { m_next->setFocus(Qt::OtherFocusReason); }

void TourBubble::focusNext(bool forward) {
    const std::array order{m_skip, m_back, m_next};
    const int count = static_cast<int>(order.size());
    const auto at = std::find_if(order.begin(), order.end(), [](const QPushButton* button) { return button->hasFocus(); });
    int place = at == order.end() ? (forward ? -1 : count) : static_cast<int>(at - order.begin());
    for (int tried = 0; tried < count; ++tried) {
        place = (place + (forward ? 1 : count - 1)) % count;
        QPushButton* button = order[static_cast<std::size_t>(place)];
        if (button->isHidden() || !button->isEnabled()) continue;
        return button->setFocus(forward ? Qt::TabFocusReason : Qt::BacktabFocusReason);
    }
}

void TourBubble::fitInto(const QSize& room) {
    layout()->activate();  // a row in it would still count its old words
    const int width = std::max(minimumSizeHint().width(), std::min(kWidthPx, room.width()));
    resize(width, std::min(heightForWidth(width), room.height()));
}

/// Arrows lead through the tour, and no key of the window works below it, except to quit and to lock.
bool TourBubble::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() != QEvent::ShortcutOverride && event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    auto* key = static_cast<QKeyEvent*>(event);
    if (event->type() == QEvent::ShortcutOverride) {
        const bool letThrough = key->modifiers() == Qt::ControlModifier && (key->key() == Qt::Key_Q || key->key() == Qt::Key_L);
        if (!letThrough) key->accept();
        return false;
    }
    switch (key->key()) {
        case Qt::Key_Escape: Q_EMIT skipRequested(); return true;
        case Qt::Key_Right:
        case Qt::Key_Down:
        case Qt::Key_PageDown: Q_EMIT nextRequested(); return true;
        case Qt::Key_Left:
        case Qt::Key_Up:
        case Qt::Key_PageUp: Q_EMIT backRequested(); return true;
        case Qt::Key_Return:
        case Qt::Key_Enter: static_cast<QPushButton*>(watched)->click(); return true;
        default: return QFrame::eventFilter(watched, event);
    }
}

}  // namespace leukolens::ui
