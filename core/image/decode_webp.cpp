#include <algorithm>
#include <stdexcept>

#include <webp/decode.h>

#include "core/image/decoders.h"

namespace leukolens::image {
namespace {

class WebpRows final : public Rows {
public:
    WebpRows(const Suspect& suspect, const Size& size) : m_suspect(suspect), m_size(size) {}

    Result<void> unpack() {
        WebPDecoderConfig config;
        if (WebPInitDecoderConfig(&config) == 0) throw std::logic_error("libwebp is another one than its header says");
        const auto bytes = m_suspect.source.part(0, m_suspect.source.size());
        if (const auto status = WebPGetFeatures(bytes.data(), bytes.size(), &config.input); status != VP8_STATUS_OK) return failed(status);
        if (config.input.width != m_size.width || config.input.height != m_size.height) {
            return damaged(m_suspect, "should measure " + std::to_string(m_size.width) + " × " + std::to_string(m_size.height) + " px, but unpacks to " + std::to_string(config.input.width) + " × " +
                                          std::to_string(config.input.height));
        }
        m_channels = config.input.has_alpha != 0 ? 4 : 3;
        m_pixels.resize(rowBytes() * static_cast<std::size_t>(m_size.height));
        config.output.colorspace = m_channels == 4 ? MODE_RGBA : MODE_RGB;
        config.output.is_external_memory = 1;
        config.output.u.RGBA = {m_pixels.data(), static_cast<int>(rowBytes()), m_pixels.size()};
        if (const auto status = WebPDecode(bytes.data(), bytes.size(), &config); status != VP8_STATUS_OK) return failed(status);
        return {};
    }

    Result<void> next(std::uint8_t* rgb) override {
        const std::uint8_t* row = m_pixels.data() + static_cast<std::size_t>(m_y++) * rowBytes();
        if (m_channels == 3) {
            std::copy_n(row, rowBytes(), rgb);
            return {};
        }
        if (putOnBlack(row, static_cast<int>(m_size.width), rgb)) m_seen = true;
        if (m_y == m_size.height && !m_seen) return transparentEverywhere(m_suspect);
        return {};
    }

private:
    std::size_t rowBytes() const { return static_cast<std::size_t>(m_size.width) * m_channels; }

    tl::unexpected<Error> failed(VP8StatusCode status) const {
        if (status == VP8_STATUS_OUT_OF_MEMORY) return outOfMemory(m_suspect.file);
        return damaged(m_suspect, "is damaged: its pixels cannot be unpacked");
    }

    const Suspect& m_suspect;
    Size m_size;
    std::size_t m_channels = 3;
    std::vector<std::uint8_t> m_pixels;  ///< all of them, RGB or RGBA
    std::int64_t m_y = 0;
    bool m_seen = false;
};

}  // namespace

Result<RowsPtr> webpRows(const Suspect& suspect, const Probed& probed) {
    constexpr std::uint64_t kMaxBytesAPixel = 4, kSpareBytes = 1 << 20;
    const std::int64_t limit = suspect.limits.maxWholePixels;
    if (probed.size.width * probed.size.height > limit || suspect.source.size() > static_cast<std::uint64_t>(limit) * kMaxBytesAPixel + kSpareBytes)
        return tooLargeAsAWhole(suspect, probed.size, "a WebP", "Save it as PNG, as JPEG or as a BMP of 24 bits.");
    auto rows = std::make_unique<WebpRows>(suspect, probed.size);
    if (const auto unpacked = rows->unpack(); !unpacked) return fail(unpacked.error());
    return rows;
}

}  // namespace leukolens::image
