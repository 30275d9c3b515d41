#include "core/image/opencv_setup.h"

#include <iostream>
#include <streambuf>

#include <opencv2/core.hpp>
#include <opencv2/core/utils/logger.hpp>

namespace leukolens::image {
namespace {

thread_local bool t_quiet = false;

int ignoreError(int, const char*, const char*, const char*, int, void*) {
    return 0;
}

/// Passes everything on, except from threads that are quiet.
class FilteringBuffer final : public std::streambuf {
public:
    explicit FilteringBuffer(std::streambuf* target) : m_target(target) {}

protected:
    int_type overflow(int_type letter) override {
        if (t_quiet || traits_type::eq_int_type(letter, traits_type::eof())) return traits_type::not_eof(letter);
        return m_target->sputc(traits_type::to_char_type(letter));
    }
    std::streamsize xsputn(const char* text, std::streamsize size) override {
        return t_quiet ? size : m_target->sputn(text, size);
    }
    int sync() override { return t_quiet ? 0 : m_target->pubsync(); }

private:
    std::streambuf* m_target;
};

}  // namespace

void prepareOpenCv() {
    static const bool done = [] {
        cv::setNumThreads(1);
        cv::redirectError(ignoreError);
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_SILENT);
        // Never deleted: std::cerr outlives every static object.
        std::cerr.rdbuf(new FilteringBuffer(std::cerr.rdbuf()));
        return true;
    }();
    static_cast<void>(done);
}

QuietOpenCv::QuietOpenCv() {
    t_quiet = true;
}

QuietOpenCv::~QuietOpenCv() {
    t_quiet = false;
}

}  // namespace leukolens::image
