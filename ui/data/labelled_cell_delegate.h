// Paints one cell of the data as a card: picture, class, and whether it was relabelled or left out.
#pragma once

#include <QStyledItemDelegate>

namespace leukolens::ui {

class LabelledCellModel;
class LabelSession;
class ThumbnailLoader;

class LabelledCellDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// All outlive the delegate.
    LabelledCellDelegate(const LabelledCellModel& model, const LabelSession& session, ThumbnailLoader& thumbnails, QObject* parent = nullptr);

    static constexpr int kPicturePx = 104;  ///< side, logical px
    static QSize gridSize();                ///< of a card and the gap around it

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return gridSize(); }

private:
    const LabelledCellModel& m_model;
    const LabelSession& m_session;
    ThumbnailLoader& m_thumbnails;
};

}  // namespace leukolens::ui
