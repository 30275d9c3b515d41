// Forms of BMP that are rare today, beside what OpenCV's own decoder makes of the same bytes.
#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>

#include "core/base/random.h"
#include "core/image/decode.h"
#include "tests/core/image/sample_bytes.h"

namespace leukolens::image {
namespace {

constexpr std::uint32_t kRaw = 0, kRle8 = 1, kRle4 = 2, kMasks = 3;

struct Bmp {
    int width = 0, height = 0;
    std::uint32_t bits = 8, compression = kRaw;
    bool downwards = false, os2 = false;
    std::uint32_t named = 0;  ///< colours that the header names
    Bytes behindHeader;       ///< masks or table
    Bytes pixels;

    std::size_t rowBytes() const { return (static_cast<std::size_t>(width) * bits + 31) / 32 * 4; }
};

void append(Bytes& bytes, std::uint32_t number, int count) {
    for (int i = 0; i < count; ++i) bytes.push_back(static_cast<std::uint8_t>(number >> (8 * i)));
}

Bytes fileOf(const Bmp& bmp) {
    const std::uint32_t headerBytes = bmp.os2 ? 12 : 40, before = 14 + headerBytes + static_cast<std::uint32_t>(bmp.behindHeader.size());
    Bytes file{'B', 'M'};
    append(file, before + static_cast<std::uint32_t>(bmp.pixels.size()), 4);
    append(file, 0, 4);
    append(file, before, 4);
    append(file, headerBytes, 4);
    const int sizeBytes = bmp.os2 ? 2 : 4;
    append(file, static_cast<std::uint32_t>(bmp.width), sizeBytes);
    append(file, static_cast<std::uint32_t>(bmp.downwards ? -bmp.height : bmp.height), sizeBytes);
    append(file, 1, 2);
    append(file, bmp.bits, 2);
    if (!bmp.os2) {
        append(file, bmp.compression, 4);
        for (int i = 0; i < 3; ++i) append(file, 0, 4);
        append(file, bmp.named, 4);
        append(file, 0, 4);
    }
    file.insert(file.end(), bmp.behindHeader.begin(), bmp.behindHeader.end());
    file.insert(file.end(), bmp.pixels.begin(), bmp.pixels.end());
    return file;
}

Bytes noise(std::size_t count, Random& random) {
    Bytes bytes(count);
    for (auto& byte : bytes) byte = static_cast<std::uint8_t>(random.next());
    return bytes;
}

int below(Random& random, int limit) { return static_cast<int>(random.below(static_cast<std::uint64_t>(limit))); }

/// Red, green, blue; empty where OpenCV does not read it.
std::vector<std::uint8_t> byOpenCv(const Bytes& file) {
    const cv::Mat found = cv::imdecode(file, cv::IMREAD_COLOR);
    std::vector<std::uint8_t> rgb;
    for (int y = 0; y < found.rows; ++y)
        for (int x = 0; x < found.cols; ++x)
            for (int c = 2; c >= 0; --c) rgb.push_back(found.at<cv::Vec3b>(y, x)[c]);
    return rgb;
}

/// What some program might write: runs, pixels as they are, rows that end early, moves, and an end before the last row. Of the last two OpenCV 4.6 understands nothing where colours
/// have four bits, and a move to the end of a row leads it a row too far: those are among formats.json's pictures.
Bytes packed(const Bmp& bmp, Random& random) {
    const bool four = bmp.compression == kRle4;
    Bytes out;
    const auto mark = [&](std::uint8_t kind) { append(out, static_cast<std::uint32_t>(kind) << 8, 2); };
    int x = 0, y = 0;
    while (y < bmp.height) {
        const int room = bmp.width - x;
        const auto kind = random.below(20);
        if (room == 0 || kind == 0) {
            mark(0);
            x = 0;
            ++y;
        } else if (kind == 1 && !four && bmp.height - y > 2) {
            const int right = below(random, room), up = below(random, 2);
            mark(2);
            append(out, static_cast<std::uint32_t>(right), 1);
            append(out, static_cast<std::uint32_t>(up), 1);
            x += right;
            y += up;
        } else if (kind == 2 && !four && y > bmp.height / 2 && random.below(4) == 0) {
            break;
        } else if (kind < 9 && room >= 3) {
            const int count = 3 + below(random, std::min(room, 255) - 2), bytes = four ? (count + 1) / 2 : count;
            mark(static_cast<std::uint8_t>(count));
            const Bytes literal = noise(static_cast<std::size_t>(bytes), random);
            out.insert(out.end(), literal.begin(), literal.end());
            if (bytes % 2 != 0) out.push_back(0);
            x += count;
        } else {
            const int count = 1 + below(random, std::min(room, 255));
            out.push_back(static_cast<std::uint8_t>(count));
            out.push_back(static_cast<std::uint8_t>(random.next()));
            x += count;
        }
    }
    mark(1);
    return out;
}

TEST(DecodeBmp, GivesTheColoursOfItsTableAsOpenCvDoes) {
    Random random(1);
    for (int round = 0; round < 300; ++round) {
        Bmp bmp;
        bmp.bits = std::array{1u, 4u, 8u}[random.below(3)];
        bmp.width = 8 + below(random, 40);
        bmp.height = 8 + below(random, 20);
        bmp.os2 = random.below(4) == 0;
        bmp.downwards = !bmp.os2 && random.below(3) == 0;
        const std::size_t all = std::size_t{1} << bmp.bits;
        if (!bmp.os2 && random.below(2) == 0) bmp.named = static_cast<std::uint32_t>(1 + random.below(all));
        bmp.behindHeader = noise((bmp.named != 0 ? bmp.named : all) * (bmp.os2 ? 3 : 4), random);
        bmp.pixels = noise(bmp.rowBytes() * static_cast<std::size_t>(bmp.height), random);
        const Bytes file = fileOf(bmp);
        const auto decoded = decodeBytes(file, "x");
        ASSERT_TRUE(decoded) << decoded.error().message();
        ASSERT_EQ(decoded->rgb, byOpenCv(file)) << bmp.bits << " bits, " << bmp.width << " × " << bmp.height << ", " << bmp.named << " colours" << (bmp.os2 ? ", OS/2" : "");
    }
}

TEST(DecodeBmp, UnpacksRunsAsOpenCvDoes) {
    Random random(2);
    for (int round = 0; round < 600; ++round) {
        Bmp bmp;
        bmp.compression = round % 2 == 0 ? kRle8 : kRle4;
        bmp.bits = bmp.compression == kRle8 ? 8 : 4;
        bmp.width = 8 + below(random, round % 10 == 0 ? 500 : 40);
        bmp.height = 8 + below(random, 20);
        bmp.behindHeader = noise((std::size_t{1} << bmp.bits) * 4, random);
        bmp.pixels = packed(bmp, random);
        const Bytes file = fileOf(bmp);
        const auto decoded = decodeBytes(file, "x");
        ASSERT_TRUE(decoded) << decoded.error().message();
        ASSERT_EQ(decoded->rgb, byOpenCv(file)) << "round " << round << ", " << bmp.width << " × " << bmp.height;
    }
}

/// Some programs leave the mark at the end of a full row out.
TEST(DecodeBmp, GoesOnInTheNextRowWhereOneIsFull) {
    Bmp bmp;
    bmp.width = bmp.height = 8;
    bmp.compression = kRle8;
    bmp.behindHeader.resize(1024);
    for (std::uint32_t i = 0; i < 8; ++i) {
        bmp.behindHeader[4 * i] = static_cast<std::uint8_t>(30 * i);
        append(bmp.pixels, 8 | i << 8, 2);
    }
    append(bmp.pixels, 0x0100, 2);
    const Bytes file = fileOf(bmp);
    const auto decoded = decodeBytes(file, "x");
    ASSERT_TRUE(decoded) << decoded.error().message();
    EXPECT_EQ(decoded->rgb[2], 210);
    EXPECT_EQ(decoded->rgb[decoded->offset(7, 7) + 2], 0);
    EXPECT_EQ(decoded->rgb, byOpenCv(file));
}

/// OpenCV moves five bits up and leaves the lowest ones zero, so that its white is 248 of 255.
TEST(DecodeBmp, MakesFiveAndSixBitsFullRange) {
    Random random(3);
    for (const bool sixOfGreen : {false, true}) {
        Bmp bmp;
        bmp.width = 31;
        bmp.height = 9;
        bmp.bits = 16;
        if (sixOfGreen) {
            bmp.compression = kMasks;
            for (const std::uint32_t mask : {0xf800u, 0x7e0u, 0x1fu}) append(bmp.behindHeader, mask, 4);
        }
        bmp.pixels = noise(bmp.rowBytes() * 9, random);
        for (std::size_t y = 0; y < 9; ++y)
            for (std::size_t i = 0; i < 4; ++i) bmp.pixels[y * bmp.rowBytes() + i] = i < 2 ? 0xff : 0;  // white and black
        const Bytes file = fileOf(bmp);
        const auto decoded = decodeBytes(file, "x");
        ASSERT_TRUE(decoded) << decoded.error().message();
        EXPECT_EQ(std::vector(decoded->rgb.begin(), decoded->rgb.begin() + 6), (std::vector<std::uint8_t>{255, 255, 255, 0, 0, 0}));
        const auto other = byOpenCv(file);
        ASSERT_EQ(other.size(), decoded->rgb.size());
        for (std::size_t i = 0; i < other.size(); ++i) {
            const int bits = sixOfGreen && i % 3 == 1 ? 6 : 5;
            ASSERT_EQ(decoded->rgb[i] >> (8 - bits), other[i] >> (8 - bits)) << i;
        }
    }
}

}  // namespace
}  // namespace leukolens::image
