// The result of a case: how many cells of which class, and how sure the counting is.
#include <algorithm>

#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui::pdf {
namespace {

using report::CaseReport;

constexpr double kPanelWidth = 64, kPanelHeight = 50, kTableLeft = kLeft + kPanelWidth + 6;

/// The scale from 0 to 100 % with the interval as a whisker and the value as a dot.
void drawScale(Canvas& canvas, double x, double y, double width, const report::Interval& interval) {
    canvas.line({x, y}, {x + width, y}, 0.25, ink::kMuted);
    for (const int tick : {0, 25, 50, 75, 100}) {
        const double at = x + width * tick / 100.0;
        canvas.line({at, y - 0.9}, {at, y + 0.9}, 0.25, ink::kMuted);
        canvas.text({at - 6, y + 1.6, 12, 3}, QString::number(tick),
                    {6.5, false, ink::kMuted, Qt::AlignHCenter | Qt::AlignTop});
    }
    canvas.line({x + width * interval.low, y}, {x + width * interval.high, y}, 1.1, ink::kAccent);
    canvas.dot({x + width * interval.value, y}, 1.3, ink::kAccent);
}

QString whyNoPercentage(const CaseReport& report) { return report.identified == 0 ? Words::tr("No cell is identified.") : Words::tr("None of the classes means leukemic blast."); }

void drawNoPercentage(Canvas& canvas, double x, double top, double width, const QString& why) {
    canvas.text({x, top + 4, width, 5}, Words::tr("No blast percentage"), {11, true});
    canvas.text({x, top + 12, width, 30}, why, {9, false, ink::kMuted, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap});
}

struct BlastWords {
    QString title, value, share, interval;
};

BlastWords blastWords(const CaseReport& report) {
    //: numbers of cells
    const QString share = Words::tr("%1 of %2 identified cells").arg(report.blasts).arg(report.identified);
    //: %1 is a range such as 56.2–68.4 %
    const QString interval = Words::tr("95 % CI %1 (counting error only)").arg(percentRange(report.blast.low, report.blast.high));
    return {classTitle(report.blastClass), percent(report.blast.value), share, interval};
}

void drawPercentage(Canvas& canvas, double x, double top, double width, const BlastWords& words, const report::Interval& blast) {
    canvas.text({x, top + 2.5, width, 5}, words.title, {10, true, ink::kMuted});
    canvas.text({x, top + 7.5, width, 14}, words.value, {30, true, ink::kAccent, Qt::AlignLeft | Qt::AlignVCenter});
    canvas.text({x, top + 22.5, width, 5}, words.share, {9});
    canvas.text({x, top + 28, width, 8}, words.interval, {8, false, ink::kText, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap});
    drawScale(canvas, x + 2, top + 41, width - 4, blast);
}

void addBlastPanel(Document& document, const CaseReport& report) {
    constexpr double kInner = 4.5, kX = kLeft + kInner, kInnerWidth = kPanelWidth - 2 * kInner;
    const double top = document.y;
    document.draw([top](Canvas& canvas) {
        canvas.fill({kLeft, top, kPanelWidth, kPanelHeight}, ink::kPanel);
        canvas.fill({kLeft, top, 1.2, kPanelHeight}, ink::kAccent);
    });
    // What is drawn later holds words, not the report with all its cells.
    if (!report.hasBlast) document.draw([top, why = whyNoPercentage(report)](Canvas& canvas) { drawNoPercentage(canvas, kX, top, kInnerWidth, why); });
    else document.draw([top, words = blastWords(report), blast = report.blast](Canvas& canvas) { drawPercentage(canvas, kX, top, kInnerWidth, words, blast); });
}

void addTableOfCounts(Document& document, const CaseReport& report) {
    std::vector<TableRow> rows;
    int corrected = 0;
    for (const auto& count : report.counts) {
        const QString none = QStringLiteral("–");
        rows.push_back({{classTitle(count.className), QString::number(count.count), count.share ? percent(count.share->value) : none,
                         count.share ? percentRange(count.share->low, count.share->high) : none, QString::number(count.corrected)},
                        false});
        corrected += count.corrected;
    }
    rows.push_back({{Words::tr("Total"), QString::number(report.total), QString(), QString(), QString::number(corrected)}, true});
    addTable(document, kTableLeft,
             {{Words::tr("Class"), 28, Qt::AlignLeft},
              {Words::tr("Count"), 15, Qt::AlignRight},
              {Words::tr("Percent"), 16.5, Qt::AlignRight},
              {Words::tr("95 % CI"), 24.5, Qt::AlignRight},
              {Words::tr("Corrected"), 20, Qt::AlignRight}},
             rows);
    const auto note = [&](const QString& text) { document.paragraph(text, kSmallPrint, kTableLeft, kRight - kTableLeft); };
    note(Words::tr("Percent of the identified cells, with the Wilson interval of counting: errors of model and reader are not in it."));
    if (report.excluded > 0) note(Words::tr("Excluded from all counts: %1.").arg(report.excluded));
    if (report.notReviewed > 0) note(Words::tr("Not reviewed by a person: %1.").arg(report.notReviewed));
}

bool demonstration(const CaseReport& report) {
    return std::any_of(report.modelFacts.begin(), report.modelFacts.end(), [](const auto& model) { return model.card && model.card->training.demonstration; });
}

}  // namespace

void addCounts(Document& document, const CaseReport& report) {
    const double top = document.y;
    const int page = document.pages();
    addBlastPanel(document, report);
    addTableOfCounts(document, report);
    // A table that went on over the page leaves the panel behind it.
    document.y = document.pages() > page ? document.y + 4 : std::max(document.y, top + kPanelHeight) + 4;
    if (report.fewCells)
        addNotice(document,
                  Words::tr("Fewer than 100 cells are identified (%1). The percentages are coarse; 200 cells are the "
                            "usual count.")
                      .arg(report.identified));
    if (demonstration(report)) addNotice(document, Words::tr("The model was trained on demonstration cells that the program drew: its answers about other pictures mean nothing."));
    document.y += 1;
}

}  // namespace leukolens::ui::pdf
