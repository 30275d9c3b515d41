// What one demonstration cell is like, before it is drawn: numbers drawn at random around what is typical of its class and
// its person. Every trait overlaps between the classes; only together they tell a blast from a lymphocyte.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "core/dataset/demo_cells.h"

namespace leukolens::dataset {

/// Lengths below are in frame px: pixels of a 450 px image with the cell in its middle, y downwards.
inline constexpr double kFramePx = 450.0;

/// One channel each for R, G, B.
using Channels = std::array<double, 3>;

/// Light through a stained smear: colour = lamp · exp(−Σ optical densities) (Beer–Lambert). Drawn per person and cell, never
/// per class.
struct Stain {
    Channels lamp;       ///< colour where nothing absorbs, 0…255
    Channels cytoplasm;  ///< optical density of the rim
    Channels nucleus;    ///< optical density of a thick, evenly stained nucleus
    Channels chromatin;  ///< added per unit of chromatin clumping
    Channels redCell;    ///< optical density of a neighbouring red cell
};

/// A periodic outline around a centre, tabulated by angle.
class Outline {
public:
    static constexpr int kSteps = 720;

    /// Radius in frame px at `angle` (any real number of radians).
    double at(double angle) const;

    std::array<double, kSteps> radius{};  ///< at angle 2π·i/kSteps
};

struct Nucleolus {
    double x = 0.0, y = 0.0, radius = 0.0;  ///< frame px from the centre
    double strength = 0.0;                  ///< 0…1
};

/// A groove across the nucleus: part of a circle's line along which the nucleus is thinner.
struct Fold {
    double centreX = 0.0, centreY = 0.0, radius = 0.0;  ///< of the circle
    double midX = 0.0, midY = 0.0, halfLength = 0.0;    ///< of the part that is seen
    double width = 0.0;
    double strength = 0.0;  ///< 0…1
};

struct CellTraits {
    Stain stain;
    Outline cell;  ///< where the segmentation cuts
    Outline nucleus;
    double redCellAngle = 0.0, redCellHalfAngle = 0.0;  ///< a stuck piece of a red cell; half angle 0: none
    double edgeSoftness = 1.0;                          ///< 1: in focus
    double blur = 0.0;                                  ///< of the chromatin, frame px (standard deviation)
    double density = 1.0;                               ///< of the whole nucleus; below 1: open chromatin
    double clumpSize = 0.0, clumpContrast = 0.0;        ///< coarse chromatin: frame px, optical density
    double fineSize = 0.0, fineContrast = 0.0;          ///< fine chromatin
    double cloudContrast = 0.0;                         ///< slow changes of thickness
    double tilt = 0.0, tiltAngle = 0.0;                 ///< thicker towards one side
    double edgeRoughness = 0.0;                         ///< of the segmentation, frame px
    double cameraNoise = 0.0;                           ///< grey levels
    std::vector<Nucleolus> nucleoli;
    std::vector<Fold> folds;
    std::uint64_t textureSeed = 0;
};

/// The same arguments always give the same traits.
CellTraits drawTraits(const DemoSettings& settings, int subject, bool blast, int cell);

}  // namespace leukolens::dataset
