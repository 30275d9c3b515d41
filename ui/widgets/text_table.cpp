#include "ui/widgets/text_table.h"

#include <QLocale>

#include <cmath>
#include <limits>

#include "ui/shell/theme.h"

namespace leukolens::ui {

TextCell textCell(const QString& text) { return {text}; }

TextCell numberCell(double value, int digits) {
    if (!std::isfinite(value)) return {QStringLiteral("–"), std::numeric_limits<double>::infinity(), true};
    return {QLocale().toString(value, 'f', digits), value};
}

void TextTable::set(QStringList headers, std::vector<std::vector<TextCell>> rows, QStringList toolTips, QList<int> columnsOfWords) {
    beginResetModel();
    m_columnsOfWords = std::move(columnsOfWords);
    m_headers = std::move(headers);
    m_toolTips = std::move(toolTips);
    m_rows = std::move(rows);
    endResetModel();
}

int TextTable::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

int TextTable::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_headers.size()); }

QVariant TextTable::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto& row = m_rows[static_cast<std::size_t>(index.row())];
    if (index.column() >= static_cast<int>(row.size())) return {};
    const TextCell& cell = row[static_cast<std::size_t>(index.column())];
    switch (role) {
        case Qt::DisplayRole: return cell.text;
        case Qt::UserRole: return cell.key.isValid() ? cell.key : QVariant(cell.text);
        case Qt::ToolTipRole: return cell.toolTip.isEmpty() ? QVariant() : QVariant(cell.toolTip);
        case Qt::TextAlignmentRole: return QVariant(alignment(index.column()));
        case Qt::DecorationRole: return cell.icon.isNull() ? QVariant() : QVariant(cell.icon);
        case Qt::ForegroundRole: return cell.muted ? QVariant(Theme::mutedText()) : QVariant();
        case Qt::FontRole: return cell.strong ? QVariant(Theme::font(1.0, QFont::DemiBold)) : QVariant();
        default: return {};
    }
}

QVariant TextTable::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section >= m_headers.size()) return {};
    if (role == Qt::DisplayRole) return m_headers[section];
    if (role == Qt::ToolTipRole && section < m_toolTips.size()) return m_toolTips[section];
    if (role == Qt::TextAlignmentRole) return QVariant(alignment(section));
    return {};
}

}  // namespace leukolens::ui
