// Slides that OpenSlide reads.
#pragma once

#include "core/slide/slide.h"

namespace leukolens::slide {

/// OpenSlide's word for the file's format; nothing where it knows none, which says nothing about whether the file is a picture. Quick: it looks at the beginning.
std::optional<std::string> openSlideFormat(const std::filesystem::path& file);

/// A file that openSlideFormat() knows. Fails with DamagedImage, TooLarge.
Result<SlidePtr> openByOpenSlide(const std::filesystem::path& file);

/// What fails when a slide of that format is broken.
Error brokenSlide(const std::filesystem::path& file, const std::string& format, const std::string& reason);

}  // namespace leukolens::slide
