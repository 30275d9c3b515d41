// Lists of pictures as cards: what all of them have in common.
#pragma once

#include <QRect>
#include <QString>

class QListView;
class QPainter;
class QStyleOptionViewItem;

namespace leukolens::ui {

class ThumbnailLoader;

/// Cards beside each other, many of which may be selected; scrolled by pixels, up and down alone.
void styleCards(QListView& view);

/// Ground and frame of a card of this size, in the middle of the item's place; returns where it is. The painter's hints are set.
QRect paintCard(QPainter& painter, const QStyleOptionViewItem& option, const QSize& size);

/// Whole, centred in the box on black, corners rounded; asked of the loader, in the size that it has been told, where it is not there yet.
void paintHeldPicture(QPainter& painter, const QRect& box, const QString& path, ThumbnailLoader& thumbnails, double opacity);
/// The same, in the size of the box. faint: of a cell that does not count.
void paintCardPicture(QPainter& painter, const QRect& box, const QString& path, ThumbnailLoader& thumbnails, bool faint = false);

}  // namespace leukolens::ui
