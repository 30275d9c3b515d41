#include "tests/core/stain/reference.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

namespace leukolens::test {

const nlohmann::json& stainReference() {
    static const nlohmann::json reference = nlohmann::json::parse(std::ifstream(STAIN_REFERENCE));
    return reference;
}

image::Image pictureFromHex(const std::string& hex) {
    image::Image picture{32, static_cast<int>(hex.size() / (32 * 6)), {}};
    for (std::size_t i = 0; i < hex.size(); i += 2) picture.rgb.push_back(static_cast<std::uint8_t>(std::stoi(hex.substr(i, 2), nullptr, 16)));
    return picture;
}

image::Image stainPicture(const std::string& name) { return pictureFromHex(stainReference().at("pictures").at(name).at("pixels").get<std::string>()); }

image::Image normalised(const std::string& method, const std::string& name) { return pictureFromHex(stainReference().at(method).at(name).get<std::string>()); }

std::vector<stain::ColourStatistics> shiftPictures(const std::string& name) {
    std::vector<stain::ColourStatistics> pictures;
    for (const auto& row : stainReference().at("shift").at(name)) pictures.push_back(stain::fromVector(row.get<stain::ColourVector>()));
    return pictures;
}

image::Image plain(int width, int height, std::array<std::uint8_t, 3> rgb) {
    image::Image picture{width, height, {}};
    for (int i = 0; i < width * height; ++i) picture.rgb.insert(picture.rgb.end(), rgb.begin(), rgb.end());
    return picture;
}

void expectSamePixels(const image::Image& expected, const image::Image& found) {
    ASSERT_EQ(expected.rgb.size(), found.rgb.size());
    std::size_t differing = 0;
    int largest = 0;
    for (std::size_t i = 0; i < expected.rgb.size(); ++i) {
        const int difference = std::abs(expected.rgb[i] - found.rgb[i]);
        differing += difference != 0;
        largest = std::max(largest, difference);
    }
    EXPECT_LE(largest, 1);
    EXPECT_LE(differing, expected.rgb.size() / 200);
}

}  // namespace leukolens::test
