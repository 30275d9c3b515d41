#include <array>

#include "core/image/encode.h"
#include "core/image/encoders.h"
#include "core/image/jpeg_failure.h"

namespace leukolens::image {
namespace {

/// libjpeg's own state, and where its bytes go.
struct Session {
    JpegFailure failure;
    jpeg_compress_struct jpeg{};
    jpeg_destination_mgr output{};
    std::array<JOCTET, 16 << 10> buffer{};
    ByteSink sink;
};

Session& sessionOf(j_compress_ptr jpeg) { return *static_cast<Session*>(jpeg->client_data); }

void beginBuffer(j_compress_ptr jpeg) {
    Session& session = sessionOf(jpeg);
    session.output.next_output_byte = session.buffer.data();
    session.output.free_in_buffer = session.buffer.size();
}

void keep(j_compress_ptr jpeg, std::size_t count) {
    Session& session = sessionOf(jpeg);
    if (session.sink.append(session.buffer.data(), count)) return;
    jpeg->err->msg_code = JERR_OUT_OF_MEMORY;
    stopJpeg(reinterpret_cast<j_common_ptr>(jpeg));
}

boolean emptyBuffer(j_compress_ptr jpeg) {
    keep(jpeg, sessionOf(jpeg).buffer.size());
    beginBuffer(jpeg);
    return TRUE;
}

void endBuffer(j_compress_ptr jpeg) { keep(jpeg, sessionOf(jpeg).buffer.size() - sessionOf(jpeg).output.free_in_buffer); }

bool writeAll(Session& session, const Image& image, int quality) {
    jpeg_compress_struct& jpeg = session.jpeg;
    jpeg.err = errorsOf(session.failure);
    if (setjmp(session.failure.giveUp) != 0) return false;
    jpeg_create_compress(&jpeg);
    jpeg.client_data = &session;
    session.output.init_destination = beginBuffer;
    session.output.empty_output_buffer = emptyBuffer;
    session.output.term_destination = endBuffer;
    jpeg.dest = &session.output;
    jpeg.image_width = static_cast<JDIMENSION>(image.width);
    jpeg.image_height = static_cast<JDIMENSION>(image.height);
    jpeg.input_components = 3;
    jpeg.in_color_space = JCS_RGB;
    jpeg_set_defaults(&jpeg);
    jpeg_set_quality(&jpeg, quality, TRUE);
    jpeg_start_compress(&jpeg, TRUE);
    for (int y = 0; y < image.height; ++y) {
        // libjpeg takes no const data; it is only read here.
        JSAMPROW row = const_cast<JSAMPROW>(image.rgb.data() + image.offset(0, y));
        jpeg_write_scanlines(&jpeg, &row, 1);
    }
    jpeg_finish_compress(&jpeg);
    return true;
}

}  // namespace

Result<Bytes> encodeJpeg(const Image& image, int quality) {
    if (quality < 1 || quality > 100) return fail(ErrorCode::InvalidArgument, "the quality of a JPEG is a number from 1 to 100, not " + std::to_string(quality));
    if (const auto sound = checkPixels(image); !sound) return fail(sound.error());
    Session session;
    const bool written = writeAll(session, image, quality);
    jpeg_destroy_compress(&session.jpeg);
    if (!written) return notEncoded(session.failure.outOfMemory, session.failure.message);
    return session.sink.take();
}

}  // namespace leukolens::image
