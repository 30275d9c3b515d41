#include "ui/models/model_row_delegate.h"

#include <QLineEdit>
#include <QPainter>

#include "ui/models/model_list.h"
#include "ui/shell/row_background.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kPaddingPx = 10;
constexpr int kLineGapPx = 2;
constexpr int kMarkPx = 16;
constexpr int kLongestTitle = 120;  // as ModelLibrary::rename() takes it

QFont titleFont() {
    return Theme::font(1.0, QFont::DemiBold);
}

QFont detailFont() {
    return Theme::font(0.92);
}

}  // namespace

void ModelRowDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect box = paintRowBackground(*painter, option);
    QRect words = box.adjusted(kPaddingPx, kPaddingPx, -kPaddingPx, -kPaddingPx);
    const QFontMetrics title(titleFont()), detail(detailFont());
    QRect head(words.left(), words.top(), words.width(), title.height());
    if (index.data(ModelList::InUseRole).toBool()) {
        const QString mark = tr("In use");
        const int markWidth = detail.horizontalAdvance(mark);
        painter->setFont(detailFont());
        painter->setPen(Theme::accent());
        const QRect markText(head.right() - markWidth + 1, head.top(), markWidth, head.height());
        painter->drawText(markText, Qt::AlignVCenter | Qt::AlignLeft, mark);
        const QRect icon(markText.left() - kMarkPx - 4, head.center().y() - kMarkPx / 2 + 1, kMarkPx, kMarkPx);
        Theme::icon("check-circle", Theme::accent()).paint(painter, icon);
        head.setRight(icon.left() - Theme::kSpacingPx);
    }
    painter->setFont(titleFont());
    painter->setPen(Theme::text());
    painter->drawText(head, Qt::AlignVCenter | Qt::AlignLeft,
                      title.elidedText(index.data().toString(), Qt::ElideRight, head.width()));
    painter->setFont(detailFont());
    painter->setPen(Theme::mutedText());
    const QRect second(words.left(), head.bottom() + 1 + kLineGapPx, words.width(), detail.height());
    painter->drawText(second, Qt::AlignVCenter | Qt::AlignLeft,
                      detail.elidedText(index.data(ModelList::DetailRole).toString(), Qt::ElideRight, second.width()));
    painter->restore();
}

QSize ModelRowDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    const int lines = QFontMetrics(titleFont()).height() + kLineGapPx + QFontMetrics(detailFont()).height();
    return {100, lines + 2 * kPaddingPx + 2};
}

QWidget* ModelRowDelegate::createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const {
    auto* editor = new QLineEdit(parent);
    editor->setObjectName("titleEditor");
    editor->setMaxLength(kLongestTitle);
    editor->setAccessibleName(tr("Name of the model"));
    return editor;
}

void ModelRowDelegate::updateEditorGeometry(QWidget* editor, const QStyleOptionViewItem& option, const QModelIndex&) const {
    editor->setGeometry(option.rect.adjusted(1, 1, -1, -1));  // all of the row: nothing of it shows behind
}

}  // namespace leukolens::ui
