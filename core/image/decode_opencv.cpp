#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

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

/// False: nothing can be seen.
bool putOnBlack(const cv::Mat& bgra, Image& image) {
    bool any = false;
    std::uint8_t* out = image.rgb.data();
    for (int y = 0; y < bgra.rows; ++y) {
        const std::uint8_t* in = bgra.ptr<std::uint8_t>(y);
        for (int x = 0; x < bgra.cols; ++x, in += 4) {
            any = any || in[3] != 0;
            for (const int channel : {2, 1, 0}) *out++ = onBlack(in[channel], in[3]);
        }
    }
    return any;
}

Result<Image> toImage(const cv::Mat& mat, const Suspect& suspect) {
    Image image = blank({mat.cols, mat.rows});
    cv::Mat rgb(image.height, image.width, CV_8UC3, image.rgb.data());
    switch (mat.type()) {
        case CV_8UC1: cv::cvtColor(mat, rgb, cv::COLOR_GRAY2RGB); return image;
        case CV_8UC3: cv::cvtColor(mat, rgb, cv::COLOR_BGR2RGB); return image;
        case CV_8UC4:
            if (!putOnBlack(mat, image)) return transparentEverywhere(suspect);
            return image;
        default: return notReadHere(suspect, "has pixels of a kind that is not read here");
    }
}

}  // namespace

std::string decodeRules() {
    constexpr int kRules = 1;  // raise it when probes, decoders or limits change
    return std::to_string(kRules) + " opencv " + cv::getVersionString();
}

Result<Image> decodeByOpenCv(const Suspect& suspect, const Probed& probed) {
    try {
        const cv::Mat mat = unpack(suspect.bytes);
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

}  // namespace leukolens::image
