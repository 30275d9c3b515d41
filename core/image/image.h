// A decoded picture: 8-bit RGB, rows from top to bottom, no padding.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace leukolens::image {

struct Image {
    int width = 0;   ///< px
    int height = 0;  ///< px
    std::vector<std::uint8_t> rgb;  ///< height × width × 3, order R, G, B, range 0…255

    std::size_t offset(int x, int y) const {
        return (static_cast<std::size_t>(y) * static_cast<std::size_t>(width) + static_cast<std::size_t>(x)) * 3;
    }
};

}  // namespace leukolens::image
