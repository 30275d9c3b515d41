#include "ui/widgets/cards.h"

#include <QCoreApplication>
#include <QListView>
#include <QPainter>
#include <QPainterPath>
#include <QStyleOptionViewItem>

#include "ui/shell/theme.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::ui {

void styleCards(QListView& view) {
    view.setViewMode(QListView::IconMode);
    view.setMovement(QListView::Static);
    view.setResizeMode(QListView::Adjust);
    view.setUniformItemSizes(true);
    view.setSelectionMode(QAbstractItemView::ExtendedSelection);
    view.setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    view.setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    view.setEditTriggers(QAbstractItemView::NoEditTriggers);
    view.setFrameShape(QFrame::NoFrame);
    view.viewport()->setAttribute(Qt::WA_Hover);
}

QRect paintCard(QPainter& painter, const QStyleOptionViewItem& option, const QSize& size) {
    const bool selected = option.state.testFlag(QStyle::State_Selected), hovered = option.state.testFlag(QStyle::State_MouseOver);
    painter.setRenderHints(QPainter::Antialiasing | QPainter::SmoothPixmapTransform);
    QRect card(QPoint(0, 0), size);
    card.moveCenter(option.rect.center());
    painter.setPen(QPen(selected ? Theme::accent() : hovered ? Theme::mutedText() : Theme::border(), selected ? 2 : 1));
    painter.setBrush(selected ? Theme::selection() : Theme::surface());
    painter.drawRoundedRect(QRectF(card).adjusted(1, 1, -1, -1), Theme::kRadiusPx, Theme::kRadiusPx);
    return card;
}

void paintCardPicture(QPainter& painter, const QRect& box, const QString& path, ThumbnailLoader& thumbnails, bool faint) {
    thumbnails.setSidePx(static_cast<int>(box.width() * painter.device()->devicePixelRatioF()));
    paintHeldPicture(painter, box, path, thumbnails, faint ? 0.35 : 1);
}

void paintHeldPicture(QPainter& painter, const QRect& box, const QString& path, ThumbnailLoader& thumbnails, double opacity) {
    QPainterPath frame;
    frame.addRoundedRect(box, Theme::kRadiusPx - 3, Theme::kRadiusPx - 3);
    QPixmap pixmap;
    const auto state = thumbnails.find(path, pixmap);
    painter.save();
    painter.setClipPath(frame);
    if (state == ThumbnailLoader::State::Ready) {
        painter.fillRect(box, Qt::black);
        QRectF target(QPointF(0, 0), QSizeF(pixmap.size()).scaled(box.size(), Qt::KeepAspectRatio));
        target.moveCenter(QRectF(box).center());
        painter.setOpacity(opacity);
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()));
    } else {
        painter.fillRect(box, Theme::window());
        if (state == ThumbnailLoader::State::Unreadable) {
            painter.setPen(Theme::mutedText());
            painter.setFont(Theme::font(0.85));
            painter.drawText(box.adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, QCoreApplication::translate("CardPicture", "Picture not found"));
        }
    }
    painter.restore();
}

}  // namespace leukolens::ui
