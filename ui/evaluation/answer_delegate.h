// Paints one answer as a card: picture, what it is called and how surely, and what a person noted.
#pragma once

#include <QStyledItemDelegate>

namespace leukolens::ui {

class AnswerModel;
class EvaluationSession;
class ThumbnailLoader;

class AnswerDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// All outlive the delegate.
    AnswerDelegate(const AnswerModel& model, const EvaluationSession& session, ThumbnailLoader& thumbnails, QObject* parent = nullptr);

    static constexpr int kPicturePx = 96;  ///< side, logical px
    static QSize gridSize();               ///< of a card and the gap around it

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override { return gridSize(); }

private:
    const AnswerModel& m_model;
    const EvaluationSession& m_session;
    ThumbnailLoader& m_thumbnails;
};

}  // namespace leukolens::ui
