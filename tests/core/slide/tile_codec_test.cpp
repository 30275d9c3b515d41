#include "core/slide/tile_codec.h"

#include <gtest/gtest.h>

#include "core/base/random.h"

namespace leukolens::slide {
namespace {

std::vector<std::uint32_t> noise(int width, int height) {
    Random random(5);
    std::vector<std::uint32_t> argb(static_cast<std::size_t>(width) * static_cast<std::size_t>(height));
    for (auto& pixel : argb) pixel = 0xFF000000u | static_cast<std::uint32_t>(random.below(1 << 24));
    return argb;
}

TEST(TileCodec, GivesEveryPixelBack) {
    TilePacker packer;
    TileUnpacker unpacker;
    for (const auto& [width, height] : {std::pair{1, 1}, {256, 256}, {7, 256}, {256, 1}}) {
        const auto pixels = noise(width, height);
        const auto packed = packer.pack(pixels.data(), static_cast<std::size_t>(width), width, height);
        ASSERT_FALSE(packed.empty());
        EXPECT_LE(packed.size(), maxPackedTileBytes());
        std::vector<std::uint32_t> unpacked(pixels.size());
        ASSERT_TRUE(unpacker.unpack(packed, width, height, unpacked.data()));
        EXPECT_EQ(unpacked, pixels);
    }
}

TEST(TileCodec, TakesItsPartOfWiderRows) {
    const auto pixels = noise(20, 4);
    TilePacker packer;
    const auto packed = packer.pack(pixels.data() + 5, 20, 3, 4);
    std::vector<std::uint32_t> unpacked(12);
    ASSERT_TRUE(TileUnpacker().unpack(packed, 3, 4, unpacked.data()));
    for (std::size_t y = 0; y < 4; ++y)
        for (std::size_t x = 0; x < 3; ++x) EXPECT_EQ(unpacked[y * 3 + x], pixels[y * 20 + 5 + x]);
}

TEST(TileCodec, MakesFewBytesOfASmoothTile) {
    std::vector<std::uint32_t> pixels;
    for (std::uint32_t i = 0; i < 256 * 256; ++i) pixels.push_back(0xFF000000u | (i % 256) << 16 | (i / 256) << 8 | 200);
    TilePacker packer;
    EXPECT_LT(packer.pack(pixels.data(), 256, 256, 256).size(), 256u * 256 * 3 / 50);
}

TEST(TileCodec, FindsEveryChangedByte) {
    const auto pixels = noise(16, 16);
    TilePacker packer;
    const auto packed = packer.pack(pixels.data(), 16, 16, 16);
    TileUnpacker unpacker;
    std::vector<std::uint32_t> unpacked(pixels.size());
    for (std::size_t i = 0; i < packed.size(); ++i) {
        std::vector<std::uint8_t> damaged(packed.begin(), packed.end());
        damaged[i] ^= 0x10;
        EXPECT_FALSE(unpacker.unpack(damaged, 16, 16, unpacked.data()) && unpacked != pixels) << i;
    }
    EXPECT_FALSE(unpacker.unpack(packed.first(packed.size() / 2), 16, 16, unpacked.data()));
    EXPECT_FALSE(unpacker.unpack(packed, 16, 15, unpacked.data()));
    EXPECT_FALSE(unpacker.unpack({}, 16, 16, unpacked.data()));
}

}  // namespace
}  // namespace leukolens::slide
