#include "ui/classify/cell_delegate.h"

#include <QApplication>
#include <QListView>
#include <QPainter>
#include <QPainterPath>

#include <algorithm>
#include <cmath>

#include "ui/classify/cell_model.h"
#include "ui/shell/class_words.h"
#include "ui/widgets/thumbnail_loader.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

namespace {

constexpr int kPaddingPx = 5;  // card edge to picture
constexpr int kBarHeightPx = 4;
constexpr int kBadgePx = 20;

QFont captionFont() {
    QFont font = QApplication::font();
    font.setPointSizeF(std::max(7.0, font.pointSizeF() * 0.85));
    return font;
}

int captionHeightPx() {
    return QFontMetrics(captionFont()).height() + kBarHeightPx + 7;
}

/// A round mark with white strokes on it, readable on any picture.
void paintMark(QPainter& painter, const QPointF& centre, const QColor& fill, const QPolygonF& stroke) {
    painter.setPen(QPen(Theme::surface(), 1.5));
    painter.setBrush(fill);
    painter.drawEllipse(centre, kBadgePx / 2.0, kBadgePx / 2.0);
    painter.setPen(QPen(Qt::white, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.setBrush(Qt::NoBrush);
    painter.drawPolyline(stroke.translated(centre));
}

}  // namespace

CellDelegate::CellDelegate(const CellModel& model, ThumbnailLoader& thumbnails, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_thumbnails(thumbnails) {}

void CellDelegate::setPictureSidePx(int sidePx) {
    m_sidePx = sidePx;
    m_thumbnails.setSidePx(static_cast<int>(sidePx * kGrowth * qApp->devicePixelRatio()));  // others may ask for pictures before a card is painted
}

QSize CellDelegate::cardSize(int sidePx) const {
    const int side = sidePx > 0 ? sidePx : m_sidePx;
    return {side + 2 * kPaddingPx, side + 2 * kPaddingPx + (m_showProbability ? captionHeightPx() : 0)};
}

int CellDelegate::pictureSideFor(int cardWidthPx) const {
    return std::clamp(cardWidthPx - 2 * kPaddingPx, m_sidePx, static_cast<int>(m_sidePx * kGrowth));
}

QSize CellDelegate::sizeHint(const QStyleOptionViewItem& option, const QModelIndex&) const {
    const auto* list = qobject_cast<const QListView*>(option.widget);
    return list && list->gridSize().isValid() ? list->gridSize() : cardSize();
}

void CellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int row = m_model.rowOf(index.data(CellModel::KeyRole).toInt());
    if (row < 0) return;
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setRenderHint(QPainter::SmoothPixmapTransform);

    const int side = pictureSideFor(option.rect.width() - kGapPx);
    QRect card(QPoint(0, 0), cardSize(side));
    card.moveCenter(option.rect.center());
    const QRect picture(card.left() + kPaddingPx, card.top() + kPaddingPx, side, side);
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    const bool hovered = option.state.testFlag(QStyle::State_MouseOver);

    painter->setPen(QPen(hovered && !selected ? Theme::mutedText() : Theme::border(), 1));
    painter->setBrush(Theme::surface());
    painter->drawRoundedRect(QRectF(card).adjusted(0.5, 0.5, -0.5, -0.5), Theme::kRadiusPx, Theme::kRadiusPx);
    paintPicture(*painter, picture, index.data(CellModel::PathRole).toString());
    const casebook::CaseCell& cell = m_model.cellAt(row);
    const bool concealed = m_model.conceals(cell);
    if (m_showProbability && !concealed)
        paintProbability(*painter,
                         QRect(picture.left(), picture.bottom() + 4, picture.width(), card.bottom() - picture.bottom() - 6),
                         row);
    if (cell.corrected() && !concealed) paintCorrectedBadge(*painter, picture);
    if (!cell.flags.empty() && !concealed) paintFlag(*painter, picture);
    if (cell.marked) paintStar(*painter, picture);
    if (cell.reviewed) paintReviewed(*painter, picture);
    if (selected) paintSelection(*painter, card, picture, option.state.testFlag(QStyle::State_HasFocus));
    painter->restore();
}

void CellDelegate::paintPicture(QPainter& painter, const QRect& area, const QString& path) const {
    const qreal ratio = painter.device()->devicePixelRatioF();
    m_thumbnails.setSidePx(static_cast<int>(m_sidePx * kGrowth * ratio));  // one size for all bins, whatever their width
    QPainterPath frame;
    frame.addRoundedRect(area, Theme::kRadiusPx - 3, Theme::kRadiusPx - 3);
    QPixmap pixmap;
    const ThumbnailLoader::State state = m_thumbnails.find(path, pixmap);
    if (state == ThumbnailLoader::State::Ready) {
        painter.save();
        painter.setClipPath(frame);
        painter.fillRect(area, Qt::black);  // cells are segmented on black: the frame continues the picture
        QRectF target(QPointF(0, 0), QSizeF(pixmap.size()).scaled(area.size(), Qt::KeepAspectRatio));
        target.moveCenter(QRectF(area).center());
        painter.drawPixmap(target, pixmap, QRectF(pixmap.rect()));
        painter.restore();
        return;
    }
    painter.fillPath(frame, Theme::window());
    if (state != ThumbnailLoader::State::Unreadable) return;
    painter.setPen(Theme::mutedText());
    painter.setFont(captionFont());
    painter.drawText(area.adjusted(4, 4, -4, -4), Qt::AlignCenter | Qt::TextWordWrap, tr("Picture not found"));
}

void CellDelegate::paintProbability(QPainter& painter, const QRect& area, int row) const {
    const casebook::CaseCell& cell = m_model.cellAt(row);
    const TopClass top = topClass(cell);
    if (top.index < 0) return;
    const std::string& name = cell.classes[static_cast<std::size_t>(top.index)];
    const QColor colour = Theme::classColour(QString::fromStdString(name), top.index);

    painter.setFont(captionFont());
    const QFontMetrics metrics(painter.font());
    const QRect words(area.left(), area.top(), area.width(), metrics.height());
    const QString share = percentText(top.probability);
    painter.setPen(Theme::text());
    painter.drawText(words, Qt::AlignRight | Qt::AlignVCenter, share);
    painter.setPen(Theme::mutedText());
    const int roomPx = words.width() - metrics.horizontalAdvance(share) - 6;
    painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(classTitle(name), Qt::ElideRight, roomPx));

    QRectF bar(area.left(), words.bottom() + 2, area.width(), kBarHeightPx);
    painter.setPen(Qt::NoPen);
    painter.setBrush(Theme::border());
    painter.drawRoundedRect(bar, kBarHeightPx / 2.0, kBarHeightPx / 2.0);
    bar.setWidth(std::max<qreal>(kBarHeightPx, bar.width() * std::clamp(top.probability, 0.0, 1.0)));
    painter.setBrush(colour);
    painter.drawRoundedRect(bar, kBarHeightPx / 2.0, kBarHeightPx / 2.0);
}

void CellDelegate::paintCorrectedBadge(QPainter& painter, const QRect& picture) const {
    const QPointF centre(picture.right() - kBadgePx / 2.0 - 1, picture.top() + kBadgePx / 2.0 + 2);
    // A pencil: shaft and tip.
    paintMark(painter, centre, Theme::warning(), QPolygonF({{-5, 5}, {-4, 1.5}, {2.5, -5}, {5, -2.5}, {-1.5, 4}, {-5, 5}}));
}

void CellDelegate::paintStar(QPainter& painter, const QRect& picture) const {
    const QPointF centre(picture.left() + kBadgePx / 2.0 + 2, picture.bottom() - kBadgePx / 2.0 - 2);
    QPolygonF star;
    for (int point = 0; point < 10; ++point) {
        const double radius = point % 2 == 0 ? kBadgePx * 0.55 : kBadgePx * 0.24, angle = M_PI * (point / 5.0 - 0.5);
        star << centre + QPointF(radius * std::cos(angle), radius * std::sin(angle));
    }
    painter.setPen(QPen(Qt::black, 1.2));  // on pictures of any brightness
    painter.setBrush(QColor(0xff, 0xd5, 0x4f));
    painter.drawPolygon(star);
}

void CellDelegate::paintReviewed(QPainter& painter, const QRect& picture) const {
    const QPointF centre(picture.right() - kBadgePx / 2.0 - 1, picture.bottom() - kBadgePx / 2.0 - 1);
    const QPolygonF tick = QPolygonF({{-4.5, 0}, {-1.5, 3.5}, {5, -4}}).translated(centre);
    for (const QPen& pen : {QPen(QColor(0, 0, 0, 190), 4.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin), QPen(Qt::white, 2.2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin)}) {
        painter.setPen(pen);
        painter.setBrush(Qt::NoBrush);
        painter.drawPolyline(tick);
    }
}

void CellDelegate::paintFlag(QPainter& painter, const QRect& picture) const {
    // A triangle with a stroke in it, below the place of the pencil.
    const QPointF centre(picture.right() - kBadgePx / 2.0 - 1, picture.top() + kBadgePx * 1.6 + 2);
    painter.setPen(QPen(Qt::black, 1.2));
    painter.setBrush(QColor(0xff, 0xd5, 0x4f));
    painter.drawPolygon(QPolygonF({{0, -8}, {9, 7}, {-9, 7}}).translated(centre));
    painter.setPen(QPen(Qt::black, 2, Qt::SolidLine, Qt::RoundCap));
    painter.drawLine(centre + QPointF(0, -2.5), centre + QPointF(0, 1.5));
    painter.drawPoint(centre + QPointF(0, 4.6));
}

void CellDelegate::paintSelection(QPainter& painter, const QRect& card, const QRect& picture, bool current) const {
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(Theme::accent(), current ? 3 : 2));
    painter.drawRoundedRect(QRectF(card).adjusted(1.5, 1.5, -1.5, -1.5), Theme::kRadiusPx, Theme::kRadiusPx);
    const QPointF centre(picture.left() + kBadgePx / 2.0 + 1, picture.top() + kBadgePx / 2.0 + 2);
    paintMark(painter, centre, Theme::accent(), QPolygonF({{-4.5, 0}, {-1, 3.5}, {4.5, -3.5}}));
}

}  // namespace leukolens::ui
