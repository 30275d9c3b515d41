#include "tests/core/image/sample_bytes.h"

#include <opencv2/imgcodecs.hpp>
#include <stdexcept>

namespace leukolens::image::test {
namespace {

Bytes encodeMat(const cv::Mat& mat, const std::string& extension) {
    Bytes bytes;
    if (!cv::imencode(extension, mat, bytes)) throw std::runtime_error("cannot encode " + extension);
    return bytes;
}

std::uint32_t little(const Bytes& bytes, std::size_t at, int count) {
    std::uint32_t value = 0;
    for (int i = count - 1; i >= 0; --i) value = value << 8 | bytes.at(at + static_cast<std::size_t>(i));
    return value;
}

}  // namespace

Image gradient(int width, int height) {
    Image image{width, height, {}};
    image.rgb.resize(image.offset(0, height));
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            const std::size_t at = image.offset(x, y);
            image.rgb[at] = static_cast<std::uint8_t>(x * 7 % 256);
            image.rgb[at + 1] = static_cast<std::uint8_t>((y * 5 + 80) % 256);
            image.rgb[at + 2] = static_cast<std::uint8_t>(((x + y) * 3 + 160) % 256);
        }
    }
    return image;
}

Bytes encoded(const Image& image, const std::string& extension) {
    cv::Mat mat(image.height, image.width, CV_8UC3);
    for (int y = 0; y < image.height; ++y) {
        for (int x = 0; x < image.width; ++x) {
            const std::size_t at = image.offset(x, y);
            mat.at<cv::Vec3b>(y, x) = {image.rgb[at + 2], image.rgb[at + 1], image.rgb[at]};
        }
    }
    return encodeMat(mat, extension);
}

Bytes sixteenBitPng(int width, int height, const std::vector<std::uint16_t>& columns) {
    cv::Mat mat(height, width, CV_16UC1);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) mat.at<std::uint16_t>(y, x) = columns[static_cast<std::size_t>(x) % columns.size()];
    }
    return encodeMat(mat, ".png");
}

Bytes firstBytes(const Bytes& bytes, std::size_t count) {
    return Bytes(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(count));
}

Bytes textBytes(std::string_view text) {
    return Bytes(text.begin(), text.end());
}

void putBig32(Bytes& bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes.at(at + i) = static_cast<std::uint8_t>(value >> (24 - 8 * i));
}

void putLittle32(Bytes& bytes, std::size_t at, std::uint32_t value) {
    for (std::size_t i = 0; i < 4; ++i) bytes.at(at + i) = static_cast<std::uint8_t>(value >> (8 * i));
}

std::size_t tiffValueOffset(const Bytes& tiff, std::uint32_t tag) {
    const std::size_t directory = little(tiff, 4, 4);
    const std::size_t entries = little(tiff, directory, 2);
    for (std::size_t i = 0; i < entries; ++i) {
        const std::size_t at = directory + 2 + 12 * i;
        if (little(tiff, at, 2) == tag) return at + 8;
    }
    throw std::runtime_error("no such tag");
}

}  // namespace leukolens::image::test
