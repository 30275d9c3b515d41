#include "ui/report/pdf_cell_grid.h"

#include <algorithm>

#include "ui/report/pdf_cell.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

constexpr int kPerRow = 8;
constexpr double kGap = 2.6;
constexpr double kSide = (kWidth - (kPerRow - 1) * kGap) / kPerRow;
constexpr double kRowGap = 2.6;

/// Sharp at arm's length for the usual count; smaller in a case of thousands, whose file would not open any more.
int pictureSidePx(int cells) {
    return cells <= 400 ? 240 : cells <= 1200 ? 180 : 120;
}

double rowHeight(const Document& document, const report::CaseReport& report, const std::vector<std::size_t>& row) {
    double height = 0;
    for (const std::size_t cell : row) height = std::max(height, cellHeight(document, report.cells[cell], kSide, CellWords::Whole));
    return height;
}

}  // namespace

void addCellGrid(Document& document, const report::CaseReport& report, const report::ClassCount& count) {
    std::vector<std::size_t> cells;
    for (std::size_t i = 0; i < report.cells.size(); ++i)
        if (!report.cells[i].excluded && report.cells[i].assignedClass == count.className) cells.push_back(i);
    if (cells.empty()) return;
    const QString title = classTitle(count.className);
    QString note = Words::tr("cells: %1").arg(count.count);
    if (count.corrected > 0) note += QStringLiteral(" · ") + Words::tr("corrected: %1").arg(count.corrected);
    const int sidePx = pictureSidePx(report.total);
    addHeading(document, title, note, kSide + 8);
    for (std::size_t first = 0; first < cells.size(); first += kPerRow) {
        const auto last = std::min(first + kPerRow, cells.size());
        const std::vector row(cells.begin() + static_cast<std::ptrdiff_t>(first),
                              cells.begin() + static_cast<std::ptrdiff_t>(last));
        const double height = rowHeight(document, report, row);
        //: heading of a class whose pictures go on over the page
        if (document.ensure(height)) addHeading(document, Words::tr("%1 (continued)").arg(title), note, height);
        for (std::size_t i = 0; i < row.size(); ++i) {
            addCell(document, report, row[i], kLeft + static_cast<double>(i) * (kSide + kGap), kSide, sidePx, CellWords::Whole);
        }
        document.y += height + kRowGap;
    }
    document.y += 3;
}

}  // namespace leukolens::ui::pdf
