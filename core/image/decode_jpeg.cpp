// libjpeg is used directly because OpenCV accepts a picture whose data end early: the missing part is grey, and a warning is all.
#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

#include <jerror.h>

#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

/// libjpeg's own state, and what it said.
struct Session {
    jpeg_decompress_struct jpeg{};
    jpeg_error_mgr errors{};
    std::jmp_buf giveUp{};
    char message[JMSG_LENGTH_MAX]{};
    bool outOfMemory = false;
};

void stop(j_common_ptr common) {
    auto* session = static_cast<Session*>(common->client_data);
    session->outOfMemory = common->err->msg_code == JERR_OUT_OF_MEMORY;
    common->err->format_message(common, session->message);
    std::longjmp(session->giveUp, 1);
}

/// Warnings after which pixels are wrong or missing. Others, such as bytes between segments, are harmless.
void heed(j_common_ptr common, int level) {
    if (level >= 0) return;
    switch (common->err->msg_code) {
        case JWRN_HIT_MARKER:
        case JWRN_HUFF_BAD_CODE:
        case JWRN_ARITH_BAD_CODE:
        case JWRN_JPEG_EOF:
        case JWRN_MUST_RESYNC:
        case JWRN_BOGUS_PROGRESSION: stop(common);
    }
}

void staySilent(j_common_ptr) {}

/// Nothing here has a destructor: longjmp() leaves this function. False: session.message says why, if anything.
bool unpack(Session& session, const Suspect& suspect, bool ink, std::uint8_t* rows, std::size_t rowBytes, JDIMENSION height) {
    jpeg_decompress_struct& jpeg = session.jpeg;
    jpeg.err = jpeg_std_error(&session.errors);
    jpeg.client_data = &session;
    session.errors.error_exit = stop;
    session.errors.emit_message = heed;
    session.errors.output_message = staySilent;
    if (setjmp(session.giveUp) != 0) return false;
    jpeg_create_decompress(&jpeg);
    jpeg_mem_src(&jpeg, suspect.bytes.data(), static_cast<unsigned long>(suspect.bytes.size()));
    jpeg_read_header(&jpeg, TRUE);
    jpeg.out_color_space = ink ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&jpeg);
    if (jpeg.output_height != height || jpeg.output_width * static_cast<std::size_t>(jpeg.output_components) != rowBytes) return false;
    while (jpeg.output_scanline < height) {
        JSAMPROW row = rows + rowBytes * jpeg.output_scanline;
        jpeg_read_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_decompress(&jpeg);
    return true;
}

/// Adobe stores how much light each ink lets through: the black one dims the others.
Image fromInk(const std::vector<std::uint8_t>& cmyk, const Size& size) {
    Image image = blank(size);
    const std::uint8_t* in = cmyk.data();
    for (std::size_t i = 0; i < image.rgb.size(); i += 3, in += 4) {
        for (std::size_t c = 0; c < 3; ++c) image.rgb[i + c] = onBlack(in[c], in[3]);
    }
    return image;
}

}  // namespace

Result<Image> decodeJpeg(const Suspect& suspect, const Probed& probed) {
    const bool ink = probed.channels == 4;
    Image image;
    std::vector<std::uint8_t> cmyk;
    if (ink) {
        cmyk.resize(static_cast<std::size_t>(probed.size.width * probed.size.height) * 4);
    } else {
        image = blank(probed.size);
    }
    Session session;
    const std::size_t rowBytes = static_cast<std::size_t>(probed.size.width) * (ink ? 4 : 3);
    const bool done = unpack(session, suspect, ink, ink ? cmyk.data() : image.rgb.data(), rowBytes, static_cast<JDIMENSION>(probed.size.height));
    jpeg_destroy_decompress(&session.jpeg);
    if (session.outOfMemory) return outOfMemory(suspect.file);
    if (!done) return damaged(suspect, "is damaged or truncated: " + std::string(session.message[0] ? session.message : "its parts contradict its size"));
    return ink ? fromInk(cmyk, probed.size) : std::move(image);
}

}  // namespace leukolens::image
