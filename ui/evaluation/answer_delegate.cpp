#include "ui/evaluation/answer_delegate.h"

#include <QPainter>

#include "ui/evaluation/answer_model.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/class_words.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"

namespace leukolens::ui {
namespace {

constexpr int kPaddingPx = 5, kGapPx = 8;

QFont captionFont() { return Theme::font(0.85); }

}  // namespace

AnswerDelegate::AnswerDelegate(const AnswerModel& model, const EvaluationSession& session, ThumbnailLoader& thumbnails, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_session(session), m_thumbnails(thumbnails) {}

QSize AnswerDelegate::gridSize() {
    const int caption = 2 * QFontMetrics(captionFont()).height() + 6;
    return {kPicturePx + 2 * kPaddingPx + kGapPx, kPicturePx + 2 * kPaddingPx + caption + kGapPx};
}

void AnswerDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const auto& run = *m_model.run();
    const auto& cell = run.test.cells[static_cast<std::size_t>(index.data(AnswerModel::CellRole).toInt())];
    painter->save();
    const QRect card = paintCard(*painter, option, gridSize() - QSize(kGapPx, kGapPx));
    const QRect picture(card.left() + kPaddingPx, card.top() + kPaddingPx, kPicturePx, kPicturePx);
    paintCardPicture(*painter, picture, index.data(AnswerModel::PathRole).toString(), m_thumbnails);

    painter->setFont(captionFont());
    const QFontMetrics metrics(painter->font());
    const int called = m_model.calledAt(index.row());
    const bool wrong = called != cell.label;
    const QRect first(picture.left(), picture.bottom() + 3, picture.width(), metrics.height()), second = first.translated(0, metrics.height());
    // A cross, so that colour is not alone in saying that it is wrong.
    const QString answer = (wrong ? QStringLiteral("✗ ") : QStringLiteral("✓ ")) + percentText(m_model.probabilityAt(index.row())) + ' ' + classTitle(run.test.classes[static_cast<std::size_t>(called)]);
    painter->setPen(wrong ? Theme::failure() : Theme::text());
    painter->drawText(first, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(answer, Qt::ElideRight, first.width()));
    const auto noted = m_session.review().find(cell.path);
    QString note = cell.subject >= 0 ? tr("subject %1").arg(QString::fromStdString(run.test.subjects[static_cast<std::size_t>(cell.subject)])) : tr("fold %1").arg(cell.fold);
    if (noted != m_session.review().end()) note = noted->second == experiment::ErrorCause::Label ? tr("label is wrong") : tr("network is wrong");
    painter->setPen(noted != m_session.review().end() ? Theme::accent() : Theme::mutedText());
    painter->drawText(second, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(note, Qt::ElideRight, second.width()));
    painter->restore();
}

}  // namespace leukolens::ui
