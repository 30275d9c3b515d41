// A folder of light fields with dark discs of two sizes in VOC boxes.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "core/base/files.h"
#include "core/base/random.h"
#include "core/image/encode.h"

namespace leukolens::test {

inline image::Image emptyField(int width, int height) { return {width, height, std::vector<std::uint8_t>(static_cast<std::size_t>(3 * width * height), 225)}; }

inline std::string drawDisc(image::Image& field, double x, double y, double radius, std::uint8_t grey, const std::string& name) {
    for (int row = 0; row < field.height; ++row)
        for (int column = 0; column < field.width; ++column)
            if (std::hypot(column + 0.5 - x, row + 0.5 - y) < radius)
                for (std::size_t c = 0; c < 3; ++c) field.rgb[field.offset(column, row) + c] = grey;
    const auto edge = [](const char* tag, double value) { return std::string("<") + tag + ">" + std::to_string(value) + "</" + tag + ">"; };
    return "<object><name>" + name + "</name><bndbox>" + edge("xmin", x - radius) + edge("ymin", y - radius) + edge("xmax", x + radius) + edge("ymax", y + radius) + "</bndbox></object>";
}

inline void writeField(const std::filesystem::path& folder, const std::string& name, const image::Image& picture, const std::string& objects) {
    ASSERT_TRUE(createFolder(folder / "Annotations"));
    ASSERT_TRUE(createFolder(folder / "JPEGImages"));
    ASSERT_TRUE(writeFileAtomically(folder / "JPEGImages" / (name + ".png"), image::encodePng(picture).value()));
    ASSERT_TRUE(writeFileAtomically(folder / "Annotations" / (name + ".xml"), "<annotation><size><width>" + std::to_string(picture.width) + "</width><height>" + std::to_string(picture.height) +
                                                                                  "</height></size>" + objects + "</annotation>"));
}

/// `count` fields of 128 × 112 px in Pascal VOC's layout, each with a "large" and a "small" disc.
inline void writeDrawnFields(const std::filesystem::path& folder, int count) {
    for (int i = 0; i < count; ++i) {
        Random random(static_cast<std::uint64_t>(i) + 1);
        auto picture = emptyField(128, 112);
        auto objects = drawDisc(picture, random.uniform(30, 50), random.uniform(30, 80), 26, 120, "large");
        objects += drawDisc(picture, random.uniform(90, 110), random.uniform(20, 90), 14, 40, "small");
        writeField(folder, "field-" + std::to_string(i), picture, objects);
    }
}

}  // namespace leukolens::test
