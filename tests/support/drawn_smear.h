// A drawn field of a stained smear with one white cell: ground, red cells, cytoplasm, a nucleus of one or more lobes. What is cell and nucleus is known.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/base/random.h"
#include "core/image/image.h"

namespace leukolens::test {

/// Colours as a camera sees them, 0…255.
struct SmearColours {
    double ground[3] = {250, 230, 205}, redCell[3] = {205, 170, 160}, cytoplasm[3] = {170, 160, 205}, nucleus[3] = {85, 45, 120};
};

struct SmearOptions {
    int width = 240, height = 240;
    double x = 0.5, y = 0.5;      ///< centre of the cell, share of the picture
    double cellRadius = 0.2;      ///< of the shorter side
    double nucleusRadius = 0.13;  ///< of the shorter side: of each lobe
    int lobes = 1;                ///< more: half a cell radius around its centre
    bool whiteCell = true;
    bool redCells = true;
    bool touching = false;        ///< a red cell lies partly under the white one, to its right
    SmearColours colours{};
};

struct DrawnSmear {
    image::Image picture;
    std::vector<std::uint8_t> cell, nucleus;  ///< 255 inside
};

inline DrawnSmear drawSmear(const SmearOptions& options = {}) {
    const double side = std::min(options.width, options.height), centreX = options.x * options.width, centreY = options.y * options.height;
    const double cellPx = options.cellRadius * side, nucleusPx = options.nucleusRadius * side, redPx = 0.11 * side;
    DrawnSmear drawn{{options.width, options.height, {}}, {}, {}};
    Random random(7);
    const auto inNucleus = [&](double x, double y) {
        if (options.lobes == 1) return std::hypot(x, y) <= nucleusPx;
        for (int lobe = 0; lobe < options.lobes; ++lobe) {
            const double turn = 2 * 3.14159265358979 * lobe / options.lobes;
            if (std::hypot(x - 0.5 * cellPx * std::cos(turn), y - 0.5 * cellPx * std::sin(turn)) <= nucleusPx) return true;
        }
        return false;
    };
    const auto inRedCell = [&](double x, double y) {
        if (options.touching && std::hypot(x - centreX - cellPx - 0.6 * redPx, y - centreY) <= redPx) return true;
        if (!options.redCells) return false;
        for (int row = 0; row < 3; ++row)
            for (int column = 0; column < 3; ++column)
                if ((row != 1 || column != 1) && std::hypot(x - (0.12 + 0.38 * column) * options.width, y - (0.12 + 0.38 * row) * options.height) <= redPx) return true;
        return false;
    };
    for (int y = 0; y < options.height; ++y) {
        for (int x = 0; x < options.width; ++x) {
            const double across = x + 0.5 - centreX, down = y + 0.5 - centreY;
            const bool cell = options.whiteCell && std::hypot(across, down) <= cellPx, nucleus = cell && inNucleus(across, down);
            drawn.cell.push_back(cell ? 255 : 0);
            drawn.nucleus.push_back(nucleus ? 255 : 0);
            const auto& colours = options.colours;
            const double* colour = nucleus ? colours.nucleus : cell ? colours.cytoplasm : inRedCell(x + 0.5, y + 0.5) ? colours.redCell : colours.ground;
            for (int c = 0; c < 3; ++c) drawn.picture.rgb.push_back(static_cast<std::uint8_t>(std::clamp(colour[c] + 12 * (random.uniform() - 0.5), 0.0, 255.0)));
        }
    }
    return drawn;
}

}  // namespace leukolens::test
