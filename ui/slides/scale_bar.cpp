#include "ui/slides/scale_bar.h"

#include <QCoreApplication>
#include <QLocale>

#include <algorithm>
#include <cmath>

#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr double kPaddingPx = 6, kBarPx = 4, kGapPx = 3;
constexpr double kNearlyWhole = 1e-9;  ///< so that a limit of exactly 50 µm gives 50

/// The largest of 1, 2, 5 × 10^n that is ≤ most.
double roundLength(double most) {
    const double power = std::pow(10.0, std::floor(std::log10(most) + kNearlyWhole));
    const double digits = most / power * (1 + kNearlyWhole);
    return power * (digits >= 5 ? 5 : digits >= 2 ? 2 : 1);
}

QString number(double value) { return QLocale().toString(value, 'g', 6); }

}  // namespace

ScaleBar chooseScaleBar(std::optional<double> umPerPx, double screenPerSlidePx, double maxPx) {
    if (!umPerPx) {
        const double px = std::max(1.0, roundLength(maxPx / screenPerSlidePx));
        return {px * screenPerSlidePx, QCoreApplication::translate("leukolens::ui::ScaleBar", "%1 px").arg(number(px))};
    }
    const double um = roundLength(maxPx / screenPerSlidePx * *umPerPx);
    const double lengthPx = um / *umPerPx * screenPerSlidePx;
    if (um >= 1000) return {lengthPx, QCoreApplication::translate("leukolens::ui::ScaleBar", "%1 mm").arg(number(um / 1000))};
    if (um < 1) return {lengthPx, QCoreApplication::translate("leukolens::ui::ScaleBar", "%1 nm").arg(number(std::round(um * 1000)))};
    return {lengthPx, QCoreApplication::translate("leukolens::ui::ScaleBar", "%1 µm").arg(number(um))};
}

void drawScaleBar(QPainter& painter, const ScaleBar& bar, const QRectF& room) {
    painter.save();
    painter.setFont(Theme::font(0.9));
    const QFontMetricsF metrics(painter.font());
    const double width = std::max(bar.lengthPx, metrics.horizontalAdvance(bar.label)) + 2 * kPaddingPx;
    const double height = metrics.height() + kGapPx + kBarPx + 2 * kPaddingPx;
    const QRectF chip(room.left(), room.bottom() - height, width, height);
    QColor behind = Theme::surface();
    behind.setAlphaF(0.85f);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(behind);
    painter.drawRoundedRect(chip, Theme::kRadiusPx / 2.0, Theme::kRadiusPx / 2.0);
    painter.setPen(Theme::text());
    painter.drawText(chip.adjusted(0, kPaddingPx, 0, 0), Qt::AlignHCenter | Qt::AlignTop, bar.label);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const double left = chip.center().x() - bar.lengthPx / 2;
    painter.fillRect(QRectF(left, chip.bottom() - kPaddingPx - kBarPx, bar.lengthPx, kBarPx), Theme::text());
    painter.restore();
}

}  // namespace leukolens::ui
