#include "ui/shell/navigation_rail.h"

#include <QButtonGroup>
#include <QPainter>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 84;
constexpr int kButtonHeightPx = 64;
constexpr int kIconPx = 24;
constexpr int kBarPx = 3;
constexpr int kPillPx = 3;   ///< from the edge to what marks the chosen one
constexpr int kWordsPx = 6;  ///< from the edge to the words, at least

}  // namespace

RailButton::RailButton(const QString& iconName, const QString& text, QWidget* parent)
    : QAbstractButton(parent), m_iconName(iconName) {
    setText(text);
    setAccessibleName(text);
    setFont(Theme::font(0.83, QFont::Medium));
    setFocusPolicy(Qt::TabFocus);
    setCursor(Qt::PointingHandCursor);
}

QSize RailButton::sizeHint() const {
    return {std::max(kWidthPx, fontMetrics().horizontalAdvance(text()) + 2 * kWordsPx),
            std::max(kButtonHeightPx, 40 + fontMetrics().height())};
}

void RailButton::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const QRect pill = rect().adjusted(kPillPx, 4, -kPillPx, -4);
    if (isChecked() || underMouse() || isDown()) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(isChecked() ? Theme::selection() : Theme::hover());
        painter.drawRoundedRect(pill, Theme::kRadiusPx, Theme::kRadiusPx);
    }
    if (isChecked()) {
        painter.setBrush(Theme::accent());
        painter.drawRoundedRect(QRectF(0, pill.top() + 8, kBarPx, pill.height() - 16), kBarPx / 2.0, kBarPx / 2.0);
    }
    if (hasFocus()) {
        painter.setPen(QPen(Theme::accent(), 1.5));
        painter.setBrush(Qt::NoBrush);
        painter.drawRoundedRect(QRectF(pill).adjusted(0.75, 0.75, -0.75, -0.75), Theme::kRadiusPx, Theme::kRadiusPx);
    }
    const int contentHeight = kIconPx + 4 + fontMetrics().height();
    const int top = (height() - contentHeight) / 2;
    const QColor colour = isChecked() ? Theme::accent() : Theme::mutedText();
    Theme::icon(m_iconName, colour).paint(&painter, QRect((width() - kIconPx) / 2, top, kIconPx, kIconPx));
    painter.setPen(isChecked() ? Theme::text() : Theme::mutedText());
    painter.drawText(QRect(0, top + kIconPx + 4, width(), fontMetrics().height()), Qt::AlignCenter, text());
}

void RailButton::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void RailButton::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

NavigationRail::NavigationRail(QWidget* parent) : QFrame(parent) {
    setObjectName("navigationRail");
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Expanding);
    m_group = new QButtonGroup(this);
    m_layout = new QVBoxLayout(this);
    m_layout->setContentsMargins(0, Theme::kSpacingPx, 1, Theme::kSpacingPx);
    m_layout->setSpacing(0);
    m_layout->addStretch(1);
    connect(m_group, &QButtonGroup::idClicked, this, &NavigationRail::chosen);
}

void NavigationRail::addWorkspace(int number, const QString& iconName, const QString& title) {
    auto* button = new RailButton(iconName, title, this);
    button->setObjectName(QString("rail%1").arg(number));
    button->setCheckable(true);
    Shortcuts::describe(button, workspaceShortcut(number), title);
    m_group->addButton(button, number);
    m_layout->insertWidget(m_workspaces++, button);
    if (m_firstBottom) setTabOrder(button, m_firstBottom);
}

QAbstractButton* NavigationRail::addBottomButton(const QString& objectName, const QString& iconName, const QString& title) {
    auto* button = new RailButton(iconName, title, this);
    button->setObjectName(objectName);
    button->setToolTip(title);
    m_layout->addWidget(button);
    if (!m_firstBottom) m_firstBottom = button;
    return button;
}

void NavigationRail::setCurrent(int number) {
    QAbstractButton* current = m_group->button(number);
    if (current) {
        current->setChecked(true);
    } else {
        // An exclusive group keeps one of its buttons checked.
        m_group->setExclusive(false);
        if (QAbstractButton* checked = m_group->checkedButton()) checked->setChecked(false);
        m_group->setExclusive(true);
    }
    // Tab comes to the page that is shown; Qt would leave it with the button that had the focus last.
    const QList<QAbstractButton*> all = m_group->buttons();
    for (QAbstractButton* button : all) button->setFocusPolicy(button == (current ? current : all.front()) ? Qt::TabFocus : Qt::NoFocus);
}

int NavigationRail::current() const {
    return std::max(0, m_group->checkedId());
}

}  // namespace leukolens::ui
