#include "core/image/opencv_setup.h"

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

namespace leukolens::image {
namespace {

int ignoreError(int, const char*, const char*, const char*, int, void*) {
    return 0;
}

}  // namespace

void prepareOpenCv() {
    static const bool done = [] {
        cv::setNumThreads(1);
        cv::redirectError(ignoreError);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        return true;
    }();
    static_cast<void>(done);
}

}  // namespace leukolens::image
