// What reading and writing by libjpeg share: failures leave it by longjmp(), and it prints nothing.
#pragma once

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

namespace leukolens::image {

/// setjmp(giveUp) comes before every call of libjpeg that can fail, in a function without destructors: longjmp() leaves it.
struct JpegFailure {
    jpeg_error_mgr errors{};  ///< libjpeg knows this one: the first member
    std::jmp_buf giveUp{};
    char message[JMSG_LENGTH_MAX]{};
    bool outOfMemory = false;
};

inline void stopJpeg(j_common_ptr jpeg) {
    auto* failure = reinterpret_cast<JpegFailure*>(jpeg->err);
    failure->outOfMemory = jpeg->err->msg_code == JERR_OUT_OF_MEMORY;
    jpeg->err->format_message(jpeg, failure->message);
    std::longjmp(failure->giveUp, 1);
}

/// For libjpeg's `err`.
inline jpeg_error_mgr* errorsOf(JpegFailure& failure) {
    jpeg_error_mgr* errors = jpeg_std_error(&failure.errors);
    errors->error_exit = stopJpeg;
    errors->output_message = [](j_common_ptr) {};
    return errors;
}

}  // namespace leukolens::image
