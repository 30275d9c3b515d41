// The picture on a card of a list.
#pragma once

#include <QRect>
#include <QString>

class QPainter;

namespace leukolens::ui {

class ThumbnailLoader;

/// Whole, centred in the box on black, corners rounded; asked of the loader where it is not there yet. faint: of a cell that does not count.
void paintCardPicture(QPainter& painter, const QRect& box, const QString& path, ThumbnailLoader& thumbnails, bool faint = false);

}  // namespace leukolens::ui
