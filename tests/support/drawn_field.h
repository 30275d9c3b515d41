// A drawn field or block of a stained smear: ground, red cells side by side, and white cells and platelets where they are put.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <vector>

#include "core/base/random.h"
#include "core/slide/slide.h"
#include "tests/support/drawn_smear.h"

namespace leukolens::test {

struct DrawnWhiteCell {
    double x = 0, y = 0;  ///< px: its middle
    double radiusUm = 6, nucleusUm = 4;  ///< radius of the cell and of its nucleus, or of each lobe
    int lobes = 1;                       ///< more: around its middle, with gaps between them
};

struct FieldDrawing {
    int width = 640, height = 480;
    double umPerPx = 0.1;
    std::vector<DrawnWhiteCell> cells{};
    std::vector<std::pair<double, double>> platelets{};  ///< px; 2.6 µm across, stained as nuclei
    bool redCells = true;
    double redCellsApartUm = 10.5;  ///< on average
    bool wraps = false;           ///< what the edge cuts comes in again on the other side, so that copies fit together
    int grain = 12;               ///< range of the noise
    std::uint64_t seed = 7;
    SmearColours colours{};
};

namespace drawing {

using Rgb = std::vector<float>;

/// Laid on with a soft edge of one px, in the share of `opacity`.
inline void disc(Rgb& rgb, const FieldDrawing& field, double x, double y, double radius, const double* colour, double opacity = 1) {
    for (int py = static_cast<int>(std::floor(y - radius - 1)); py <= static_cast<int>(std::ceil(y + radius + 1)); ++py) {
        for (int px = static_cast<int>(std::floor(x - radius - 1)); px <= static_cast<int>(std::ceil(x + radius + 1)); ++px) {
            if (!field.wraps && (px < 0 || py < 0 || px >= field.width || py >= field.height)) continue;
            const double share = opacity * std::clamp(radius + 0.5 - std::hypot(px + 0.5 - x, py + 0.5 - y), 0.0, 1.0);
            if (share <= 0) continue;
            const int column = (px % field.width + field.width) % field.width, row = (py % field.height + field.height) % field.height;
            float* at = rgb.data() + 3 * (static_cast<std::size_t>(row) * static_cast<std::size_t>(field.width) + static_cast<std::size_t>(column));
            for (int c = 0; c < 3; ++c) at[c] = static_cast<float>((1 - share) * static_cast<double>(at[c]) + share * colour[c]);
        }
    }
}

/// On a jittered lattice, not under white cells.
inline void redCells(Rgb& rgb, const FieldDrawing& field, Random& random) {
    const double radius = 3.6 / field.umPerPx, apart = field.redCellsApartUm / field.umPerPx;
    const int columns = std::max(1, static_cast<int>(std::lround(field.width / apart))), rows = std::max(1, static_cast<int>(std::lround(field.height / apart)));
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const double x = (column + 0.5 + random.uniform(-0.12, 0.12)) * field.width / columns, y = (row + 0.5 + random.uniform(-0.12, 0.12)) * field.height / rows;
            const auto away = [&](const DrawnWhiteCell& cell) {
                double across = std::abs(x - cell.x), down = std::abs(y - cell.y);
                if (field.wraps) {
                    across = std::min(across, field.width - across);
                    down = std::min(down, field.height - down);
                }
                return std::hypot(across, down) > cell.radiusUm / field.umPerPx + radius + 2;
            };
            if (!std::all_of(field.cells.begin(), field.cells.end(), away)) continue;
            disc(rgb, field, x, y, radius, field.colours.redCell);
            disc(rgb, field, x, y, 0.4 * radius, field.colours.ground, 0.5);
        }
    }
}

inline void nucleus(Rgb& rgb, const FieldDrawing& field, const DrawnWhiteCell& cell) {
    const double out = cell.lobes > 1 ? 0.5 * cell.radiusUm / field.umPerPx : 0;
    for (int lobe = 0; lobe < cell.lobes; ++lobe) {
        const double turn = 2 * std::numbers::pi * lobe / cell.lobes;
        disc(rgb, field, cell.x + out * std::cos(turn), cell.y + out * std::sin(turn), cell.nucleusUm / field.umPerPx, field.colours.nucleus);
    }
}

}  // namespace drawing

inline slide::Pixels drawField(const FieldDrawing& field) {
    Random random(field.seed);
    drawing::Rgb rgb;
    for (int i = 0; i < field.width * field.height; ++i) rgb.insert(rgb.end(), {static_cast<float>(field.colours.ground[0]), static_cast<float>(field.colours.ground[1]), static_cast<float>(field.colours.ground[2])});
    if (field.redCells) drawing::redCells(rgb, field, random);
    // All cytoplasm first: of cells that touch none hides the other's nucleus.
    for (const auto& cell : field.cells) drawing::disc(rgb, field, cell.x, cell.y, cell.radiusUm / field.umPerPx, field.colours.cytoplasm);
    for (const auto& cell : field.cells) drawing::nucleus(rgb, field, cell);
    for (const auto& [x, y] : field.platelets) drawing::disc(rgb, field, x, y, 1.3 / field.umPerPx, field.colours.nucleus);
    slide::Pixels pixels{field.width, field.height, {}};
    pixels.argb.reserve(rgb.size() / 3);
    for (std::size_t i = 0; i < rgb.size(); i += 3) {
        const double noise = field.grain * (random.uniform() - 0.5);
        const auto value = [&](std::size_t c) { return static_cast<std::uint32_t>(std::clamp(static_cast<double>(rgb[i + c]) + noise, 0.0, 255.0)); };
        pixels.argb.push_back(0xFF000000u | value(0) << 16 | value(1) << 8 | value(2));
    }
    return pixels;
}

}  // namespace leukolens::test
