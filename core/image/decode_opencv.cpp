#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include <algorithm>
#include <climits>

#include "core/image/decoders.h"
#include "core/image/opencv_setup.h"

namespace leukolens::image {
namespace {

/// As stored, channels in the order blue, green, red, alpha. Empty if OpenCV cannot make sense of the bytes.
cv::Mat unpack(std::span<const std::uint8_t> bytes) {
    prepareOpenCv();
    const QuietOpenCv quiet;
    // OpenCV takes no const data; it is only read here.
    const cv::Mat input(1, static_cast<int>(bytes.size()), CV_8U, const_cast<std::uint8_t*>(bytes.data()));
    return cv::imdecode(input, cv::IMREAD_UNCHANGED);
}

Result<Image> toImage(const cv::Mat& mat, const Suspect& suspect) {
    Image image = blank({mat.cols, mat.rows});
    cv::Mat rgb(image.height, image.width, CV_8UC3, image.rgb.data());
    switch (mat.type()) {
        case CV_8UC1: cv::cvtColor(mat, rgb, cv::COLOR_GRAY2RGB); return image;
        case CV_8UC3: cv::cvtColor(mat, rgb, cv::COLOR_BGR2RGB); return image;
        case CV_8UC4: {
            cv::Mat rgba;
            cv::cvtColor(mat, rgba, cv::COLOR_BGRA2RGBA);
            bool any = false;
            for (int y = 0; y < rgba.rows; ++y) any = putOnBlack(rgba.ptr<std::uint8_t>(y), rgba.cols, image.rgb.data() + image.offset(0, y)) || any;
            if (!any) return transparentEverywhere(suspect);
            return image;
        }
        default: return notReadHere(suspect, "has pixels of a kind that is not read here");
    }
}

Result<Image> decodeWhole(const Suspect& suspect, const Probed& probed) {
    try {
        const cv::Mat mat = unpack(suspect.source.part(0, suspect.source.size()));
        if (mat.empty()) return damaged(suspect, "is damaged: its pixels cannot be unpacked");
        if (mat.cols != probed.size.width || mat.rows != probed.size.height) {
            return damaged(suspect, "should measure " + std::to_string(probed.size.width) + " × " + std::to_string(probed.size.height) +
                                        " px, but unpacks to " + std::to_string(mat.cols) + " × " + std::to_string(mat.rows));
        }
        return toImage(mat, suspect);
    } catch (const cv::Exception& exception) {
        if (exception.code != cv::Error::StsNoMem) return damaged(suspect, "is damaged: " + exception.err);
    }
    return outOfMemory(suspect.file);
}

class WholeRows final : public Rows {
public:
    explicit WholeRows(Image image) : m_image(std::move(image)) {}

    Result<void> next(std::uint8_t* rgb) override {
        std::copy_n(m_image.rgb.data() + m_image.offset(0, m_y++), static_cast<std::size_t>(m_image.width) * 3, rgb);
        return {};
    }

private:
    Image m_image;
    int m_y = 0;
};

}  // namespace

std::string decodeRules() {
    constexpr int kRules = 2;  // raise it when probes, decoders or limits change
    return std::to_string(kRules) + " opencv " + cv::getVersionString();
}

Result<RowsPtr> openCvRows(const Suspect& suspect, const Probed& probed, const std::string& kind) {
    constexpr std::uint64_t kMaxBytesAPixel = 4, kSpareBytes = 1 << 20;
    const auto limit = static_cast<std::uint64_t>(suspect.limits.maxWholePixels);
    if (static_cast<std::uint64_t>(probed.size.width * probed.size.height) > limit || suspect.source.size() > std::min<std::uint64_t>(limit * kMaxBytesAPixel + kSpareBytes, INT_MAX))
        return tooLargeAsAWhole(suspect, probed.size, kind, "Save it as PNG, as JPEG or as a BMP of 24 bits.");
    auto image = decodeWhole(suspect, probed);
    if (!image) return fail(image.error());
    return std::make_unique<WholeRows>(std::move(*image));
}

}  // namespace leukolens::image
