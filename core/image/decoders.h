// One decoder each kind of file, for bytes that probe() has accepted.
#pragma once

#include <memory>

#include "core/image/image.h"
#include "core/image/probe.h"

namespace leukolens::image {

/// A picture that is being unpacked, from top to bottom as stored: no orientation is applied. Transparent parts are put on black. Not thread-safe.
class Rows {
public:
    Rows() = default;
    virtual ~Rows() = default;
    Rows(const Rows&) = delete;
    Rows& operator=(const Rows&) = delete;

    /// The next row: width × 3 bytes R, G, B. Asked as often as the picture is high, and no more after a failure. Fails with DamagedImage, NotAnImage (transparent everywhere,
    /// known with the last row) or OutOfMemory. Whether the source failed, which is the cause then, is the caller's to look.
    virtual Result<void> next(std::uint8_t* rgb) = 0;
};

using RowsPtr = std::unique_ptr<Rows>;

// `suspect` must outlive the rows. Besides what next() fails with: TooLarge where the picture would have to be unpacked as a whole and is over limits.maxWholePixels.
Result<RowsPtr> bmpRows(const Suspect& suspect, const Probed& probed);
Result<RowsPtr> jpegRows(const Suspect& suspect, const Probed& probed);
Result<RowsPtr> pngRows(const Suspect& suspect, const Probed& probed);
Result<RowsPtr> tiffRows(const Suspect& suspect, const Probed& probed);
Result<RowsPtr> webpRows(const Suspect& suspect, const Probed& probed);

/// A picture of the stored size, all of it to be written.
Image blank(const Size& size);

/// Of 0…255: how much light of `value` is left on black.
constexpr std::uint8_t onBlack(std::uint32_t value, std::uint32_t alpha) { return static_cast<std::uint8_t>((value * alpha + 127) / 255); }

/// RGBA to RGB. True: something of it can be seen.
bool putOnBlack(const std::uint8_t* rgba, int width, std::uint8_t* rgb);

tl::unexpected<Error> transparentEverywhere(const Suspect& suspect);
tl::unexpected<Error> outOfMemory(const std::filesystem::path& file);
/// `kind`: as in "is an interlaced PNG".
tl::unexpected<Error> tooLargeAsAWhole(const Suspect& suspect, const Size& size, const std::string& kind, std::string advice);

}  // namespace leukolens::image
