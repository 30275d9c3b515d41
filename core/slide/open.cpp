#include <algorithm>
#include <array>
#include <string_view>

#include "core/base/files.h"
#include "core/base/ordinary_file.h"
#include "core/slide/openslide_slide.h"
#include "core/slide/picture_slide.h"

namespace leukolens::slide {
namespace {

constexpr std::string_view kTiledTiff = "generic-tiff";  ///< OpenSlide's word

std::string lowerExtension(const std::filesystem::path& file) {
    std::string extension = file.extension().string();
    for (char& letter : extension)
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    return extension;
}

/// Slides in formats of several files are not even recognised without them.
std::optional<Error> missingCompanions(const std::filesystem::path& file) {
    const std::string extension = lowerExtension(file);
    const std::filesystem::path folder = file.parent_path() / file.stem();
    std::error_code ignored;
    if (extension == ".mrxs" && !std::filesystem::exists(folder / "Slidedat.ini", ignored)) {
        return Error{ErrorCode::DamagedImage, "the folder " + toUtf8(folder.filename()) + " with Slidedat.ini that belongs to this slide is missing", file,
                     "Copy the folder of that name together with the .mrxs file."};
    }
    if (extension == ".vms" || extension == ".vmu") {
        return Error{ErrorCode::DamagedImage, "is called like a slide of Hamamatsu, but cannot be read: it is damaged, or pictures that belong to it are missing", file,
                     "Copy all files of the slide's folder together."};
    }
    return std::nullopt;
}

bool isPictureOfOneLevel(const Slide& slide) { return slide.facts().format == kTiledTiff && slide.facts().levels.size() == 1; }

/// Whether core/image does not read the picture; a full disk, say, is no reason to show a slide without levels.
bool isOfThePicture(ErrorCode code) { return code == ErrorCode::NotAnImage || code == ErrorCode::DamagedImage || code == ErrorCode::TooLarge; }

}  // namespace

bool hasSlideExtension(const std::filesystem::path& file) {
    constexpr std::array<std::string_view, 10> kExtensions{".svs", ".tif", ".tiff", ".ndpi", ".mrxs", ".scn", ".vms", ".vmu", ".bif", ".svslide"};
    return std::find(kExtensions.begin(), kExtensions.end(), lowerExtension(file)) != kExtensions.end();
}

Result<SlidePtr> open(const std::filesystem::path& file, const OpenOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    if (const auto readable = OrdinaryFile::open(file); !readable) return fail(readable.error());
    const auto format = openSlideFormat(file);
    if (!format) {
        if (const auto missing = missingCompanions(file)) return fail(*missing);
        return openPicture(file, options, progress, cancel);
    }
    auto slide = openByOpenSlide(file);
    // Tiled, but with no coarser levels, or not to OpenSlide's taste: as a picture it gets some, unless it is stored in a way that only OpenSlide reads.
    if (slide ? isPictureOfOneLevel(**slide) : *format == kTiledTiff) {
        auto picture = openPicture(file, options, progress, cancel);
        if (picture || !isOfThePicture(picture.error().code)) return picture;
    }
    return slide;
}

}  // namespace leukolens::slide
