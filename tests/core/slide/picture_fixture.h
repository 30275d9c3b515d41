// Pictures opened as slides, with a cache in a temporary folder and a limit that makes small ones large.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/random.h"
#include "core/slide/slide.h"
#include "tests/core/image/sample_bytes.h"
#include "tests/support/temp_folder.h"

namespace leukolens::slide {

inline constexpr int kWidth = 1301, kHeight = 1037;
inline constexpr std::uint32_t kWhite = 0xFFFFFFFF;

/// Neighbours differ, tiles differ, and no quarter is like another.
inline image::Image picture(int width, int height, std::uint64_t seed = 1) {
    Random random(seed);
    image::Image image{width, height, {}};
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (const int value : {x / 6 + y % 7, y / 5, (x + y) / 10}) image.rgb.push_back(static_cast<std::uint8_t>(value + static_cast<int>(random.below(9))));
    return image;
}

inline std::uint32_t at(const image::Image& image, int x, int y) {
    const std::uint8_t* rgb = image.rgb.data() + image.offset(x, y);
    return 0xFF000000u | static_cast<std::uint32_t>(rgb[0]) << 16 | static_cast<std::uint32_t>(rgb[1]) << 8 | rgb[2];
}

/// Means of 2 × 2 px, rounded; at odd edges of the pixels that are there.
inline image::Image half(const image::Image& image) {
    image::Image smaller{(image.width + 1) / 2, (image.height + 1) / 2, {}};
    for (int y = 0; y < smaller.height; ++y) {
        for (int x = 0; x < smaller.width; ++x) {
            for (std::size_t c = 0; c < 3; ++c) {
                int sum = 0, count = 0;
                for (int v = 2 * y; v < std::min(2 * y + 2, image.height); ++v)
                    for (int u = 2 * x; u < std::min(2 * x + 2, image.width); ++u, ++count) sum += image.rgb[image.offset(u, v) + c];
                smaller.rgb.push_back(static_cast<std::uint8_t>((2 * sum + count) / (2 * count)));
            }
        }
    }
    return smaller;
}

/// The level as tiles and odd places give it, against the pixels that it should have.
inline void expectLevel(const Slide& slide, int level, const image::Image& expected) {
    ASSERT_EQ(slide.facts().levels.at(static_cast<std::size_t>(level)).width, expected.width);
    ASSERT_EQ(slide.facts().levels.at(static_cast<std::size_t>(level)).height, expected.height);
    const Region regions[] = {{level, 0, 0, expected.width, expected.height}, {level, 256, 256, 256, 256}, {level, 200, 100, 150, 301}, {level, -20, -30, 100, 90},
                              {level, expected.width - 40, expected.height - 50, 100, 100}};
    for (const Region& region : regions) {
        const auto pixels = slide.read(region);
        ASSERT_TRUE(pixels) << pixels.error().message();
        ASSERT_EQ(pixels->width, region.width);
        ASSERT_EQ(pixels->height, region.height);
        std::size_t i = 0;
        for (int y = 0; y < region.height; ++y) {
            for (int x = 0; x < region.width; ++x, ++i) {
                const int u = static_cast<int>(region.x) + x, v = static_cast<int>(region.y) + y;
                const bool inside = u >= 0 && v >= 0 && u < expected.width && v < expected.height;
                ASSERT_EQ(pixels->argb[i], inside ? at(expected, u, v) : kWhite) << "level " << level << ", " << u << ", " << v;
            }
        }
    }
}

inline void expectPicture(const Slide& slide, image::Image expected) {
    for (std::size_t level = 0; level < slide.facts().levels.size(); ++level) {
        expectLevel(slide, static_cast<int>(level), expected);
        expected = half(expected);
    }
}

class PictureFixture : public testing::Test {
protected:
    PictureFixture() {
        m_options.cacheFolder = m_folder / "cache";
        m_options.pictures.maxMemoryPixels = 1000;
    }

    std::filesystem::path saved(const char* name, const Bytes& bytes) {
        const std::filesystem::path file = m_folder / name;
        EXPECT_TRUE(writeFileAtomically(file, bytes));
        return file;
    }
    std::filesystem::path saved(const char* name, const image::Image& image) { return saved(name, image::test::encoded(image, std::filesystem::path(name).extension().string())); }

    Result<SlidePtr> opened(const std::filesystem::path& file) {
        NoProgress progress;
        return open(file, m_options, progress, {});
    }

    std::vector<std::string> kept() { return std::filesystem::exists(m_options.cacheFolder) ? test::entries(m_options.cacheFolder) : std::vector<std::string>(); }
    std::filesystem::path keptFile() { return m_options.cacheFolder / kept().at(0); }

    test::TempFolder m_folder;
    OpenOptions m_options;
};

}  // namespace leukolens::slide
