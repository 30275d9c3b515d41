// libjpeg is used directly because OpenCV accepts a picture whose data end early: the missing part is grey, and a warning is all.
#include <algorithm>

#include "core/image/decoders.h"
#include "core/image/jpeg_failure.h"

namespace leukolens::image {
namespace {

/// libjpeg's own state, where it reads, and what it said.
struct Session {
    explicit Session(ByteSource& bytes) : source(bytes) {}

    ByteSource& source;
    std::uint64_t at = 0;  ///< of what was not handed to libjpeg yet
    JpegFailure failure;
    jpeg_decompress_struct jpeg{};
    jpeg_source_mgr input{};
};

Session& sessionOf(j_decompress_ptr jpeg) { return *static_cast<Session*>(jpeg->client_data); }

/// Warnings after which pixels are wrong or missing. Others, such as bytes between segments, are harmless.
void heed(j_common_ptr common, int level) {
    if (level >= 0) return;
    switch (common->err->msg_code) {
        case JWRN_HIT_MARKER:
        case JWRN_HUFF_BAD_CODE:
        case JWRN_ARITH_BAD_CODE:
        case JWRN_JPEG_EOF:
        case JWRN_MUST_RESYNC:
        case JWRN_BOGUS_PROGRESSION: stopJpeg(common);
    }
}

void doNothing(j_decompress_ptr) {}

boolean giveMore(j_decompress_ptr jpeg) {
    Session& session = sessionOf(jpeg);
    // After a failure of the source zeros would follow, on which it would go on for long.
    if (session.at >= session.source.size() || session.source.problem()) {
        jpeg->err->msg_code = JWRN_JPEG_EOF;
        stopJpeg(reinterpret_cast<j_common_ptr>(jpeg));
    }
    const auto ready = session.source.ready(session.at);
    session.input.next_input_byte = ready.data();
    session.input.bytes_in_buffer = ready.size();
    session.at += ready.size();
    return TRUE;
}

void skip(j_decompress_ptr jpeg, long count) {
    if (count <= 0) return;
    Session& session = sessionOf(jpeg);
    const std::size_t here = std::min(static_cast<std::size_t>(count), session.input.bytes_in_buffer);
    session.input.next_input_byte += here;
    session.input.bytes_in_buffer -= here;
    session.at += static_cast<std::size_t>(count) - here;
}

// Nothing in the three that follow has a destructor: longjmp() leaves them. False: session.failure says why, if anything.

bool readHeader(Session& session) {
    jpeg_decompress_struct& jpeg = session.jpeg;
    jpeg.err = errorsOf(session.failure);
    jpeg.err->emit_message = heed;
    jpeg.client_data = &session;
    if (setjmp(session.failure.giveUp) != 0) return false;
    jpeg_create_decompress(&jpeg);
    session.input.init_source = doNothing;
    session.input.fill_input_buffer = giveMore;
    session.input.skip_input_data = skip;
    session.input.resync_to_restart = jpeg_resync_to_restart;
    session.input.term_source = doNothing;
    jpeg.src = &session.input;
    jpeg_read_header(&jpeg, TRUE);
    return true;
}

bool start(Session& session, bool ink) {
    if (setjmp(session.failure.giveUp) != 0) return false;
    session.jpeg.out_color_space = ink ? JCS_CMYK : JCS_RGB;
    jpeg_start_decompress(&session.jpeg);
    return true;
}

bool readRow(Session& session, std::uint8_t* row) {
    if (setjmp(session.failure.giveUp) != 0) return false;
    jpeg_read_scanlines(&session.jpeg, &row, 1);
    if (session.jpeg.output_scanline == session.jpeg.output_height) jpeg_finish_decompress(&session.jpeg);
    return true;
}

/// What has to be in memory before the first row is there; 0 where a row follows from the bytes of a few.
std::uint64_t coefficientBytes(jpeg_decompress_struct& jpeg) {
    if (!jpeg_has_multiple_scans(&jpeg)) return 0;
    std::uint64_t blocks = 0;
    for (int i = 0; i < jpeg.num_components; ++i) blocks += static_cast<std::uint64_t>(jpeg.comp_info[i].width_in_blocks) * jpeg.comp_info[i].height_in_blocks;
    return blocks * DCTSIZE2 * sizeof(JCOEF);
}

/// Adobe stores how much light each ink lets through: the black one dims the others.
void fromInk(const std::vector<std::uint8_t>& cmyk, std::uint8_t* rgb) {
    for (std::size_t i = 0; i + 3 < cmyk.size(); i += 4)
        for (std::size_t c = 0; c < 3; ++c) *rgb++ = onBlack(cmyk[i + c], cmyk[i + 3]);
}

class JpegRows final : public Rows {
public:
    JpegRows(const Suspect& suspect, const Probed& probed) : m_suspect(suspect), m_session(suspect.source), m_cmyk(probed.channels == 4 ? static_cast<std::size_t>(probed.size.width) * 4 : 0) {}
    ~JpegRows() override { jpeg_destroy_decompress(&m_session.jpeg); }

    Result<void> begin(const Size& size) {
        if (!readHeader(m_session)) return failed();
        constexpr std::uint64_t kCoefficientsAPixel = 3;
        if (coefficientBytes(m_session.jpeg) > static_cast<std::uint64_t>(m_suspect.limits.maxWholePixels) * kCoefficientsAPixel * sizeof(JCOEF) + kSpareBytes)
            return tooLargeAsAWhole(m_suspect, size, "a progressive JPEG", "Save it as an ordinary JPEG that is not progressive, or as PNG or TIFF.");
        const bool ink = !m_cmyk.empty();
        if (!start(m_session, ink)) return failed();
        const auto& jpeg = m_session.jpeg;
        if (jpeg.output_height != size.height || jpeg.output_width != size.width || jpeg.output_components != (ink ? 4 : 3)) return failed();
        return {};
    }

    Result<void> next(std::uint8_t* rgb) override {
        if (!readRow(m_session, m_cmyk.empty() ? rgb : m_cmyk.data())) return failed();
        if (!m_cmyk.empty()) fromInk(m_cmyk, rgb);
        return {};
    }

private:
    /// What blocks at the edges take beyond the picture, so that the limit of a small picture is not that of its blocks.
    static constexpr std::uint64_t kSpareBytes = 4 << 20;

    tl::unexpected<Error> failed() const {
        const JpegFailure& failure = m_session.failure;
        if (failure.outOfMemory) return outOfMemory(m_suspect.file);
        return damaged(m_suspect, "is damaged or truncated: " + std::string(failure.message[0] ? failure.message : "its parts contradict its size"));
    }

    const Suspect& m_suspect;
    Session m_session;
    std::vector<std::uint8_t> m_cmyk;
};

}  // namespace

Result<RowsPtr> jpegRows(const Suspect& suspect, const Probed& probed) {
    auto rows = std::make_unique<JpegRows>(suspect, probed);
    if (const auto begun = rows->begin(probed.size); !begun) return fail(begun.error());
    return rows;
}

}  // namespace leukolens::image
