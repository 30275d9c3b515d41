// libpng is used directly because it then says nothing on standard error, does not test checksums a second time, and writes RGB where it is wanted.
#include "core/image/decoders.h"
#include "core/image/png_failure.h"

namespace leukolens::image {
namespace {

struct Session {
    ByteSource& source;
    std::uint64_t at = 0;
    PngFailure failure{};
};

void readBytes(png_structp png, png_bytep out, std::size_t count) {
    auto* session = static_cast<Session*>(png_get_io_ptr(png));
    if (count > session->source.size() - session->at) png_error(png, "the file ends early");
    session->source.copy(session->at, {out, count});
    session->at += count;
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
    if (setjmp(session.failure.giveUp) != 0) return 0;
    png_set_read_fn(png, &session, readBytes);
    png_set_crc_action(png, PNG_CRC_QUIET_USE, PNG_CRC_QUIET_USE);
    png_set_chunk_malloc_max(png, maxBytes);
    png_read_info(png, info);
    askForColour(png);
    png_read_update_info(png, info);
    return png_get_channels(png, info);
}

bool readRow(png_structp png, Session& session, png_bytep row) {
    if (setjmp(session.failure.giveUp) != 0) return false;
    png_read_row(png, row, nullptr);
    return true;
}

bool readAll(png_structp png, Session& session, png_bytepp rows) {
    if (setjmp(session.failure.giveUp) != 0) return false;
    png_read_image(png, rows);
    return true;
}

/// libpng's two structures, freed together.
class Reader {
public:
    explicit Reader(PngFailure& failure)
        : m_png(png_create_read_struct_2(PNG_LIBPNG_VER_STRING, &failure, stopPng, ignorePngWarning, &failure, takePngMemory, freePngMemory)), m_info(m_png ? png_create_info_struct(m_png) : nullptr) {}
    ~Reader() { png_destroy_read_struct(&m_png, &m_info, nullptr); }
    Reader(const Reader&) = delete;
    Reader& operator=(const Reader&) = delete;
    png_structp png() const { return m_png; }
    png_infop info() const { return m_info; }

private:
    png_structp m_png;
    png_infop m_info;
};

class PngRows final : public Rows {
public:
    PngRows(const Suspect& suspect, const Probed& probed) : m_suspect(suspect), m_size(probed.size), m_session{suspect.source}, m_reader(m_session.failure) {}

    Result<void> begin() {
        constexpr std::uint64_t kMaxChunkBytes = 8 << 20;
        if (!m_reader.info()) return outOfMemory(m_suspect.file);
        m_channels = leukolens::image::begin(m_reader.png(), m_reader.info(), m_session, kMaxChunkBytes);
        if (m_channels != 3 && m_channels != 4) return failed();
        m_row.resize(m_channels == 4 ? rowBytes() : 0);
        if (png_get_interlace_type(m_reader.png(), m_reader.info()) == PNG_INTERLACE_NONE) return {};
        if (m_size.width * m_size.height > m_suspect.limits.maxWholePixels)
            return tooLargeAsAWhole(m_suspect, m_size, "an interlaced PNG", "Save it without interlacing.");
        return unpackWhole();
    }

    Result<void> next(std::uint8_t* rgb) override {
        std::uint8_t* row = m_channels == 4 ? m_row.data() : rgb;
        if (m_whole.empty()) {
            if (!readRow(m_reader.png(), m_session, row)) return failed();
        } else {
            std::memcpy(row, m_whole.data() + static_cast<std::size_t>(m_y) * rowBytes(), rowBytes());
        }
        if (m_channels == 4 && putOnBlack(row, static_cast<int>(m_size.width), rgb)) m_seen = true;
        if (++m_y == m_size.height && m_channels == 4 && !m_seen) return transparentEverywhere(m_suspect);
        return {};
    }

private:
    std::size_t rowBytes() const { return static_cast<std::size_t>(m_size.width) * m_channels; }

    /// Interlaced: the last pass brings every second row.
    Result<void> unpackWhole() {
        m_whole.resize(rowBytes() * static_cast<std::size_t>(m_size.height));
        std::vector<png_bytep> rows(static_cast<std::size_t>(m_size.height));
        for (std::size_t y = 0; y < rows.size(); ++y) rows[y] = m_whole.data() + y * rowBytes();
        return readAll(m_reader.png(), m_session, rows.data()) ? Result<void>() : failed();
    }

    tl::unexpected<Error> failed() const {
        const PngFailure& failure = m_session.failure;
        if (failure.outOfMemory) return outOfMemory(m_suspect.file);
        return damaged(m_suspect, "is damaged or truncated: " + std::string(failure.message[0] ? failure.message : "its pixels cannot be unpacked"));
    }

    const Suspect& m_suspect;
    Size m_size;
    Session m_session;
    Reader m_reader;
    std::size_t m_channels = 0;
    std::vector<std::uint8_t> m_row;    ///< RGBA
    std::vector<std::uint8_t> m_whole;  ///< interlaced pictures only
    std::int64_t m_y = 0;
    bool m_seen = false;
};

}  // namespace

Result<RowsPtr> pngRows(const Suspect& suspect, const Probed& probed) {
    auto rows = std::make_unique<PngRows>(suspect, probed);
    if (const auto begun = rows->begin(); !begun) return fail(begun.error());
    return rows;
}

}  // namespace leukolens::image
