// What a picture's bytes say about themselves, read by hand before any decoder is let loose on them: format, size, and
// whether the file is whole. Nothing here takes memory in proportion to what a header claims.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "core/base/result.h"
#include "core/image/byte_source.h"
#include "core/image/decode.h"

namespace leukolens::image {

/// Numbers out of untrusted bytes. Ask holds() first: reading outside throws std::out_of_range (a bug). Cheap to copy.
class ByteView {
public:
    ByteView(std::span<const std::uint8_t> bytes, bool bigEndian) : m_bytes(bytes), m_bigEndian(bigEndian) {}
    /// The source must outlive it. Nothing is held once the source has failed.
    ByteView(ByteSource& source, bool bigEndian);

    std::uint64_t size() const { return m_source ? m_source->size() : m_bytes.size(); }
    bool holds(std::uint64_t offset, std::uint64_t count) const { return offset <= size() && count <= size() - offset && !(m_source && m_source->problem()); }
    std::uint32_t u8(std::uint64_t offset) const { return number(offset, 1); }
    std::uint32_t u16(std::uint64_t offset) const { return number(offset, 2); }
    std::uint32_t u32(std::uint64_t offset) const { return number(offset, 4); }
    /// Of a file that is read in pieces: valid until the next question. For parts whose length is bounded; others go through ready().
    std::span<const std::uint8_t> part(std::uint64_t offset, std::uint64_t count) const;
    /// What lies ready from `offset` on: one byte at least. Valid until the next question.
    std::span<const std::uint8_t> ready(std::uint64_t offset) const;

private:
    std::uint32_t number(std::uint64_t offset, unsigned count) const;

    std::span<const std::uint8_t> m_bytes;
    ByteSource* m_source = nullptr;
    bool m_bigEndian;
};

struct Size {
    std::int64_t width = 0;   ///< px
    std::int64_t height = 0;  ///< px
};

enum class Format { Bmp, Png, Jpeg, Tiff, WebP };

/// What a decoder is told about a whole file.
struct Probed {
    Format format = Format::Bmp;
    Size size;            ///< as stored, before the orientation is applied
    int orientation = 1;  ///< EXIF's 1…8
    unsigned bits = 8;      ///< a channel; TIFF only
    unsigned channels = 3;  ///< JPEG and TIFF only
};

/// One untrusted file and what it is measured against.
struct Suspect {
    ByteSource& source;
    const std::filesystem::path& file;
    const DecodeLimits& limits;
};

/// Once the file has been found whole, within the limits, and of a kind that is read here. Fails as decodeFile() does.
Result<Probed> probe(const Suspect& suspect);

// One each format; the signature has been seen already.
Result<Probed> probeBmp(const Suspect& suspect);
Result<Probed> probePng(const Suspect& suspect);
Result<Probed> probeJpeg(const Suspect& suspect);
Result<Probed> probeTiff(const Suspect& suspect);
Result<Probed> probeWebp(const Suspect& suspect);

Result<void> checkSize(const Size& size, const Suspect& suspect);
tl::unexpected<Error> damaged(const Suspect& suspect, std::string what);
tl::unexpected<Error> notReadHere(const Suspect& suspect, std::string what, std::string advice = "Save it as 8-bit or 16-bit PNG, BMP, JPEG or TIFF.");

}  // namespace leukolens::image
