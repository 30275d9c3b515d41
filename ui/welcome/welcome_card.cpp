#include "ui/welcome/welcome_card.h"

#include <QBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QPainter>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kBadgePx = 56, kIconPx = 30;
constexpr int kInsidePx = 20;

/// The icon on a tinted square; repaints with the theme.
class Badge : public QWidget {
public:
    Badge(const QString& iconName, QWidget* parent) : QWidget(parent), m_iconName(iconName) {
        setFixedSize(kBadgePx, kBadgePx);
        setAttribute(Qt::WA_TransparentForMouseEvents);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(Theme::selection());
        painter.drawRoundedRect(rect(), 14, 14);
        const int margin = (kBadgePx - kIconPx) / 2;
        Theme::icon(m_iconName, Theme::accent()).paint(&painter, rect().adjusted(margin, margin, -margin, -margin));
    }

private:
    QString m_iconName;
};

}  // namespace

WelcomeCard::WelcomeCard(const QString& objectName, const QString& iconName, const QString& title, QWidget* parent) : QAbstractButton(parent) {
    setObjectName(objectName);
    setText(title);
    setAccessibleName(title);
    setFocusPolicy(Qt::StrongFocus);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Preferred);  // buttons do not grow otherwise
    setCursor(Qt::PointingHandCursor);
    m_layout = new QBoxLayout(QBoxLayout::TopToBottom, this);
    m_layout->setContentsMargins(kInsidePx, kInsidePx, kInsidePx, kInsidePx);
    m_layout->setSpacing(Theme::kMarginPx);
    m_layout->addWidget(new Badge(iconName, this), 0, Qt::AlignTop | Qt::AlignLeft);
    m_words = new QVBoxLayout;
    m_words->setSpacing(Theme::kSpacingPx);
    auto* heading = new QLabel(title, this);
    heading->setFont(Theme::font(1.25, QFont::DemiBold));
    heading->setWordWrap(true);
    m_sentence = makeMuted({}, this);
    for (QLabel* label : {heading, m_sentence}) {
        label->setAttribute(Qt::WA_TransparentForMouseEvents);
        m_words->addWidget(label);
    }
    m_words->addStretch(1);
    m_layout->addLayout(m_words, 1);
}

void WelcomeCard::setSentence(const QString& sentence) {
    m_sentence->setText(sentence);
    setAccessibleDescription(sentence);
}

void WelcomeCard::addLink(QWidget* link) {
    link->setProperty("flush", true);  // its words below the others, not its frame
    m_words->addWidget(link, 0, Qt::AlignLeft);
}

void WelcomeCard::setLying(bool lying) {
    m_layout->setDirection(lying ? QBoxLayout::LeftToRight : QBoxLayout::TopToBottom);
    updateGeometry();  // a layout does not tell the one around it of another direction
}

void WelcomeCard::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const bool marked = hasFocus() || underMouse();
    const double width = hasFocus() ? 2 : 1;
    painter.setPen(QPen(marked ? Theme::accent() : Theme::border(), width));
    painter.setBrush(isDown() ? Theme::selection() : underMouse() ? Theme::hover() : Theme::surface());
    painter.drawRoundedRect(QRectF(rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2), 12, 12);
}

void WelcomeCard::enterEvent(QEnterEvent* event) {
    QAbstractButton::enterEvent(event);
    update();
}

void WelcomeCard::leaveEvent(QEvent* event) {
    QAbstractButton::leaveEvent(event);
    update();
}

/// Enter as on a link, not only Space.
void WelcomeCard::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter) return click();
    QAbstractButton::keyPressEvent(event);
}

}  // namespace leukolens::ui
