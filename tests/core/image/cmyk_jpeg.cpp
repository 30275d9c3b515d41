#include "tests/core/image/cmyk_jpeg.h"

#include <bit>
#include <cstdlib>

namespace leukolens::image::test {
namespace {

/// Packed bits with a zero byte after each 0xff, as in a scan (ITU T.81, F.1.2.3).
class ScanWriter {
public:
    explicit ScanWriter(Bytes& bytes) : m_bytes(bytes) {}

    void put(unsigned value, int bits) {
        for (int i = bits - 1; i >= 0; --i) {
            m_byte = m_byte << 1 | ((value >> i) & 1);
            if (++m_used == 8) flush();
        }
    }

    void finish() {
        while (m_used != 0) put(1, 1);
    }

private:
    void flush() {
        m_bytes.push_back(static_cast<std::uint8_t>(m_byte));
        if ((m_byte & 0xff) == 0xff) m_bytes.push_back(0);
        m_byte = 0;
        m_used = 0;
    }

    Bytes& m_bytes;
    unsigned m_byte = 0;
    int m_used = 0;
};

void segment(Bytes& bytes, std::uint8_t marker, const Bytes& content) {
    const std::size_t length = content.size() + 2;
    bytes.insert(bytes.end(), {0xff, marker, static_cast<std::uint8_t>(length >> 8), static_cast<std::uint8_t>(length)});
    bytes.insert(bytes.end(), content.begin(), content.end());
}

}  // namespace

Bytes flatCmykJpeg(const std::array<std::uint8_t, 4>& cmyk) {
    Bytes bytes{0xff, 0xd8};
    segment(bytes, 0xee, {'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0});
    Bytes quantisation(65, 1);
    quantisation[0] = 0;
    segment(bytes, 0xdb, quantisation);
    segment(bytes, 0xc0, {8, 0, 16, 0, 16, 4, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0, 4, 0x11, 0});
    // DC: twelve codes of four bits, code = category. AC: one code of one bit, end of block.
    segment(bytes, 0xc4, {0x00, 0, 0, 0, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11});
    segment(bytes, 0xc4, {0x10, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0});
    segment(bytes, 0xda, {4, 1, 0, 2, 0, 3, 0, 4, 0, 0, 63, 0});

    ScanWriter scan(bytes);
    for (int block = 0; block < 4; ++block) {
        for (const int value : cmyk) {
            const int difference = block == 0 ? (value - 128) * 8 : 0;
            const int category = std::bit_width(static_cast<unsigned>(std::abs(difference)));
            scan.put(static_cast<unsigned>(category), 4);
            scan.put(static_cast<unsigned>(difference < 0 ? difference + (1 << category) - 1 : difference), category);
            scan.put(0, 1);
        }
    }
    scan.finish();
    bytes.insert(bytes.end(), {0xff, 0xd9});
    return bytes;
}

}  // namespace leukolens::image::test
