#include <zlib.h>

#include "core/image/encode.h"
#include "core/image/encoders.h"
#include "core/image/png_failure.h"

namespace leukolens::image {
namespace {

struct Session {
    PngFailure failure;
    ByteSink sink;
};

void writeBytes(png_structp png, png_bytep bytes, std::size_t count) {
    auto* session = static_cast<Session*>(png_get_io_ptr(png));
    if (session->sink.append(bytes, count)) return;
    session->failure.outOfMemory = true;
    png_error(png, "out of memory");
}

void flushNothing(png_structp) {}

/// Differences to the left, and runs of the same: nearly as small as zlib's best for pictures of cells, in a fraction of the time.
bool writeAll(png_structp png, png_infop info, Session& session, const Image& image) {
    if (setjmp(session.failure.giveUp) != 0) return false;
    png_set_write_fn(png, &session, writeBytes, flushNothing);
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_SUB);
    png_set_compression_level(png, Z_BEST_SPEED);
    png_set_compression_strategy(png, Z_RLE);
    png_set_IHDR(png, info, static_cast<png_uint_32>(image.width), static_cast<png_uint_32>(image.height), 8, PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < image.height; ++y) png_write_row(png, image.rgb.data() + image.offset(0, y));
    png_write_end(png, nullptr);
    return true;
}

/// libpng's two structures, freed together.
class Writer {
public:
    explicit Writer(PngFailure& failure)
        : m_png(png_create_write_struct_2(PNG_LIBPNG_VER_STRING, &failure, stopPng, ignorePngWarning, &failure, takePngMemory, freePngMemory)), m_info(m_png ? png_create_info_struct(m_png) : nullptr) {}
    ~Writer() { png_destroy_write_struct(&m_png, &m_info); }
    Writer(const Writer&) = delete;
    Writer& operator=(const Writer&) = delete;
    png_structp png() const { return m_png; }
    png_infop info() const { return m_info; }

private:
    png_structp m_png;
    png_infop m_info;
};

}  // namespace

Result<Bytes> encodePng(const Image& image) {
    if (const auto sound = checkPixels(image); !sound) return fail(sound.error());
    Session session;
    const Writer writer(session.failure);
    if (!writer.info()) return notEncoded(true, {});
    if (!writeAll(writer.png(), writer.info(), session, image)) return notEncoded(session.failure.outOfMemory, session.failure.message);
    return session.sink.take();
}

}  // namespace leukolens::image
