#include "ui/classify/drop_overlay.h"

#include <QPainter>

#include "ui/shell/theme.h"

namespace leukolens::ui {

DropOverlay::DropOverlay(QWidget* parent) : QWidget(parent) {
    setObjectName("dropOverlay");
    setAttribute(Qt::WA_TransparentForMouseEvents);
    hide();
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
    const QString text = tr("Drop to classify");
    const int textHeight = QFontMetrics(font).height();
    const QRect icon((width() - kIconPx) / 2, (height() - kIconPx - textHeight - 12) / 2, kIconPx, kIconPx);
    Theme::icon("image-add", Theme::accent()).paint(&painter, icon);
    painter.setPen(Theme::text());
    painter.drawText(QRect(0, icon.bottom() + 12, width(), textHeight + 4), Qt::AlignHCenter, text);
}

}  // namespace leukolens::ui
