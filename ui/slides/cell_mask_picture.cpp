#include "ui/slides/cell_mask_picture.h"

#include <QColor>

#include <algorithm>
#include <cstring>

namespace leukolens::ui {
namespace {

// Seen on pale and on dark purple, and by people who do not tell red from green (Okabe and Ito).
// Sides over the longer side of the box: how much ground the mask needs differs from cell to cell.
constexpr double kNarrow = 1.4, kWide = 1.8;

const QColor kCellLine(0x00, 0x9E, 0x73), kNucleusLine(0xF0, 0xE4, 0x42);

QImage toQImage(const image::Image& picture) {
    QImage copy(picture.width, picture.height, QImage::Format_RGB888);
    for (int y = 0; y < picture.height; ++y) std::memcpy(copy.scanLine(y), picture.rgb.data() + picture.offset(0, y), static_cast<std::size_t>(picture.width) * 3);
    return copy;
}

/// Pixels of the mask with a neighbour outside it.
void drawLine(QImage& onto, const image::CellMask& mask, const std::vector<std::uint8_t>& inside, const QColor& colour) {
    const auto at = [&](int x, int y) { return x >= 0 && y >= 0 && x < mask.width && y < mask.height && inside[static_cast<std::size_t>(y) * static_cast<std::size_t>(mask.width) + static_cast<std::size_t>(x)] != 0; };
    for (int y = 0; y < mask.height; ++y)
        for (int x = 0; x < mask.width; ++x)
            if (at(x, y) && (!at(x - 1, y) || !at(x + 1, y) || !at(x, y - 1) || !at(x, y + 1))) onto.setPixelColor(x, y, colour);
}

}  // namespace

Result<CellPicture> makeCellPicture(const slide::Slide& slide, const slide::Box& box, double sidePx) {
    const double longer = std::max(box.width, box.height);
    std::optional<image::Image> picture;
    CellPicture made;
    for (const double side : {kNarrow * longer, kWide * longer, sidePx}) {
        const slide::Cut cut = slide::cutAround(box, side);
        auto part = slide::cutOut(slide, cut);
        if (!part) return fail(part.error());
        picture = std::move(*part);
        made.slidePxAPx = static_cast<double>(cut.side) / picture->width;
        made.mask = image::findCell(*picture);
        if (made.mask) break;
    }
    made.picture = toQImage(*picture);
    if (made.mask) {
        made.measures = image::measuresOf(*picture, *made.mask, std::nullopt);
        made.outlines = QImage(picture->width, picture->height, QImage::Format_ARGB32);
        made.outlines.fill(Qt::transparent);
        drawLine(made.outlines, *made.mask, made.mask->cell, kCellLine);
        drawLine(made.outlines, *made.mask, made.mask->nucleus, kNucleusLine);
    }
    return made;
}

}  // namespace leukolens::ui
