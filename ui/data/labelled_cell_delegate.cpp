#include "ui/data/labelled_cell_delegate.h"

#include <QPainter>

#include <algorithm>

#include "core/inference/model_card.h"
#include "ui/data/labelled_cell_model.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"

namespace leukolens::ui {
namespace {

constexpr int kPaddingPx = 5, kGapPx = 8, kStripePx = 4;

QFont captionFont() { return Theme::font(0.85); }

}  // namespace

LabelledCellDelegate::LabelledCellDelegate(const LabelledCellModel& model, const LabelSession& session, ThumbnailLoader& thumbnails, QObject* parent)
    : QStyledItemDelegate(parent), m_model(model), m_session(session), m_thumbnails(thumbnails) {}

QSize LabelledCellDelegate::gridSize() {
    const int caption = QFontMetrics(captionFont()).height() + kStripePx + 8;
    return {kPicturePx + 2 * kPaddingPx + kGapPx, kPicturePx + 2 * kPaddingPx + caption + kGapPx};
}

void LabelledCellDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    const int cell = index.data(LabelledCellModel::CellRole).toInt();
    const dataset::Correction* correction = m_session.correctionOf(cell);
    const bool isExcluded = correction && correction->kind == dataset::Correction::Kind::Exclude;
    painter->save();
    const QRect card = paintCard(*painter, option, gridSize() - QSize(kGapPx, kGapPx));
    const QRect picture(card.left() + kPaddingPx, card.top() + kPaddingPx, kPicturePx, kPicturePx);
    paintCardPicture(*painter, picture, index.data(LabelledCellModel::PathRole).toString(), m_thumbnails, isExcluded);

    const std::string className = m_model.classOf(cell);
    const auto& classes = m_session.read()->classes;
    const auto place = static_cast<int>(std::ranges::find(classes, className) - classes.begin());
    painter->setFont(captionFont());
    const QFontMetrics metrics(painter->font());
    const QRect words(picture.left(), picture.bottom() + 4, picture.width(), metrics.height());
    QString caption = isExcluded ? tr("left out") : coreText(inference::displayName(className));
    // An arrow, so that colour is not alone in saying that the label is a person's.
    if (correction && !isExcluded) caption.prepend(QStringLiteral("→ "));
    painter->setPen(correction ? Theme::text() : Theme::mutedText());
    painter->drawText(words, Qt::AlignLeft | Qt::AlignVCenter, metrics.elidedText(caption, Qt::ElideRight, words.width()));
    painter->setPen(Qt::NoPen);
    painter->setBrush(isExcluded ? Theme::border() : Theme::classColour(QString::fromStdString(className), place));
    painter->drawRoundedRect(QRect(words.left(), words.bottom() + 2, words.width(), kStripePx), kStripePx / 2.0, kStripePx / 2.0);
    painter->restore();
}

}  // namespace leukolens::ui
