// Ordinary pictures as slides.
#pragma once

#include "core/slide/slide.h"

namespace leukolens::slide {

/// A picture of a format that core/image reads: in memory if it is small, else with its levels in options.cacheFolder, in files that only this person may read. Coarser levels are means of 2 × 2 px of the
/// one before. Fails as slide::open() does.
Result<SlidePtr> openPicture(const std::filesystem::path& file, const OpenOptions& options, ProgressSink& progress, const CancelToken& cancel);

}  // namespace leukolens::slide
