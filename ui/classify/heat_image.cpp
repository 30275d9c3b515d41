#include "ui/classify/heat_image.h"

#include <QColor>

#include <algorithm>
#include <array>
#include <cmath>

namespace leukolens::ui {

namespace {

constexpr int kSidePx = 256;

/// Five colours of viridis (van der Walt and Smith 2015), and the way between them.
QRgb colourOf(float value) {
    static const std::array<QColor, 5> kStops = {QColor(68, 1, 84), QColor(59, 82, 139), QColor(33, 145, 140), QColor(94, 201, 98), QColor(253, 231, 37)};
    const float place = std::clamp(value, 0.0f, 1.0f) * (kStops.size() - 1);
    const auto first = std::min(static_cast<std::size_t>(place), kStops.size() - 2);
    const float share = place - static_cast<float>(first);
    const auto between = [share](int a, int b) { return static_cast<int>(std::lround(static_cast<float>(a) + share * static_cast<float>(b - a))); };
    const QColor &a = kStops[first], &b = kStops[first + 1];
    // Weak parts are left clear, so that the cell itself is seen.
    const int alpha = static_cast<int>(std::lround(255 * std::clamp(value * 1.6f, 0.0f, 1.0f)));
    return qRgba(between(a.red(), b.red()), between(a.green(), b.green()), between(a.blue(), b.blue()), alpha);
}

/// Bilinear, points at the middles of their squares; x and y: 0…1.
float valueAt(const inference::Explanation& map, float x, float y) {
    const auto split = [](float place, int count, int& low, int& high) {
        const float at = std::clamp(place * static_cast<float>(count) - 0.5f, 0.0f, static_cast<float>(count - 1));
        low = static_cast<int>(at);
        high = std::min(low + 1, count - 1);
        return at - static_cast<float>(low);
    };
    int left = 0, right = 0, top = 0, bottom = 0;
    const float across = split(x, map.width, left, right), down = split(y, map.height, top, bottom);
    const auto at = [&](int column, int row) { return map.values[static_cast<std::size_t>(row * map.width + column)]; };
    const float above = at(left, top) + across * (at(right, top) - at(left, top)), below = at(left, bottom) + across * (at(right, bottom) - at(left, bottom));
    return above + down * (below - above);
}

}  // namespace

QImage heatImage(const inference::Explanation& explanation) {
    QImage image(std::max(explanation.width, kSidePx), std::max(explanation.height, kSidePx), QImage::Format_ARGB32);
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) {
            const float across = (static_cast<float>(x) + 0.5f) / static_cast<float>(image.width()), down = (static_cast<float>(y) + 0.5f) / static_cast<float>(image.height());
            image.setPixel(x, y, colourOf(valueAt(explanation, across, down)));
        }
    return image;
}

}  // namespace leukolens::ui
