#include "core/detection/boxes.h"

#include <ATen/ATen.h>

#include <cmath>

namespace leukolens::detection {
namespace {

/// exp() of more would be a box as large as any picture, or no number.
const double kMostLogRatio = std::log(1000.0 / 16);

struct Middles {
    at::Tensor x, y, width, height;  ///< N × 1
};

Middles middlesOf(const at::Tensor& boxes) {
    const auto column = [&](int64_t i) { return boxes.slice(1, i, i + 1); };
    const auto width = column(2) - column(0), height = column(3) - column(1);
    return {column(0) + 0.5 * width, column(1) + 0.5 * height, width, height};
}

at::Tensor areas(const at::Tensor& boxes) { return (boxes.select(1, 2) - boxes.select(1, 0)) * (boxes.select(1, 3) - boxes.select(1, 1)); }

}  // namespace

at::Tensor boxIou(const at::Tensor& a, const at::Tensor& b) {
    const auto leftTop = at::max(a.slice(1, 0, 2).unsqueeze(1), b.slice(1, 0, 2));
    const auto rightBottom = at::min(a.slice(1, 2, 4).unsqueeze(1), b.slice(1, 2, 4));
    const auto common = (rightBottom - leftTop).clamp_min(0).prod(2);
    return common / (areas(a).unsqueeze(1) + areas(b) - common);
}

at::Tensor clippedBoxes(const at::Tensor& boxes, double width, double height) {
    const auto x = boxes.slice(-1, 0, 4, 2).clamp(0, width), y = boxes.slice(-1, 1, 4, 2).clamp(0, height);
    return at::stack({x, y}, -1).flatten(-2);
}

at::Tensor boxesFromSide(const at::Tensor& boxes, double side) {
    const auto sides = boxes.slice(1, 2, 4) - boxes.slice(1, 0, 2);
    return (sides >= side).all(1).nonzero().squeeze(1);
}

at::Tensor BoxCoder::encode(const at::Tensor& boxes, const at::Tensor& references) const {
    const auto box = middlesOf(boxes), reference = middlesOf(references);
    return at::cat({m_centre * (box.x - reference.x) / reference.width, m_centre * (box.y - reference.y) / reference.height,
                    m_side * (box.width / reference.width).log(), m_side * (box.height / reference.height).log()},
                   1);
}

at::Tensor BoxCoder::decode(const at::Tensor& codes, const at::Tensor& references) const {
    const auto reference = middlesOf(references);
    const auto part = [&](int64_t i) { return codes.slice(1, i, codes.size(1), 4); };
    const auto x = part(0) / m_centre * reference.width + reference.x;
    const auto y = part(1) / m_centre * reference.height + reference.y;
    const auto halfWidth = 0.5 * (part(2) / m_side).clamp_max(kMostLogRatio).exp() * reference.width;
    const auto halfHeight = 0.5 * (part(3) / m_side).clamp_max(kMostLogRatio).exp() * reference.height;
    return at::stack({x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight}, 2);
}

}  // namespace leukolens::detection
