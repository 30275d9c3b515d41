#include "ui/help/help_hit_delegate.h"

#include <QPainter>
#include <QTextLayout>

#include "ui/shell/row_background.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kPaddingPx = 8, kGapPx = 2, kContextLines = 2;

QFont headFont() { return Theme::font(1.0, QFont::DemiBold); }
QFont contextFont() { return Theme::font(0.92); }

/// Two lines, the words that were looked for in bold.
void drawContext(QPainter& painter, const QRect& room, const QString& text, const std::vector<HelpMark>& marks) {
    QTextLayout layout(text, contextFont());
    QList<QTextLayout::FormatRange> bold;
    for (const auto& [from, length] : marks) {
        QTextCharFormat format;
        format.setFontWeight(QFont::Bold);
        format.setForeground(Theme::text());
        bold.push_back({static_cast<int>(from), static_cast<int>(length), format});
    }
    layout.setFormats(bold);
    layout.beginLayout();
    double y = 0;
    for (int i = 0; i < kContextLines; ++i) {
        QTextLine line = layout.createLine();
        if (!line.isValid()) break;
        line.setLineWidth(room.width());
        line.setPosition({0, y});
        y += line.height();
    }
    layout.endLayout();
    layout.draw(&painter, room.topLeft());
}

}  // namespace

QString HelpHitDelegate::head(const HelpHit& hit) { return hit.heading.isEmpty() ? hit.title : hit.title + QStringLiteral(" › ") + hit.heading; }

void HelpHitDelegate::paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const {
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    const QRect box = paintRowBackground(*painter, option);
    const QRect words = box.adjusted(kPaddingPx, kPaddingPx, -kPaddingPx, -kPaddingPx);
    const QFontMetrics head(headFont());
    painter->setFont(headFont());
    painter->setPen(Theme::text());
    painter->drawText(QRect(words.left(), words.top(), words.width(), head.height()), Qt::AlignVCenter | Qt::AlignLeft,
                      head.elidedText(index.data().toString(), Qt::ElideRight, words.width()));
    painter->setPen(Theme::mutedText());
    drawContext(*painter, QRect(words.left(), words.top() + head.height() + kGapPx, words.width(), words.height()), index.data(ContextRole).toString(), index.data(MarksRole).value<std::vector<HelpMark>>());
    painter->restore();
}

QSize HelpHitDelegate::sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const {
    return {100, QFontMetrics(headFont()).height() + kGapPx + kContextLines * QFontMetrics(contextFont()).lineSpacing() + 2 * kPaddingPx + 2};
}

}  // namespace leukolens::ui
