#include "ui/classify/notice_strip.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QStyle>
#include <QToolButton>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

NoticeStrip::NoticeStrip(const char* name, QWidget* parent) : QFrame(parent), m_row(new QHBoxLayout(this)), m_icon(new QLabel(this)) {
    setObjectName(name);
    setProperty("message", "notice");
    m_row->setContentsMargins(12, 6, 8, 6);
    m_row->setSpacing(12);
    m_row->addWidget(m_icon);
}

void NoticeStrip::setIcon(const QString& icon, const QColor& colour) { m_icon->setPixmap(Theme::icon(icon, colour).pixmap(20, 20)); }

void NoticeStrip::setMessage(const char* message) {
    setProperty("message", message);
    style()->unpolish(this);
    style()->polish(this);
}

ElidedLabel* NoticeStrip::addLine(const char* name) {
    auto* line = new ElidedLabel(Qt::ElideMiddle, this);
    line->setObjectName(name);
    m_row->addWidget(line, 1);
    return line;
}

QLabel* NoticeStrip::addText(const char* name) {
    QLabel* text = makeText({}, this);
    text->setObjectName(name);
    m_row->addWidget(text, 1);
    return text;
}

QPushButton* NoticeStrip::addButton(const char* name, const QString& text, const QString& toolTip) {
    auto* button = new QPushButton(text, this);
    button->setObjectName(name);
    button->setToolTip(toolTip);
    m_row->addWidget(button);
    return button;
}

void NoticeStrip::addDismiss(const char* name) {
    auto* dismiss = new QToolButton(this);
    dismiss->setObjectName(name);
    dismiss->setIcon(Theme::icon("close"));
    dismiss->setToolTip(tr("Dismiss this message"));
    dismiss->setAccessibleName(tr("Dismiss this message"));
    connect(dismiss, &QToolButton::clicked, this, &QWidget::hide);
    m_row->addWidget(dismiss);
}

}  // namespace leukolens::ui
