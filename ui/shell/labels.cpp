#include "ui/shell/labels.h"

#include <QPushButton>
#include <QStyle>

#include "ui/shell/theme.h"

namespace leukolens::ui {

QLabel* makeTitle(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setFont(Theme::font(1.6, QFont::DemiBold));
    return label;
}

QLabel* makeHeading(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setFont(Theme::font(1.05, QFont::DemiBold));
    return label;
}

QLabel* makeMuted(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setWordWrap(true);
    label->setProperty("role", "muted");
    return label;
}

QLabel* makeText(const QString& text, QWidget* parent) {
    auto* label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setWordWrap(true);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

QPushButton* makeButton(const QString& iconName, const QString& text, QWidget* parent) {
    auto* button = new QPushButton(Theme::icon(iconName), text, parent);
    button->setIconSize({22, 16});  // the icon keeps its shape in the middle
    return button;
}

void makePrimary(QPushButton* button) {
    button->setDefault(true);
    button->setProperty("primary", true);
    button->style()->unpolish(button);
    button->style()->polish(button);
}

QFrame* makeCard(const QString& objectName, QWidget* parent) {
    auto* card = new QFrame(parent);
    card->setObjectName(objectName);
    card->setProperty("card", true);
    return card;
}

void setRole(QWidget* widget, const char* role) {
    widget->setProperty("role", role);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
}

ElidedLabel::ElidedLabel(Qt::TextElideMode mode, QWidget* parent) : QLabel(parent), m_mode(mode) {
    setTextFormat(Qt::PlainText);
}

void ElidedLabel::setFullText(const QString& text) {
    if (text == m_text) return;
    m_text = text;
    setToolTip(text);
    setAccessibleName(text);
    updateGeometry();
    elide();
}

QSize ElidedLabel::sizeHint() const {
    return {fontMetrics().horizontalAdvance(m_text) + 4, QLabel::sizeHint().height()};
}

QSize ElidedLabel::minimumSizeHint() const {
    return {fontMetrics().averageCharWidth() * 4, QLabel::minimumSizeHint().height()};
}

void ElidedLabel::resizeEvent(QResizeEvent* event) {
    QLabel::resizeEvent(event);
    elide();
}

void ElidedLabel::elide() {
    QLabel::setText(fontMetrics().elidedText(m_text, m_mode, width()));
}

}  // namespace leukolens::ui
