#include "ui/report/pdf_table.h"

#include <algorithm>

namespace leukolens::ui::pdf {
namespace {

constexpr double kPadding = 1.2;

double widthOf(const std::vector<Column>& columns) {
    double width = 0;
    for (const Column& column : columns) width += column.widthMm;
    return width;
}

void addCells(Document& document, double x, const std::vector<Column>& columns, const QStringList& cells, TextStyle style,
              double height) {
    double left = x;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const QRectF where(left + kPadding, document.y, columns[i].widthMm - 2 * kPadding, height);
        style.flags = static_cast<int>(columns[i].alignment) | Qt::AlignVCenter | Qt::TextWordWrap;
        document.draw([=, text = cells.value(static_cast<int>(i))](Canvas& canvas) { canvas.text(where, text, style); });
        left += columns[i].widthMm;
    }
}

double heightOf(const Document& document, const std::vector<Column>& columns, const QStringList& cells, TextStyle style) {
    double height = 0;
    style.flags = Qt::AlignLeft | Qt::TextWordWrap;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const double width = columns[i].widthMm - 2 * kPadding;
        height = std::max(height, document.textHeight(cells.value(static_cast<int>(i)), style, width));
    }
    return height + 2 * kPadding;
}

void addRule(Document& document, double x, double width, double thickness, const QColor& colour) {
    document.draw([=, top = document.y](Canvas& canvas) { canvas.line({x, top}, {x + width, top}, thickness, colour); });
}

void addTitles(Document& document, double x, const std::vector<Column>& columns) {
    const TextStyle style{8, true, ink::kMuted};
    QStringList titles;
    for (const Column& column : columns) titles << column.title;
    const double height = heightOf(document, columns, titles, style);
    addCells(document, x, columns, titles, style, height);
    document.y += height;
    addRule(document, x, widthOf(columns), 0.35, ink::kAccent);
}

}  // namespace

void addTable(Document& document, double x, const std::vector<Column>& columns, const std::vector<TableRow>& rows) {
    document.ensure(20);
    addTitles(document, x, columns);
    for (const TableRow& row : rows) {
        const TextStyle style{9, row.strong, ink::kText};
        const double height = heightOf(document, columns, row.cells, style);
        if (document.ensure(height)) addTitles(document, x, columns);
        if (row.strong) addRule(document, x, widthOf(columns), 0.35, ink::kMuted);
        addCells(document, x, columns, row.cells, style, height);
        document.y += height;
        if (!row.strong) addRule(document, x, widthOf(columns), 0.15, ink::kRule);
    }
    document.y += 2;
}

}  // namespace leukolens::ui::pdf
