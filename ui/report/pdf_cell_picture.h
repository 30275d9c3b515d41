// Private to this folder: the picture of one cell as it goes into a report.
#pragma once

#include <QImage>

#include "core/report/case_report.h"

namespace leukolens::ui::pdf {

enum class PictureState {
    Shown,
    Missing,     ///< no such file
    Changed,     ///< another content than the one that was classified
    Unreadable,  ///< may not be read, or no picture any more
};

struct CellPicture {
    PictureState state = PictureState::Missing;
    QImage image;  ///< where Shown: RGB, longer side at most maxSidePx
};

/// Reads the file now and compares its SHA-256 with the case's (where that has one).
CellPicture readCellPicture(const report::PictureFile& file, int maxSidePx);

}  // namespace leukolens::ui::pdf
