// Paints one cell as a card: picture, the model's class with its probability, and marks: corrected (pencil), flagged by the model (triangle), marked
// (star), reviewed (tick). What the person must not see yet is not painted.
#pragma once

#include <QStyledItemDelegate>

namespace leukolens::ui {

class CellModel;
class ThumbnailLoader;

class CellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// Index data come from a proxy over `model`; both outlive the delegate.
    CellDelegate(const CellModel& model, ThumbnailLoader& thumbnails, QObject* parent = nullptr);

    /// Smallest side of the picture, logical px; a card grows with the room its list's grid gives it.
    void setPictureSidePx(int sidePx);
    void setShowProbability(bool show) { m_showProbability = show; }
    /// Size of a card whose picture has this side; 0: the smallest.
    QSize cardSize(int sidePx = 0) const;
    /// The largest picture that fits a card of this width.
    int pictureSideFor(int cardWidthPx) const;
    static constexpr int kGapPx = 8;        ///< between cards, part of a list's grid
    static constexpr double kGrowth = 1.4;  ///< beyond the smallest side, so that cards fill their bin's width

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;

private:
    void paintPicture(QPainter& painter, const QRect& area, const QString& path) const;
    void paintProbability(QPainter& painter, const QRect& area, int row) const;
    void paintCorrectedBadge(QPainter& painter, const QRect& picture) const;
    void paintStar(QPainter& painter, const QRect& picture) const;
    void paintReviewed(QPainter& painter, const QRect& picture) const;
    void paintFlag(QPainter& painter, const QRect& picture) const;
    void paintSelection(QPainter& painter, const QRect& card, const QRect& picture, bool current) const;

    const CellModel& m_model;
    ThumbnailLoader& m_thumbnails;
    int m_sidePx = 112;
    bool m_showProbability = true;
};

}  // namespace leukolens::ui
