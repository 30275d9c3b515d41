// The bar that tells how long things on a slide are.
#pragma once

#include <QPainter>
#include <QString>

#include <optional>

namespace leukolens::ui {

struct ScaleBar {
    double lengthPx = 0;  ///< on the screen
    QString label;        ///< "50 µm", "2 mm", "200 px"
};

/// The longest length of 1, 2 or 5 times a power of ten that is no longer than maxPx on the screen: in µm, from 1,000 on in mm, below 1 in nm; in px of the slide where its scale is not known
/// (then at least 1 px, which may be longer than maxPx). screenPerSlidePx > 0.
ScaleBar chooseScaleBar(std::optional<double> umPerPx, double screenPerSlidePx, double maxPx);

/// In the lower left corner of `room`, readable on any picture.
void drawScaleBar(QPainter& painter, const ScaleBar& bar, const QRectF& room);

}  // namespace leukolens::ui
