#include "core/image/decode.h"

#include <algorithm>
#include <array>
#include <climits>
#include <cstring>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/opencv_setup.h"
#include "core/image/probe.h"

namespace leukolens::image {
namespace {

/// Empty if OpenCV cannot make sense of the bytes.
cv::Mat decodeToBgr(std::span<const std::uint8_t> bytes) {
    prepareOpenCv();
    const QuietOpenCv quiet;
    // OpenCV takes no const data; it is only read here.
    const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8U, const_cast<std::uint8_t*>(bytes.data()));
    return cv::imdecode(input, cv::IMREAD_COLOR | cv::IMREAD_ANYDEPTH);
}

/// 16-bit values are rounded to the nearest of 0…255.
Result<Image> toImage(cv::Mat bgr, const Suspect& suspect) {
    if (bgr.type() == CV_16UC3) {
        cv::Mat scaled;
        bgr.convertTo(scaled, CV_8U, 1.0 / 257.0);
        bgr = std::move(scaled);
    }
    if (bgr.type() != CV_8UC3) return notReadHere(suspect, "has pixels of a kind that is not read here");
    Image image;
    image.width = bgr.cols;
    image.height = bgr.rows;
    image.rgb.resize(image.offset(0, image.height));
    cv::Mat rgb(image.height, image.width, CV_8UC3, image.rgb.data());
    cv::cvtColor(bgr, rgb, cv::COLOR_BGR2RGB);
    return image;
}

/// JPEG's orientation may have turned the picture by a quarter.
bool sameSize(const cv::Mat& mat, const Size& size) {
    return (mat.cols == size.width && mat.rows == size.height) || (mat.cols == size.height && mat.rows == size.width);
}

}  // namespace

Result<Image> decodeBytes(std::span<const std::uint8_t> bytes, const std::filesystem::path& file,
                          const DecodeLimits& limits) {
    const std::uint64_t maxBytes = std::min<std::uint64_t>(limits.maxFileBytes, INT_MAX);
    if (bytes.size() > maxBytes) {
        return fail(ErrorCode::TooLarge,
                    "has " + std::to_string(bytes.size()) + " bytes, more than the limit of " + std::to_string(maxBytes),
                    file, "Choose a smaller file.");
    }
    const Suspect suspect{bytes, file, limits};
    const auto size = probe(suspect);
    if (!size) return fail(size.error());
    try {
        const cv::Mat bgr = decodeToBgr(bytes);
        if (bgr.empty()) return damaged(suspect, "is damaged: its pixels cannot be unpacked");
        if (!sameSize(bgr, *size)) {
            return damaged(suspect, "should measure " + std::to_string(size->width) + " × " + std::to_string(size->height) +
                                        " px, but unpacks to " + std::to_string(bgr.cols) + " × " +
                                        std::to_string(bgr.rows));
        }
        return toImage(bgr, suspect);
    } catch (const cv::Exception& exception) {
        if (exception.code != cv::Error::StsNoMem) return damaged(suspect, "is damaged: " + exception.err);
    } catch (const std::bad_alloc&) {
        // Reported below, as OpenCV's own lack of memory is.
    }
    return fail(ErrorCode::OutOfMemory, "needs more memory than there is", file, "Close other programs, then try again.");
}

Result<Image> decodeFile(const std::filesystem::path& file, const DecodeLimits& limits) {
    const auto bytes = readFile(file, limits.maxFileBytes);
    if (!bytes) return fail(bytes.error());
    return decodeBytes(*bytes, file, limits);
}

bool hasImageExtension(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 6> kExtensions{".bmp", ".png", ".jpg", ".jpeg", ".tif", ".tiff"};
    std::string extension = file.extension().string();
    for (char& letter : extension) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

}  // namespace leukolens::image
