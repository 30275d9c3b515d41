#include "ui/widgets/card_picture.h"

#include <QCoreApplication>
#include <QPainter>
#include <QPainterPath>

#include "ui/shell/theme.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::ui {

void paintCardPicture(QPainter& painter, const QRect& box, const QString& path, ThumbnailLoader& thumbnails, bool faint) {
    thumbnails.setSidePx(static_cast<int>(box.width() * painter.device()->devicePixelRatioF()));
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
        painter.setOpacity(faint ? 0.35 : 1);
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
