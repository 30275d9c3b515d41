// Ordinary pictures as slides.
#pragma once

#include "core/slide/slide.h"

namespace leukolens::slide {

/// A picture of a format that core/image reads. Fails as slide::open() does.
Result<SlidePtr> openPicture(const std::filesystem::path& file, const OpenOptions& options, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::slide
