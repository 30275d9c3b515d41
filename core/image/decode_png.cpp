// libpng is used directly because it then says nothing on standard error, does not test checksums a second time, and writes RGB where it is wanted.
#include <csetjmp>
#include <cstring>

#include <png.h>

#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

struct Session {
    std::span<const std::uint8_t> left;
    std::jmp_buf giveUp{};
    char message[200]{};
};

void stop(png_structp png, png_const_charp message) {
    auto* session = static_cast<Session*>(png_get_error_ptr(png));
    std::strncpy(session->message, message, sizeof session->message - 1);
    std::longjmp(session->giveUp, 1);
}

void staySilent(png_structp, png_const_charp) {}

void readBytes(png_structp png, png_bytep out, std::size_t count) {
    auto* session = static_cast<Session*>(png_get_io_ptr(png));
    if (count > session->left.size()) png_error(png, "the file ends early");
    std::memcpy(out, session->left.data(), count);
    session->left = session->left.subspan(count);
}

/// Any colours to RGB or RGBA of 8 bits. Transparent colours become alpha before 16 bits are rounded to 8, when others may become the same.
void askForColour(png_structp png) {
    png_set_expand(png);
    png_set_scale_16(png);
    png_set_gray_to_rgb(png);
    png_set_interlace_handling(png);
}

/// Reads up to the pixels; gives the channels of a row, 0 if it failed. Nothing here has a destructor: longjmp() leaves this function.
std::size_t begin(png_structp png, png_infop info, Session& session, std::uint64_t maxBytes) {
    if (setjmp(session.giveUp) != 0) return 0;
    png_set_read_fn(png, &session, readBytes);
    png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    png_set_chunk_malloc_max(png, maxBytes);
    png_read_info(png, info);
    askForColour(png);
    png_read_update_info(png, info);
    return png_get_channels(png, info);
}

bool readRows(png_structp png, Session& session, png_bytepp rows) {
    if (setjmp(session.giveUp) != 0) return false;
    png_read_image(png, rows);
    return true;
}

/// False: nothing can be seen.
bool putOnBlack(const std::vector<std::uint8_t>& rgba, Image& image) {
    bool any = false;
    const std::uint8_t* in = rgba.data();
    for (std::size_t i = 0; i < image.rgb.size(); i += 3, in += 4) {
        any = any || in[3] != 0;
        for (std::size_t c = 0; c < 3; ++c) image.rgb[i + c] = onBlack(in[c], in[3]);
    }
    return any;
}

/// libpng's two structures, freed together.
class Reader {
public:
    explicit Reader(Session& session)
        : m_png(png_create_read_struct(PNG_LIBPNG_VER_STRING, &session, stop, staySilent)), m_info(m_png ? png_create_info_struct(m_png) : nullptr) {}
    ~Reader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    png_structp png() const { return m_png; }
    png_infop info() const { return m_info; }

private:
    png_structp m_png;
    png_infop m_info;
};

}  // namespace

Result<Image> decodePng(const Suspect& suspect, const Probed& probed) {
    constexpr std::uint64_t kMaxChunkBytes = 8 << 20;
    Session session{suspect.bytes};
    const Reader reader(session);
    if (!reader.info()) return outOfMemory(suspect.file);
    const std::size_t channels = begin(reader.png(), reader.info(), session, kMaxChunkBytes);
    const auto failed = [&] {
        return damaged(suspect, "is damaged or truncated: " + std::string(session.message[0] ? session.message : "its pixels cannot be unpacked"));
    };
    if (channels != 3 && channels != 4) return failed();

    Image image = blank(probed.size);
    std::vector<std::uint8_t> rgba(channels == 4 ? image.rgb.size() / 3 * 4 : 0);
    std::vector<png_bytep> rows(static_cast<std::size_t>(image.height));
    std::uint8_t* first = channels == 4 ? rgba.data() : image.rgb.data();
    for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = first + y * static_cast<std::size_t>(image.width) * channels;
    if (!readRows(reader.png(), session, rows.data())) return failed();
    if (channels == 4 && !putOnBlack(rgba, image)) return transparentEverywhere(suspect);
    return image;
}

}  // namespace leukolens::image
