#include "core/stain/network_pixels.h"

#include "core/image/resize.h"

namespace leukolens::stain {

StainOutcome networkPixels(const image::Image& picture, const StainReference& reference, int sizePx, std::span<std::uint8_t> rgb) {
    if (reference.method() == StainMethod::None) {
        image::resizeInto(picture, sizePx, rgb);
        return StainOutcome::Applied;
    }
    // At full size: resizing mixes the cell's edge with the ground around it, and would count as stain what is neither.
    image::Image normalised = picture;
    const StainOutcome outcome = applyStain(normalised, reference);
    image::resizeInto(normalised, sizePx, rgb);
    return outcome;
}

}  // namespace leukolens::stain
