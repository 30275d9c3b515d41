// One decoder each kind of file, for bytes that probe() has accepted. Each fails with DamagedImage, NotAnImage (transparent everywhere) or
// OutOfMemory, and applies no orientation. Transparent parts are put on black. Thread-safe.
#pragma once

#include "core/image/image.h"
#include "core/image/probe.h"

namespace leukolens::image {

Result<Image> decodeBmp(const Suspect& suspect, const Probed& probed);
Result<Image> decodeJpeg(const Suspect& suspect, const Probed& probed);
Result<Image> decodePng(const Suspect& suspect, const Probed& probed);
Result<Image> decodeTiff(const Suspect& suspect, const Probed& probed);

/// WebP, and the forms of BMP that are rare today.
Result<Image> decodeByOpenCv(const Suspect& suspect, const Probed& probed);

/// A picture of the stored size, all of it to be written.
Image blank(const Size& size);

/// Of 0…255: how much light of `value` is left on black.
constexpr std::uint8_t onBlack(std::uint32_t value, std::uint32_t alpha) { return static_cast<std::uint8_t>((value * alpha + 127) / 255); }

tl::unexpected<Error> transparentEverywhere(const Suspect& suspect);
tl::unexpected<Error> outOfMemory(const std::filesystem::path& file);

}  // namespace leukolens::image
