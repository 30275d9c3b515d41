// Boxes as rows of tensors: left, top, right, bottom in px of the picture, edges and not pixels, as torchvision has them.
#pragma once

#include <ATen/core/Tensor.h>

namespace leukolens::detection {

/// Intersection over union: A × 4 and B × 4 → A × B, 0…1.
at::Tensor boxIou(const at::Tensor& a, const at::Tensor& b);

/// Cut off at the borders of a picture. … × 4 → the same shape.
at::Tensor clippedBoxes(const at::Tensor& boxes, double width, double height);

/// Indices of the boxes with both sides of at least `side` px.
at::Tensor boxesFromSide(const at::Tensor& boxes, double side);

/// How a box lies to another one, as networks say it: shift of the middle in sides of the other box, logarithms of the ratios of the sides
/// (Girshick 2015), each times a weight. Not clipped but for the logarithms, at 1000/16.
class BoxCoder {
public:
    BoxCoder(double centreWeight, double sideWeight) : m_centre(centreWeight), m_side(sideWeight) {}

    /// N × 4, N × 4 → N × 4: how `boxes` lie to `references`.
    at::Tensor encode(const at::Tensor& boxes, const at::Tensor& references) const;
    /// N × 4K codes of N × 4 references → N × K × 4.
    at::Tensor decode(const at::Tensor& codes, const at::Tensor& references) const;

private:
    double m_centre, m_side;
};

}  // namespace leukolens::detection
