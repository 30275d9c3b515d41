#include "core/dataset/demo_painter.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/base/random.h"
#include "core/dataset/demo_noise.h"

namespace leukolens::dataset {
namespace {

/// The cell is worked out on a grid of this many frame px: a microscope shows no finer detail at this scale.
constexpr double kGridPx = 2.0;

/// Extent of an outline in frame px from its centre.
struct Box {
    double left = 0.0, right = 0.0, top = 0.0, bottom = 0.0;
};

Box boxOf(const Outline& outline) {
    Box box;
    for (int step = 0; step < Outline::kSteps; ++step) {
        const double angle = 2.0 * std::numbers::pi * step / Outline::kSteps;
        const double x = outline.radius[static_cast<std::size_t>(step)] * std::cos(angle);
        const double y = outline.radius[static_cast<std::size_t>(step)] * std::sin(angle);
        box.left = std::min(box.left, x);
        box.right = std::max(box.right, x);
        box.top = std::min(box.top, y);
        box.bottom = std::max(box.bottom, y);
    }
    return box;
}

/// Values on the grid over a box around the cell, read back in between.
class Field {
public:
    Field(int columns, int rows) : m_columns(columns), m_rows(rows), m_values(static_cast<std::size_t>(columns * rows)) {}

    float& at(int column, int row) { return m_values[static_cast<std::size_t>(row * m_columns + column)]; }

    /// At a place in grid units, which must be inside the grid.
    double sample(double column, double row) const {
        const int left = std::min(static_cast<int>(column), m_columns - 2);
        const int top = std::min(static_cast<int>(row), m_rows - 2);
        const double u = column - left;
        const double v = row - top;
        const float* corner = &m_values[static_cast<std::size_t>(top * m_columns + left)];
        const double upper = corner[0] + u * (corner[1] - corner[0]);
        const double lower = corner[m_columns] + u * (corner[m_columns + 1] - corner[m_columns]);
        return upper + v * (lower - upper);
    }

    /// Gaussian blur, the edge repeated outwards.
    void blur(double deviation) {
        const int reach = std::max(1, static_cast<int>(std::ceil(2.5 * deviation)));
        std::vector<float> kernel;
        float sum = 0.0f;
        for (int i = -reach; i <= reach; ++i) {
            kernel.push_back(static_cast<float>(std::exp(-0.5 * i * i / (deviation * deviation))));
            sum += kernel.back();
        }
        for (float& weight : kernel) weight /= sum;
        blurAlong(kernel, reach, m_columns, m_rows, 1, m_columns);
        blurAlong(kernel, reach, m_rows, m_columns, m_columns, 1);
    }

private:
    void blurAlong(const std::vector<float>& kernel, int reach, int length, int lines, int step, int lineStep) {
        std::vector<float> line(static_cast<std::size_t>(length + 2 * reach));
        for (int k = 0; k < lines; ++k) {
            float* values = &m_values[static_cast<std::size_t>(k * lineStep)];
            for (int i = -reach; i < length + reach; ++i) {
                line[static_cast<std::size_t>(i + reach)] = values[std::clamp(i, 0, length - 1) * step];
            }
            for (int i = 0; i < length; ++i) {
                float sum = 0.0f;
                for (std::size_t j = 0; j < kernel.size(); ++j) sum += kernel[j] * line[static_cast<std::size_t>(i) + j];
                values[i * step] = sum;
            }
        }
    }

    int m_columns;
    int m_rows;
    std::vector<float> m_values;
};

/// Signed distance to an outline in frame px, roughly: above 0 inside.
double depthInside(const Outline& outline, double angle, double distance) {
    constexpr double kSmall = 0.02;
    const double radius = outline.at(angle);
    const double slope = (outline.at(angle + kSmall) - outline.at(angle - kSmall)) / (2.0 * kSmall * std::max(radius, 1.0));
    return (radius - distance) / std::sqrt(1.0 + slope * slope);
}

/// The chromatin: above 0 denser. Clumps are sharpened noise, the net between them fine noise.
class Chromatin {
public:
    explicit Chromatin(const CellTraits& traits)
        : m_traits(traits), m_coarse(deriveSeed(traits.textureSeed, 1)), m_fine(deriveSeed(traits.textureSeed, 2)) {}

    double at(double x, double y) const {
        const double bendX = x + 11.0 * m_fine.fractal(x / 40.0 + 3.0, y / 40.0, 2);
        const double bendY = y + 11.0 * m_fine.fractal(x / 40.0, y / 40.0 + 31.0, 2);
        const double coarse = m_coarse.fractal(bendX / m_traits.clumpSize, bendY / m_traits.clumpSize, 3);
        const double clump = std::tanh(2.6 * (coarse + 0.05));
        const double fine = m_fine.fractal(bendX / m_traits.fineSize, bendY / m_traits.fineSize + 11.0, 2);
        // Bright spots are rarer and stronger than dark ones: light falls through where the net is open.
        const double spot = std::max(0.0, -fine - 0.25);
        const double cloud = m_coarse.at(x / 70.0 + 5.0, y / 70.0 + 9.0);
        const double slope = (x * std::cos(m_traits.tiltAngle) + y * std::sin(m_traits.tiltAngle)) / 100.0;
        return m_traits.clumpContrast * clump + m_traits.fineContrast * (0.8 * fine - 0.9 * spot) +
               m_traits.cloudContrast * cloud + m_traits.tilt * slope + nucleoli(x, y) - folds(x, y);
    }

private:
    double folds(double x, double y) const {
        double thinner = 0.0;
        for (const Fold& fold : m_traits.folds) {
            const double along = std::hypot(x - fold.midX, y - fold.midY) / fold.halfLength;
            if (along > 1.5) continue;
            const double bend = 4.0 * m_fine.at(x / 25.0 + 50.0, y / 25.0);
            const double across = (std::hypot(x - fold.centreX, y - fold.centreY) - fold.radius + bend) / fold.width;
            const double seen = std::exp(-along * along * along * along);
            // A thin line with a denser lip on one side, where the nucleus lies double.
            const double lip = (across - 2.6) / 1.6;
            thinner += fold.strength * seen * (std::exp(-0.5 * across * across) - 0.45 * std::exp(-0.5 * lip * lip));
        }
        return thinner;
    }

    /// Paler inside (below 0), denser in the ring of chromatin around; not quite round.
    double nucleoli(double x, double y) const {
        double density = 0.0;
        for (const Nucleolus& nucleolus : m_traits.nucleoli) {
            double t = std::hypot(x - nucleolus.x, y - nucleolus.y) / nucleolus.radius;
            if (t > 2.5) continue;
            t *= 1.0 + 0.28 * m_coarse.at(x / (1.3 * nucleolus.radius), y / (1.3 * nucleolus.radius) + 23.0);
            const double ring = (t - 1.4) / 0.32;
            density += nucleolus.strength * (0.24 * std::exp(-0.5 * ring * ring) - 0.75 / (1.0 + t * t * t * t));
        }
        return density;
    }

    const CellTraits& m_traits;
    LatticeNoise m_coarse;
    LatticeNoise m_fine;
};

/// Everything known about the cell at the grid's points.
struct Layers {
    Layers(int columns, int rows) : mask(columns, rows), red(columns, rows), green(columns, rows), blue(columns, rows) {}

    Field mask;  ///< distance inside the segmentation, frame px
    Field red, green, blue;
};

/// Optical density to colour at one point of the grid.
Channels colourAt(const CellTraits& traits, double x, double y, double chromatin) {
    // Red saturates first towards the middle, blue last: the edge of a nucleus looks bluish.
    constexpr Channels kEdgePx = {5.2, 6.6, 9.5};
    const double angle = std::atan2(y, x);
    const double depth = depthInside(traits.nucleus, angle, std::hypot(x, y)) + 2.0;
    double redCell = 0.0;
    if (traits.redCellHalfAngle > 0.0) redCell = 1.0 / (1.0 + std::exp(depth / 3.0 + 1.0));
    Channels colour{};
    for (std::size_t c = 0; c < 3; ++c) {
        const double thickness = depth > 0.0 ? 1.0 - std::exp(-depth / (kEdgePx[c] * traits.edgeSoftness)) : 0.0;
        const double nuclear = traits.stain.nucleus[c] * traits.density + traits.stain.chromatin[c] * chromatin;
        const double outside = (1.0 - redCell) * traits.stain.cytoplasm[c] + redCell * traits.stain.redCell[c];
        const double density = outside * (1.0 - thickness) + std::max(0.05, nuclear) * thickness;
        colour[c] = traits.stain.lamp[c] * std::exp(-density);
    }
    return colour;
}

Layers fillLayers(const CellTraits& traits, int columns, int rows, double originX, double originY) {
    Layers layers(columns, rows);
    Field chromatin(columns, rows);
    const Chromatin texture(traits);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            const double x = originX + column * kGridPx;
            const double y = originY + row * kGridPx;
            const double depth = depthInside(traits.cell, std::atan2(y, x), std::hypot(x, y));
            layers.mask.at(column, row) = static_cast<float>(depth);
            if (depth > -12.0) chromatin.at(column, row) = static_cast<float>(texture.at(x, y));
        }
    }
    chromatin.blur(traits.blur / kGridPx);
    for (int row = 0; row < rows; ++row) {
        for (int column = 0; column < columns; ++column) {
            if (layers.mask.at(column, row) < -6.0f) continue;
            const Channels colour =
                colourAt(traits, originX + column * kGridPx, originY + row * kGridPx, chromatin.at(column, row));
            layers.red.at(column, row) = static_cast<float>(colour[0]);
            layers.green.at(column, row) = static_cast<float>(colour[1]);
            layers.blue.at(column, row) = static_cast<float>(colour[2]);
        }
    }
    return layers;
}

/// Of standard deviation 1, from the lowest 16 of `bits`.
double noiseFrom(std::uint64_t bits) {
    constexpr double kStep = 2.0 * std::numbers::sqrt3 / 65535.0;
    return static_cast<double>(bits & 0xffff) * kStep - std::numbers::sqrt3;
}

/// Camera noise is partly the same in the three channels. No pixel of a cell is black.
void putPixel(std::uint8_t* pixel, const Channels& colour, double light, double noise, Random& random) {
    std::uint64_t bits = random.next();
    const double shared = noiseFrom(bits);
    for (std::size_t c = 0; c < 3; ++c) {
        bits >>= 16;
        const double value = light * colour[c] + noise * 0.6 * (shared + noiseFrom(bits));
        pixel[c] = static_cast<std::uint8_t>(std::clamp(value + 0.5, 1.0, 255.0));
    }
}

}  // namespace

image::Image paintCell(const CellTraits& traits, int sizePx) {
    const Box box = boxOf(traits.cell);
    constexpr double kMarginPx = 6.0;
    const double originX = box.left - kMarginPx;
    const double originY = box.top - kMarginPx;
    const int columns = static_cast<int>((box.right + kMarginPx - originX) / kGridPx) + 2;
    const int rows = static_cast<int>((box.bottom + kMarginPx - originY) / kGridPx) + 2;
    const Layers layers = fillLayers(traits, columns, rows, originX, originY);

    image::Image image{sizePx, sizePx, std::vector<std::uint8_t>(static_cast<std::size_t>(sizePx) * sizePx * 3)};
    const double framePerPx = kFramePx / sizePx;
    const double middleX = 0.5 * (box.left + box.right);
    const double middleY = 0.5 * (box.top + box.bottom);
    const LatticeNoise rough(deriveSeed(traits.textureSeed, 3));
    Random random(deriveSeed(traits.textureSeed, 4));
    for (int py = 0; py < sizePx; ++py) {
        const double y = (py + 0.5 - 0.5 * sizePx) * framePerPx + middleY;
        const double row = (y - originY) / kGridPx;
        if (row < 0.0 || row > rows - 1) continue;
        for (int px = 0; px < sizePx; ++px) {
            const double x = (px + 0.5 - 0.5 * sizePx) * framePerPx + middleX;
            const double column = (x - originX) / kGridPx;
            if (column < 0.0 || column > columns - 1) continue;
            double depth = layers.mask.sample(column, row);
            if (depth < 4.0) depth += traits.edgeRoughness * rough.at(x / 4.5, y / 4.5);
            if (depth <= 0.0) continue;
            const Channels colour = {layers.red.sample(column, row), layers.green.sample(column, row),
                                     layers.blue.sample(column, row)};
            const double light = std::min(1.0, 0.55 + 0.45 * depth / framePerPx);
            putPixel(&image.rgb[image.offset(px, py)], colour, light, traits.cameraNoise, random);
        }
    }
    return image;
}

}  // namespace leukolens::dataset
