// Which tile of which slide.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace leukolens::ui {

using SlideId = std::uint64_t;  ///< of one slide while it is open, never given again; 0: none

struct TileKey {
    SlideId slide = 0;
    int level = 0;  ///< into TilePyramid::levels()
    int x = 0, y = 0;  ///< column and row

    bool operator==(const TileKey&) const = default;
};

struct TileKeyHash {
    std::size_t operator()(const TileKey& key) const {
        std::uint64_t mixed = key.slide * 0x9E3779B97F4A7C15u + static_cast<std::uint64_t>(key.level);
        mixed = (mixed ^ mixed >> 29) * 0xBF58476D1CE4E5B9u + (static_cast<std::uint64_t>(key.x) << 32 | static_cast<std::uint32_t>(key.y));
        mixed = (mixed ^ mixed >> 32) * 0x94D049BB133111EBu;
        return static_cast<std::size_t>(mixed ^ mixed >> 31);
    }
};

}  // namespace leukolens::ui
