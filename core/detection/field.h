// A field of a smear with its cells in boxes, as plain numbers: seen by callers of the engine, no LibTorch.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace leukolens::detection {

inline constexpr int kLeastSidePx = 96;  ///< of a field as the network sees it

/// Edges in px of the picture, right > left, bottom > top.
struct Box {
    float left = 0, top = 0, right = 0, bottom = 0;
    friend bool operator==(const Box&, const Box&) = default;
};

struct LabelledBox {
    Box box;
    int classIndex = 0;  ///< 0-based
    bool difficult = false;  ///< marked so by whoever drew it: to find it or not counts neither way
    friend bool operator==(const LabelledBox&, const LabelledBox&) = default;
};

struct FoundBox {
    Box box;
    int classIndex = 0;  ///< 0-based
    float score = 0;     ///< 0…1: probability of that class
};

/// Pixels that lie elsewhere: 8-bit R, G, B, rows from top to bottom, height × width × 3.
struct FieldPixels {
    int width = 0, height = 0;
    std::span<const std::uint8_t> rgb;
};

struct LabelledField {
    FieldPixels pixels;
    std::span<const LabelledBox> boxes;
};

}  // namespace leukolens::detection
