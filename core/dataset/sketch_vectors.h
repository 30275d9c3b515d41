// Short vectors whose inner products say quickly which sketches cannot be near duplicates.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/dataset/sketch_alignment.h"

namespace leukolens::dataset {

inline constexpr int kVectorSide = 8;
inline constexpr std::size_t kVectorLength = static_cast<std::size_t>(kVectorSide) * kVectorSide;

/// Parts of the frame, so that a cropped copy finds the part that it shows. Number 0 is the whole; 1 + 3·a + b takes part a of the height and
/// part b of the width: 0 the first 95 %, 1 the middle 94 %, 2 the last 95 %.
inline constexpr int kWindows = 10;
inline constexpr int kMiddleWindow = 5;

using RawVector = std::array<float, kVectorLength>;
using RawVectors = std::array<RawVector, kWindows>;
using SketchVector = std::array<std::int16_t, kVectorLength>;
using SketchVectors = std::array<SketchVector, kWindows>;

/// Smoothed texture at 8 × 8 points of each window, mean 0, length 1 (0 where there is no texture).
RawVectors rawVectors(const image::PictureSketch& sketch);
/// That of the whole frame alone.
RawVector rawVector(const image::PictureSketch& sketch);

/// What sketches of one kind have in common is taken away, and directions in which all of them differ count less (Mahalanobis distance,
/// shrunk covariance): cells of one stain are alike at first sight. Mean and covariance are taken over all eight turns, so that turning a picture
/// turns its vectors.
class Whitening {
public:
    /// From the whole-frame vectors.
    explicit Whitening(std::span<const RawVector> sketches);

    SketchVectors operator()(const RawVectors& raw) const;

private:
    RawVector m_mean{};
    std::vector<float> m_matrix;  ///< symmetric, kVectorLength × kVectorLength
};

/// The vectors of the turned sketch.
SketchVectors turned(const SketchVectors& vectors, int turn);

/// Cosine as an integer: kCosineOne is 1.
inline constexpr int kCosineOne = 1 << 26;
inline int cosine(const SketchVector& a, const SketchVector& b) {
    int sum = 0;
    for (std::size_t i = 0; i < kVectorLength; ++i) sum += static_cast<int>(a[i]) * static_cast<int>(b[i]);
    return sum;
}

/// The best of all windows of one with the whole of the other, and where that puts `moving` for `fixed`.
struct WindowMatch {
    int cosine = 0;
    Placement placement;
};
WindowMatch bestWindow(const SketchVectors& fixed, const SketchVectors& moving);

}  // namespace leukolens::dataset
