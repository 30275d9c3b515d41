// Private to this folder: the laboratory's logo.
#pragma once

#include <QByteArray>
#include <QImage>
#include <QSizeF>

#include <filesystem>

#include "core/base/result.h"

namespace leukolens::ui::pdf {

/// One of the two is there.
struct LabLogo {
    QImage picture;  ///< of a PNG
    QByteArray svg;  ///< of a drawing, which stays lines on paper
    QSizeF size;     ///< for its aspect alone
};

/// By content, not by name. Refused in words: other formats, sides over 4,000 px, files over 4 MiB, drawings that fetch other files. Fails as readFile() does, with NotAnImage, DamagedImage or TooLarge. Thread-safe.
Result<LabLogo> readLabLogo(const std::filesystem::path& file);

}  // namespace leukolens::ui::pdf
