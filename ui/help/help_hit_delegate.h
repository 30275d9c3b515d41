// A row of what a search in the help has found: page and heading, below it two lines of the text with the words in bold.
#pragma once

#include <QStyledItemDelegate>

#include "ui/help/help_search.h"

namespace leukolens::ui {

class HelpHitDelegate : public QStyledItemDelegate {
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    static constexpr int ContextRole = Qt::UserRole;    ///< HelpHit::context
    static constexpr int MarksRole = Qt::UserRole + 1;  ///< HelpHit::marks

    static QString head(const HelpHit& hit);  ///< "Classify cells › Read the result"

    void paint(QPainter* painter, const QStyleOptionViewItem& option, const QModelIndex& index) const override;
    QSize sizeHint(const QStyleOptionViewItem& option, const QModelIndex& index) const override;
};

}  // namespace leukolens::ui

Q_DECLARE_METATYPE(std::vector<leukolens::ui::HelpMark>)
