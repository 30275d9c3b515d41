// A few cells of each class: those that look most like it, those that are in doubt, those that a person moved.
#include <algorithm>
#include <optional>

#include "core/report/cell_strips.h"
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_cell.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

using report::CaseReport;

constexpr double kGap = 2.4, kLabelHeight = 4.6, kRowGap = 1.6;
constexpr double kMostWordsHeight = 12;  ///< under a picture
constexpr int kPicturePx = 240;

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
        for (const std::size_t cell : strip.cells) height = std::max(height, cellHeight(document, report.cells[cell], row.side(), CellWords::Short));
    return height;
}

void addLabels(Document& document, const std::vector<Strip>& strips, const Row& row) {
    TextStyle style{8, true, ink::kMuted, Qt::AlignLeft | Qt::AlignVCenter};
    const auto roomOf = [&](std::size_t i) { return (i + 1 < strips.size() ? row.x(strips[i + 1].place) - kGap : kRight) - row.x(strips[i].place); };
    for (std::size_t i = 0; i < strips.size(); ++i)
        while (style.sizePt > 6 && document.textWidth(strips[i].label, style) > roomOf(i)) style.sizePt -= 0.25;
    for (std::size_t i = 0; i < strips.size(); ++i)
        document.draw([=, where = QRectF(row.x(strips[i].place), document.y, roomOf(i), 4), label = strips[i].label](Canvas& canvas) { canvas.text(where, label, style); });
    document.y += kLabelHeight;
}

/// Strips that stand side by side, under their labels. On a new page `continued` is the heading.
void addRow(Document& document, const CaseReport& report, const std::vector<Strip>& strips, const Row& row, const QString& continued = {}) {
    const double height = heightOf(document, report, strips, row);
    const bool labelled = !strips.front().label.isEmpty();
    const double whole = height + (labelled ? kLabelHeight : 0);
    if (document.ensure(whole) && !continued.isEmpty()) addHeading(document, continued, {}, whole);
    if (labelled) addLabels(document, strips, row);
    for (const Strip& strip : strips)
        for (std::size_t i = 0; i < strip.cells.size(); ++i) addCell(document, report, strip.cells[i], row.x(strip.place + i), row.side(), kPicturePx, CellWords::Short);
    document.y += height + kRowGap;
}

Strip correctedStrip(const report::CellStrips& chosen, std::size_t atMost) {
    const std::size_t shown = std::min(atMost, chosen.corrected.size());
    return {shownOf(Words::tr("Corrected"), shown, chosen.corrected.size()), {chosen.corrected.begin(), chosen.corrected.begin() + static_cast<std::ptrdiff_t>(shown)}};
}

std::vector<Strip> modelStrips(const report::CellStrips& chosen, const std::string& className) {
    if (chosen.typical.empty()) return {};
    if (chosen.uncertain.empty()) {
        const QString what = className == casebook::kUnidentified ? Words::tr("Highest probability first") : Words::tr("Most typical first");
        return {{shownOf(what, chosen.typical.size(), chosen.untouched), chosen.typical}};
    }
    return {{shownOf(Words::tr("Most typical"), chosen.typical.size(), chosen.untouched), chosen.typical},
            {shownOf(Words::tr("Most uncertain"), chosen.uncertain.size(), chosen.untouched), chosen.uncertain, chosen.typical.size()}};
}

/// What the model put into the class and what people did, in one row, as far as there is room: for many classes, and where there is little of both.
std::optional<std::vector<Strip>> sharedRow(const CaseReport& report, const std::string& className, const StripPlan& plan) {
    const auto perRow = static_cast<std::size_t>(plan.perRow), part = plan.correctedRows == 0 ? perRow / 3 : perRow / 2;
    const auto chosen = report::chooseCells(report.cells, className, plan.correctedRows == 0 ? 2 * part : perRow);
    if (chosen.corrected.empty() || (plan.correctedRows > 0 && (chosen.untouched > part || chosen.corrected.size() > perRow - part))) return std::nullopt;
    auto strips = modelStrips(chosen, className);
    strips.push_back(correctedStrip(chosen, plan.correctedRows == 0 ? part : perRow - part));
    if (strips.size() > 1) strips.back().place = plan.correctedRows == 0 ? 2 * part : part;
    return strips;
}

void addCorrected(Document& document, const CaseReport& report, const report::CellStrips& chosen, const StripPlan& plan, const QString& continued) {
    const auto perRow = static_cast<std::size_t>(plan.perRow);
    Strip all = correctedStrip(chosen, perRow * static_cast<std::size_t>(plan.correctedRows));
    for (std::size_t first = 0; first < all.cells.size(); first += perRow) {
        const auto begin = all.cells.begin() + static_cast<std::ptrdiff_t>(first), end = all.cells.begin() + static_cast<std::ptrdiff_t>(std::min(all.cells.size(), first + perRow));
        addRow(document, report, {{first == 0 ? all.label : QString(), {begin, end}}}, {plan.perRow}, continued);
    }
}

}  // namespace

void addCellStrips(Document& document, const CaseReport& report, const StripPlan& plan) {
    for (const auto& count : report.counts) {
        const auto chosen = report::chooseCells(report.cells, count.className, static_cast<std::size_t>(plan.perRow));
        if (chosen.typical.empty() && chosen.corrected.empty()) continue;
        QString note = Words::tr("cells: %1").arg(count.count);
        if (count.corrected > 0) note += QStringLiteral(" · ") + Words::tr("corrected: %1").arg(count.corrected);
        addHeading(document, classTitle(count.className), note, Row{plan.perRow}.side() + kLabelHeight + kMostWordsHeight);
        if (const auto shared = sharedRow(report, count.className, plan)) {
            addRow(document, report, *shared, {plan.perRow});
        } else {
            if (const auto strips = modelStrips(chosen, count.className); !strips.empty()) addRow(document, report, strips, {plan.perRow});
            addCorrected(document, report, chosen, plan, Words::tr("%1 (continued)").arg(classTitle(count.className)));
        }
        if (plan.correctedRows > 0) document.y += 2;
    }
}

}  // namespace leukolens::ui::pdf
