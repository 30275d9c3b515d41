#include "core/image/encode.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <zlib.h>

#include <algorithm>

#include "core/image/opencv_setup.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

constexpr std::size_t kPngHeaderBytes = 8 + 25;  // signature, and the chunk IHDR
constexpr std::string_view kCommentStart{"tEXtComment\0", 12};  // type and keyword
constexpr std::size_t kTypeBytes = 4;

Result<Bytes> encode(const Image& image, const char* extension, const std::vector<int>& parameters = {}) {
    const bool hasArea = image.width > 0 && image.height > 0;
    const std::size_t expected = hasArea ? image.offset(0, image.height) : 0;
    if (!hasArea || image.rgb.size() != expected) {
        return fail(ErrorCode::InvalidArgument, "a picture of " + std::to_string(image.width) + " × " +
                                                    std::to_string(image.height) + " px needs " + std::to_string(expected) +
                                                    " bytes, it has " + std::to_string(image.rgb.size()));
    }
    prepareOpenCv();
    try {
        // OpenCV takes no const data; it is only read here.
        const cv::Mat rgb(image.height, image.width, CV_8UC3, const_cast<std::uint8_t*>(image.rgb.data()));
        cv::Mat bgr;
        cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
        Bytes bytes;
        if (cv::imencode(extension, bgr, bytes, parameters)) return bytes;
    } catch (const cv::Exception& exception) {
        if (exception.code == cv::Error::StsNoMem) {
            return fail(ErrorCode::OutOfMemory, "not enough memory to encode a picture", {}, "Close other programs.");
        }
        return fail(ErrorCode::WriteFailed, "the picture could not be encoded (" + exception.err + ")");
    }
    return fail(ErrorCode::WriteFailed, "the picture could not be encoded");
}

}  // namespace

Result<Bytes> encodePng(const Image& image) {
    return encode(image, ".png");
}

Result<Bytes> encodeBmp(const Image& image) {
    return encode(image, ".bmp");
}

Result<Bytes> encodeJpeg(const Image& image, int quality) {
    if (quality < 1 || quality > 100) return fail(ErrorCode::InvalidArgument, "the quality of a JPEG is a number from 1 to 100, not " + std::to_string(quality));
    return encode(image, ".jpg", {cv::IMWRITE_JPEG_QUALITY, quality});
}

Bytes withPngComment(std::span<const std::uint8_t> png, std::string_view comment) {
    std::string body(kCommentStart);
    body += comment;
    Bytes chunk;
    const auto append32 = [&chunk](std::uint32_t number) {
        for (int shift = 24; shift >= 0; shift -= 8) chunk.push_back(static_cast<std::uint8_t>(number >> shift));
    };
    append32(static_cast<std::uint32_t>(body.size() - kTypeBytes));
    chunk.insert(chunk.end(), body.begin(), body.end());
    append32(static_cast<std::uint32_t>(crc32(0, reinterpret_cast<const Bytef*>(body.data()), static_cast<uInt>(body.size()))));
    Bytes whole(png.begin(), png.end());
    whole.insert(whole.begin() + static_cast<std::ptrdiff_t>(kPngHeaderBytes), chunk.begin(), chunk.end());
    return whole;
}

std::string pngComment(std::span<const std::uint8_t> file) {
    const ByteView view(file, true);
    constexpr std::size_t kLengthBytes = 4;
    if (!view.holds(kPngHeaderBytes, kLengthBytes)) return {};
    const std::uint64_t bodyBytes = kTypeBytes + view.u32(kPngHeaderBytes);
    if (!view.holds(kPngHeaderBytes + kLengthBytes, bodyBytes)) return {};
    const auto body = view.part(kPngHeaderBytes + kLengthBytes, bodyBytes);
    if (body.size() < kCommentStart.size() || !std::equal(kCommentStart.begin(), kCommentStart.end(), body.begin())) return {};
    return {body.begin() + static_cast<std::ptrdiff_t>(kCommentStart.size()), body.end()};
}

}  // namespace leukolens::image
