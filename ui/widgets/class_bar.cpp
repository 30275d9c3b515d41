#include "ui/widgets/class_bar.h"

#include <QLocale>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>

#include "ui/shell/accessible_role.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {
constexpr int kBarPx = 10;
constexpr int kDotPx = 8;
constexpr int kGapPx = 8;
constexpr int kBetweenPx = 20;
}  // namespace

ClassBar::ClassBar(QWidget* parent) : QWidget(parent) {
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleRole(*this, QAccessible::Graphic);
}

void ClassBar::setShares(std::vector<ClassShare> shares) {
    m_shares = std::move(shares);
    QStringList all;
    for (const ClassShare& share : m_shares) all << words(share);
    setAccessibleName(all.join(", "));
    setToolTip(all.join('\n'));
    updateGeometry();
    update();
}

QString ClassBar::words(const ClassShare& share) const {
    return QString("%1  %2").arg(share.name, QLocale().toString(share.count));
}

QSize ClassBar::sizeHint() const {
    int width = 0;
    for (const ClassShare& share : m_shares)
        width += kDotPx + 6 + fontMetrics().horizontalAdvance(words(share)) + kBetweenPx;
    return {width, kBarPx + kGapPx + fontMetrics().height()};
}

QSize ClassBar::minimumSizeHint() const {
    return {120, sizeHint().height()};
}

void ClassBar::paintEvent(QPaintEvent*) {
    int total = 0;
    for (const ClassShare& share : m_shares) total += share.count;
    if (total == 0) return;
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);

    QPainterPath outline;
    outline.addRoundedRect(QRectF(0, 0, width(), kBarPx), kBarPx / 2.0, kBarPx / 2.0);
    painter.save();
    painter.setClipPath(outline);
    double left = 0;
    for (const ClassShare& share : m_shares) {
        const double wide = static_cast<double>(width()) * share.count / total;
        const double gap = &share == &m_shares.back() ? 0 : 2;
        painter.fillRect(QRectF(left, 0, std::max(1.0, wide - gap), kBarPx), share.colour);
        left += wide;
    }
    painter.restore();

    int x = 0;
    const int line = fontMetrics().height();
    const int top = kBarPx + kGapPx;
    for (const ClassShare& share : m_shares) {
        painter.setPen(Qt::NoPen);
        painter.setBrush(share.colour);
        painter.drawEllipse(QRectF(x, top + (line - kDotPx) / 2.0, kDotPx, kDotPx));
        x += kDotPx + 6;
        painter.setPen(Theme::text());
        const QString text = fontMetrics().elidedText(words(share), Qt::ElideRight, std::max(0, width() - x));
        painter.drawText(QRect(x, top, width() - x, line), Qt::AlignLeft | Qt::AlignVCenter, text);
        x += fontMetrics().horizontalAdvance(text) + kBetweenPx;
    }
}

}  // namespace leukolens::ui
