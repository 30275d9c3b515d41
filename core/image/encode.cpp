#include "core/image/encode.h"

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/image/opencv_setup.h"

namespace leukolens::image {
namespace {

Result<Bytes> encode(const Image& image, const char* extension) {
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
        if (cv::imencode(extension, bgr, bytes)) return bytes;
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

}  // namespace leukolens::image
