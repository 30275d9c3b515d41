#include <algorithm>
#include <cmath>

#include "ui/report/pdf_cell_grid.h"
#include "ui/report/pdf_page.h"
#include "ui/report/pdf_report.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {
namespace {

using namespace pdf;
using report::CaseReport;

constexpr double kPanelWidth = 76, kTableLeft = kLeft + kPanelWidth + 8;
const TextStyle kLabel{7.5, false, ink::kMuted, Qt::AlignLeft | Qt::AlignVCenter};
const TextStyle kSmallPrint{7.5, false, ink::kMuted, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap};

/// Ways in which cells were asked, in their order, of the models that they belong to.
std::vector<std::pair<std::string, casebook::Asked>> waysOf(const CaseReport& report) {
    std::vector<std::pair<std::string, casebook::Asked>> ways;
    for (const auto& cell : report.cells) {
        std::pair way(cell.modelSha256, cell.asked);
        if (std::find(ways.begin(), ways.end(), way) == ways.end()) ways.push_back(std::move(way));
    }
    return ways;
}

/// Distinct models of the cells, in their order.
std::vector<std::pair<std::string, std::string>> modelsOf(const CaseReport& report) {
    std::vector<std::pair<std::string, std::string>> models;
    for (const auto& cell : report.cells) {
        std::pair model(cell.modelName, cell.modelSha256);
        if (std::find(models.begin(), models.end(), model) == models.end()) models.push_back(std::move(model));
    }
    return models;
}

void addField(Document& document, double x, double width, double bottom, const QString& label, const QString& value) {
    const TextStyle style{10.5, false, ink::kText, Qt::AlignLeft | Qt::AlignVCenter};
    const QString shown = document.elided(value, style, width);
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.text({x, top, width, 4}, label, kLabel);
        canvas.text({x, bottom - 6.4, width, 6}, shown, style);
        canvas.line({x, bottom}, {x + width, bottom}, 0.2, ink::kRule);
    });
}

/// Size at which a long name still takes no more than four lines.
TextStyle nameStyle(const Document& document, const QString& name, double width) {
    TextStyle style{13, true, ink::kText, Qt::AlignLeft | Qt::AlignBottom | Qt::TextWordWrap};
    while (style.sizePt > 8 && document.textHeight(name, style, width) > 18) style.sizePt -= 0.5;
    return style;
}

/// Patient, case number, date, number of cells: on ruled lines, so that an empty one can be filled in by hand.
void addFacts(Document& document, const CaseReport& report) {
    constexpr double kNameWidth = 84, kCaseLeft = kLeft + 90, kDateLeft = kCaseLeft + 26, kCellsLeft = kDateLeft + 40;
    const QString name = QString::fromStdString(report.summary.name).simplified();
    const TextStyle style = nameStyle(document, name, kNameWidth);
    const double nameHeight = std::max(6.0, document.textHeight(name, style, kNameWidth));
    const double bottom = document.y + 4.6 + nameHeight + 0.8;
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.text({kLeft, top, kNameWidth, 4}, Words::tr("Patient (name or number)"), kLabel);
        canvas.text({kLeft, top + 4.6, kNameWidth, nameHeight}, name, style);
        canvas.line({kLeft, bottom}, {kLeft + kNameWidth, bottom}, name.isEmpty() ? 0.3 : 0.2,
                    name.isEmpty() ? ink::kText : ink::kRule);
    });
    addField(document, kCaseLeft, 20, bottom, Words::tr("Case no."), QString::number(report.summary.id));
    addField(document, kDateLeft, 34, bottom, Words::tr("Date"), shownTime(report.made));
    addField(document, kCellsLeft, kRight - kCellsLeft, bottom, Words::tr("Cells"), QString::number(report.total));
    document.y = bottom + 8;
}

/// The scale from 0 to 100 % with the interval as a whisker and the value as a dot.
void drawScale(Canvas& canvas, double x, double y, double width, const report::Interval& interval) {
    canvas.line({x, y}, {x + width, y}, 0.25, ink::kRule);
    for (const int tick : {0, 25, 50, 75, 100}) {
        const double at = x + width * tick / 100.0;
        canvas.line({at, y - 0.9}, {at, y + 0.9}, 0.25, ink::kMuted);
        canvas.text({at - 6, y + 1.6, 12, 3}, QString::number(tick),
                    {6.5, false, ink::kMuted, Qt::AlignHCenter | Qt::AlignTop});
    }
    canvas.line({x + width * interval.low, y}, {x + width * interval.high, y}, 1.1, ink::kAccent);
    canvas.dot({x + width * interval.value, y}, 1.3, ink::kAccent);
}

void addBlastPanel(Document& document, const CaseReport& report) {
    constexpr double kHeight = 52, kInner = 5;
    document.draw([=, top = document.y](Canvas& canvas) {
        canvas.fill({kLeft, top, kPanelWidth, kHeight}, ink::kPanel);
        canvas.fill({kLeft, top, 1.2, kHeight}, ink::kAccent);
        const double x = kLeft + kInner, width = kPanelWidth - 2 * kInner;
        if (!report.hasBlast) {
            canvas.text({x, top + 4, width, 5}, Words::tr("No blast percentage"), {11, true});
            const QString why = report.identified == 0 ? Words::tr("No cell is identified.")
                                                       : Words::tr("None of the classes means leukemic blast.");
            canvas.text({x, top + 12, width, 30}, why,
                        {9, false, ink::kMuted, Qt::AlignLeft | Qt::AlignTop | Qt::TextWordWrap});
            return;
        }
        canvas.text({x, top + 3.5, width, 5}, classTitle(report.blastClass), {10, true, ink::kMuted});
        canvas.text({x, top + 9, width, 15}, percent(report.blast.value),
                    {32, true, ink::kAccent, Qt::AlignLeft | Qt::AlignVCenter});
        //: numbers of cells
        const QString share = Words::tr("%1 of %2 identified cells").arg(report.blasts).arg(report.identified);
        canvas.text({x, top + 25, width, 5}, share, {9});
        const QString range = percentRange(report.blast.low, report.blast.high);
        //: %1 is a range such as 56.2–68.4 %
        const QString interval = Words::tr("95 % CI %1 (counting error only)").arg(range);
        canvas.text({x, top + 30.5, width, 5}, interval, {8});
        drawScale(canvas, x + 2, top + 41.5, width - 4, report.blast);
    });
}

void addCounts(Document& document, const CaseReport& report) {
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
             {{Words::tr("Class"), 25, Qt::AlignLeft},
              {Words::tr("Count"), 12, Qt::AlignRight},
              {Words::tr("Percent"), 16, Qt::AlignRight},
              {Words::tr("95 % CI"), 22, Qt::AlignRight},
              {Words::tr("Corrected"), 21, Qt::AlignRight}},
             rows);
    document.paragraph(Words::tr("Percent of the identified cells, with the Wilson interval of counting: errors of model and reader are not in it."), kSmallPrint, kTableLeft, kRight - kTableLeft);
    if (report.excluded > 0)
        document.paragraph(Words::tr("Excluded from all counts: %1.").arg(report.excluded), kSmallPrint, kTableLeft, kRight - kTableLeft);
    if (report.notReviewed > 0)
        document.paragraph(Words::tr("Not reviewed by a person: %1.").arg(report.notReviewed), kSmallPrint, kTableLeft, kRight - kTableLeft);
}

/// Blast percentage at the left, table at the right, whichever is longer giving the height.
void addResults(Document& document, const CaseReport& report) {
    const double top = document.y;
    addBlastPanel(document, report);
    addCounts(document, report);
    // A table that went on over the page leaves the panel behind it.
    document.y = document.y < top ? document.y + 6 : std::max(document.y, top + 52) + 6;
}

void addSignature(Document& document, const CaseReport& report) {
    const bool isSigned = report.summary.state == casebook::CaseState::Signed;
    document.paragraph(isSigned ? Words::tr("Signed by %1, %2").arg(QString::fromStdString(report.summary.signedBy), shownTime(report.summary.signedAt))
                                : Words::tr("Not signed"),
                       {9.5, isSigned});
    document.y += 5;
}

void addModels(Document& document, const CaseReport& report) {
    if (report.cells.empty()) return;
    addHeading(document, Words::tr("Model"), {}, 8);
    const auto ways = waysOf(report);
    for (const auto& [name, sha256] : modelsOf(report)) {
        //: %1 is a model's name, %2 the beginning of its SHA-256
        const QString model = Words::tr("%1 · %2").arg(QString::fromStdString(name), shortHash(sha256));
        for (const auto& [ofModel, asked] : ways) {
            if (ofModel != sha256) continue;
            const QString how = askedWords(asked);
            document.paragraph(how.isEmpty() ? model : model + QStringLiteral(" · ") + how, {9.5});
            document.y += 1;
        }
    }
    document.y += 4;
}

void addSmallPrint(Document& document, const CaseReport& report) {
    addHeading(document, Words::tr("How to read this report"), {}, 20);
    QStringList lines = {
        Words::tr(
            "Classes are what the model gave, as corrected by the reviewer. Cells that were uncertain or are no cells are "
            "unidentified and left out of the percentages."),
        Words::tr("The confidence interval (Wilson) covers the error of counting a limited number of cells only, not wrong "
                  "classes, sampling or staining."),
        Words::tr("Below each picture stands the probability the model gave for the class the cell is shown in; below an "
                  "unidentified one the highest, with its class. A framed picture was corrected by a person."),
    };
    for (const auto& [name, sha256] : modelsOf(report)) {
        lines << Words::tr("SHA-256 of the model %1: %2").arg(QString::fromStdString(name), QString::fromStdString(sha256));
    }
    for (const QString& line : lines) {
        document.paragraph(line, kSmallPrint);
        document.y += 1.2;
    }
    document.y += 3;
}

/// At the foot of the last summary page, under ruled lines for remarks where there is room for them.
void addSignature(Document& document) {
    constexpr double kHeight = 22, kLineDistance = 9, kRemarksNeed = 40, kMostLines = 6;
    document.ensure(kHeight);
    const double line = kBottom - 8, room = line - 16 - document.y;
    if (room > kRemarksNeed) addHeading(document, Words::tr("Remarks"), {}, kRemarksNeed - 9);
    document.draw([=, top = document.y](Canvas& canvas) {
        const double lines = room > kRemarksNeed ? std::min(kMostLines, std::floor((line - 16 - top) / kLineDistance)) : 0;
        for (double i = 1; i <= lines; ++i) {
            canvas.line({kLeft, top + i * kLineDistance}, {kRight, top + i * kLineDistance}, 0.15, ink::kRule, Dash::Dotted);
        }
        canvas.line({kLeft, line}, {kLeft + 104, line}, 0.3, ink::kText);
        canvas.line({kLeft + 116, line}, {kRight, line}, 0.3, ink::kText);
        canvas.text({kLeft, line + 1, 104, 4}, Words::tr("Reviewed by (name, signature)"), kLabel);
        canvas.text({kLeft + 116, line + 1, 58, 4}, Words::tr("Date"), kLabel);
    });
}

QString modelOfFoot(const CaseReport& report) {
    const auto models = modelsOf(report);
    if (models.empty()) return shownTime(report.made);
    QString text = Words::tr("Model %1").arg(shortHash(models.front().second));
    if (models.size() > 1) text += QStringLiteral(" +%1").arg(models.size() - 1);
    return text + QStringLiteral(" · ") + shownTime(report.made);
}

/// Who the pages are about, on each of them: pages get separated.
QString patientLine(const Document& document, const CaseReport& report) {
    const QString number = Words::tr("Case no. %1").arg(report.summary.id);
    const QString name = QString::fromStdString(report.summary.name).simplified();
    if (name.isEmpty()) return number;
    return document.elided(name, {8}, 80) + QStringLiteral(" · ") + number;
}

}  // namespace

Result<PdfWritten> writeCaseReport(const CaseReport& report, const std::filesystem::path& file, ProgressSink& progress,
                                   const CancelToken& cancel) {
    const QString title = Words::tr("White blood cell report");
    Document document(title);
    addTitle(document, title, Words::tr("Case no. %1").arg(report.summary.id));
    addFacts(document, report);
    addResults(document, report);
    if (report.fewCells) {
        addNotice(document,
                  Words::tr("Fewer than 100 cells are identified (%1). The percentages are coarse; 200 cells are the "
                            "usual count.")
                      .arg(report.identified));
        document.y += 3;
    }
    addSignature(document, report);
    addModels(document, report);
    addSmallPrint(document, report);
    addSignature(document);
    if (!report.cells.empty()) document.newPage();
    for (const auto& count : report.counts) addCellGrid(document, report, count);

    const QString patient = patientLine(document, report), foot = modelOfFoot(report);
    const auto furniture = [&](Canvas& canvas, int page, int pages) {
        if (page > 1) drawHead(canvas, title, patient);
        drawFoot(canvas, page, pages, foot);
    };
    return document.save(file, furniture, progress, cancel);
}

}  // namespace leukolens::ui
