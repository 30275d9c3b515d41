// A few cells of each class: those that look most like it, those that are in doubt, those that a person moved.
#include <algorithm>

#include "core/report/cell_strips.h"
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_cell.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

using report::CaseReport;

constexpr double kGap = 2.4, kLabelHeight = 4.6, kRowGap = 1.6;
constexpr int kPicturePx = 240;
const TextStyle kStripLabel{8, true, ink::kMuted, Qt::AlignLeft | Qt::AlignVCenter};

/// The places of a row.
struct Row {
    int perRow;
    double side() const { return (kWidth - (perRow - 1) * kGap) / perRow; }
    double x(std::size_t place) const { return kLeft + static_cast<double>(place) * (side() + kGap); }
};

struct Strip {
    QString label;
    std::vector<std::size_t> cells;
    std::size_t place = 0;  ///< of its first cell in the row
};

QString shownOf(const QString& what, std::size_t shown, std::size_t all) {
    //: %1 is a kind of cells ("Most typical"), %2 of %3 are numbers of cells
    return Words::tr("%1 · %2 of %3 shown").arg(what).arg(shown).arg(all);
}

double heightOf(const Document& document, const CaseReport& report, const std::vector<Strip>& strips, const Row& row) {
    double height = 0;
    for (const Strip& strip : strips)
        for (const std::size_t cell : strip.cells) height = std::max(height, cellHeight(document, report.cells[cell], row.side()));
    return height;
}

/// Strips that stand side by side, under their labels.
void addRow(Document& document, const CaseReport& report, const std::vector<Strip>& strips, const Row& row) {
    const double height = heightOf(document, report, strips, row);
    const bool labelled = std::any_of(strips.begin(), strips.end(), [](const Strip& strip) { return !strip.label.isEmpty(); });
    document.ensure(height + (labelled ? kLabelHeight : 0));
    if (labelled) {
        for (const Strip& strip : strips)
            document.draw([=, top = document.y](Canvas& canvas) { canvas.text({row.x(strip.place), top, kWidth / (strips.size() > 1 ? 2 : 1), 4}, strip.label, kStripLabel); });
        document.y += kLabelHeight;
    }
    for (const Strip& strip : strips)
        for (std::size_t i = 0; i < strip.cells.size(); ++i) addCell(document, report.cells[strip.cells[i]], row.x(strip.place + i), row.side(), kPicturePx);
    document.y += height + kRowGap;
}

std::vector<Strip> firstRow(const report::CellStrips& chosen, const std::string& className) {
    if (chosen.typical.empty()) return {};
    if (chosen.uncertain.empty()) {
        const QString what = className == casebook::kUnidentified ? Words::tr("Highest probability first") : Words::tr("Most typical first");
        return {{shownOf(what, chosen.typical.size(), chosen.untouched), chosen.typical}};
    }
    return {{shownOf(Words::tr("Most typical"), chosen.typical.size(), chosen.untouched), chosen.typical},
            {shownOf(Words::tr("Most uncertain"), chosen.uncertain.size(), chosen.untouched), chosen.uncertain, chosen.typical.size()}};
}

void addCorrected(Document& document, const CaseReport& report, const std::vector<std::size_t>& corrected, const StripPlan& plan) {
    const auto perRow = static_cast<std::size_t>(plan.perRow), shown = std::min(corrected.size(), perRow * static_cast<std::size_t>(plan.correctedRows));
    for (std::size_t first = 0; first < shown; first += perRow) {
        const QString label = first == 0 ? shownOf(Words::tr("Corrected by a person"), shown, corrected.size()) : QString();
        const auto begin = corrected.begin() + static_cast<std::ptrdiff_t>(first), end = corrected.begin() + static_cast<std::ptrdiff_t>(std::min(shown, first + perRow));
        addRow(document, report, {{label, {begin, end}}}, {plan.perRow});
    }
}

}  // namespace

void addCellStrips(Document& document, const CaseReport& report, const StripPlan& plan) {
    for (const auto& count : report.counts) {
        const auto chosen = report::chooseCells(report.cells, count.className, static_cast<std::size_t>(plan.perRow));
        const auto strips = firstRow(chosen, count.className);
        if (strips.empty() && chosen.corrected.empty()) continue;
        QString note = Words::tr("cells: %1").arg(count.count);
        if (count.corrected > 0) note += QStringLiteral(" · ") + Words::tr("corrected: %1").arg(count.corrected);
        addHeading(document, classTitle(count.className), note, Row{plan.perRow}.side() + kLabelHeight + 8);
        if (!strips.empty()) addRow(document, report, strips, {plan.perRow});
        addCorrected(document, report, chosen.corrected, plan);
        document.y += 2;
    }
}

}  // namespace leukolens::ui::pdf
