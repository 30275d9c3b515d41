// reference.json: what NumPy makes of drawn pictures and numbers (make_stain_reference.py).
#pragma once

#include <array>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/image/image.h"
#include "core/stain/colour_statistics.h"

namespace leukolens::test {

const nlohmann::json& stainReference();

image::Image pictureFromHex(const std::string& hex);

/// "cell" (on black), "field" (on white) or "target" (on white, another stain).
image::Image stainPicture(const std::string& name);

/// What NumPy made of "cell" or "field", brought to "target".
image::Image normalised(const std::string& method, const std::string& name);

std::vector<stain::ColourStatistics> shiftPictures(const std::string& name);  ///< "training" or "new"

/// Every pixel the same.
image::Image plain(int width, int height, std::array<std::uint8_t, 3> rgb);

/// Values may round to the next one, in one of 200 places.
void expectSamePixels(const image::Image& expected, const image::Image& found);

}  // namespace leukolens::test
