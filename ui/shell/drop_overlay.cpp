#include "ui/shell/drop_overlay.h"

#include <QPainter>

#include "ui/shell/theme.h"

namespace leukolens::ui {

DropOverlay::DropOverlay(const QString& iconName, const QString& text, QWidget* parent)
    : QWidget(parent), m_iconName(iconName), m_text(text) {
    setObjectName("dropOverlay");
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
}

void DropOverlay::setText(const QString& text) {
    m_text = text;
    update();
}

void DropOverlay::setShown(bool shown) {
    if (shown) {
        setGeometry(parentWidget()->rect());
        raise();
    }
    setVisible(shown);
}

void DropOverlay::paintEvent(QPaintEvent*) {
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    QColor veil = Theme::window();
    veil.setAlphaF(0.94F);
    painter.fillRect(rect(), veil);
    QColor wash = Theme::accent();
    wash.setAlphaF(0.10F);
    const int margin = Theme::kMarginPx;
    painter.setPen(QPen(Theme::accent(), 2, Qt::DashLine));
    painter.setBrush(wash);
    painter.drawRoundedRect(QRectF(rect()).adjusted(margin, margin, -margin, -margin), Theme::kRadiusPx, Theme::kRadiusPx);

    constexpr int kIconPx = 48;
    const QFont font = Theme::font(1.4, QFont::DemiBold);
    painter.setFont(font);
    const int textHeight = QFontMetrics(font).height();
    const QRect icon((width() - kIconPx) / 2, (height() - kIconPx - textHeight - 12) / 2, kIconPx, kIconPx);
    Theme::icon(m_iconName, Theme::accent()).paint(&painter, icon);
    painter.setPen(Theme::text());
    painter.drawText(QRect(0, icon.bottom() + 12, width(), textHeight + 4), Qt::AlignHCenter, m_text);
}

}  // namespace leukolens::ui
