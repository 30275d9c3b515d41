#include "ui/report/pdf_cell_picture.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"

namespace leukolens::ui::pdf {

CellPicture readCellPicture(const report::PictureFile& file, int maxSidePx) {
    const auto bytes = readFile(file.path, image::DecodeLimits{}.maxFileBytes);
    if (!bytes) return {bytes.error().code == ErrorCode::NotFound ? PictureState::Missing : PictureState::Unreadable, {}};
    if (!file.sha256.empty() && digest::sha256(*bytes) != file.sha256) return {PictureState::Changed, {}};
    const auto decoded = image::decodeBytes(*bytes, file.path);
    if (!decoded) return {PictureState::Unreadable, {}};
    const QImage whole(decoded->rgb.data(), decoded->width, decoded->height, qsizetype{decoded->width} * 3,
                       QImage::Format_RGB888);
    if (std::max(whole.width(), whole.height()) <= maxSidePx) return {PictureState::Shown, whole.copy()};
    return {PictureState::Shown, whole.scaled(maxSidePx, maxSidePx, Qt::KeepAspectRatio, Qt::SmoothTransformation)};
}

}  // namespace leukolens::ui::pdf
