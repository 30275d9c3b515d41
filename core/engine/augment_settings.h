// Which random changes training makes to its pictures. Without LibTorch.
#pragma once

namespace leukolens::engine {

/// A factor drawn uniformly between low and high, one a picture; low = high = 1 leaves the picture alone.
struct Range {
    double low = 1, high = 1;
    bool changes() const { return low != 1 || high != 1; }
    friend bool operator==(const Range&, const Range&) = default;
};

/// Defaults after FACTS of the paper's four changes; the paper states no ranges. A change that is off leaves the pictures alone, and
/// the other changes draw the numbers that they would have drawn with it.
struct AugmentSettings {
    Range brightness{0.75, 1.25};  ///< x·b
    Range contrast{0.75, 1.25};    ///< blend with the picture's mean grey
    Range saturation{0.75, 1.25};  ///< blend with each pixel's grey (0.299, 0.587, 0.114)
    Range gamma{0.8, 1.25};        ///< x^g
    bool flips = true;
    bool rotation = true;          ///< black fill: cells have no up
    double rotationDegrees = 180;  ///< 0…180: angles from −rotationDegrees to +rotationDegrees

    /// Nothing changes.
    static AugmentSettings none() { return {{1, 1}, {1, 1}, {1, 1}, {1, 1}, false, false, 0}; }
    bool changesColour() const { return brightness.changes() || contrast.changes() || saturation.changes() || gamma.changes(); }
    bool movesPixels() const { return flips || (rotation && rotationDegrees > 0); }
    friend bool operator==(const AugmentSettings&, const AugmentSettings&) = default;
};

}  // namespace leukolens::engine
