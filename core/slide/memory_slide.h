// A picture in memory as a slide: its coarser levels are made when it is given.
#pragma once

#include "core/slide/slide.h"

namespace leukolens::slide {

class MemorySlide final : public Slide {
public:
    /// picture: at least 1 × 1 px. Of the facts given, levels are filled in: each half as wide and high as the one before, down to 512 px of the longer side.
    MemorySlide(const image::Image& picture, Facts facts);

    const Facts& facts() const override { return m_facts; }
    Result<Pixels> read(const Region& region) const override;
    Result<image::Image> associated(const std::string& name) const override;  ///< there are none

private:
    Facts m_facts;
    std::vector<Pixels> m_levels;
};

/// What every slide refuses of a region.
Result<void> checkRegion(const Facts& facts, const Region& region);
tl::unexpected<Error> noSuchPicture(const Facts& facts, const std::string& name);

/// The picture's pixels, opaque.
Pixels toPixels(const image::Image& picture);

/// What the region shows of those pixels, white beside them; a region that checkRegion() accepts.
Pixels partOf(const Pixels& level, const Region& region);

/// Half as wide and high, rounded up: means of 2 × 2 px. At the edge of an odd size the pixels that are there.
Pixels halved(const Pixels& pixels);

}  // namespace leukolens::slide
