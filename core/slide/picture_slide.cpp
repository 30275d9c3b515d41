#include "core/slide/picture_slide.h"

#include "core/image/decode.h"
#include "core/slide/memory_slide.h"

namespace leukolens::slide {

Result<SlidePtr> openPicture(const std::filesystem::path& file, const OpenOptions&, ProgressSink&, const CancelToken&) {
    image::DecodeLimits limits;
    limits.minSidePx = 1;
    const auto picture = image::decodeFile(file, limits);
    if (!picture) return fail(picture.error());
    Facts facts;
    facts.file = file;
    facts.format = kPictureFormat;
    return std::make_shared<const MemorySlide>(*picture, std::move(facts));
}

}  // namespace leukolens::slide
