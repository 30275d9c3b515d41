// The report of a comparison of models.
#include "core/base/files.h"
#include "core/experiment/comparison_file.h"
#include "core/experiment/notices.h"
#include "ui/figures/comparison_words.h"
#include "ui/figures/evaluation_words.h"
#include "ui/report/pdf_page.h"
#include "ui/report/pdf_report.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_text.h"
#include "ui/shell/core_texts.h"

namespace leukolens::ui {
namespace {

using namespace pdf;
using experiment::ComparedRow;
using experiment::ModelComparison;
using experiment::RowState;

constexpr double kModelMm = 36, kStartMm = 24;

QString decimalOrNone(const std::optional<double>& value, int digits) { return value ? decimal(*value, digits) : QStringLiteral("–"); }

/// On two lines.
QString withInterval(const QString& value, const std::optional<evaluation::Interval>& interval) { return value + QChar(QChar::LineSeparator) + intervalText(interval); }

QString stateOf(const ComparedRow& row) { return row.error ? Words::tr("failed") : Words::tr("not trained yet"); }

void addSubtitle(Document& document, const ModelComparison& comparison) {
    document.paragraph(QString::fromStdString(toUtf8(comparison.folder.filename())), {11, true});
    document.y += 1;
    document.paragraph(comparisonSettings(comparison.settings), {9.5, false, ink::kMuted});
    document.y += 5;
    if (comparison.settings.protocol == dataset::Protocol::Paper) addNotice(document, coreText(experiment::kOptimisticNotice));
    if (!comparison.options.leakAcknowledgement.empty())
        addNotice(document, Words::tr("The split tests on pictures that were learnt from, which was acknowledged: %1").arg(QString::fromStdString(comparison.options.leakAcknowledgement)));
}

void addFigures(Document& document, const ModelComparison& comparison) {
    addHeading(document, Words::tr("Models on the same cells"), {}, 40);
    document.paragraph(comparisonMethod(comparison), {8, false, ink::kMuted});
    document.y += 2;
    std::vector<Column> columns = {{Words::tr("Model"), kModelMm, Qt::AlignLeft}, {Words::tr("Starts from"), kStartMm, Qt::AlignLeft}};
    for (const auto& key : comparison.keys) columns.push_back({metricName(key, comparison.classes), (kWidth - kModelMm - kStartMm) / static_cast<double>(comparison.keys.size())});
    std::vector<TableRow> rows;
    for (const auto& row : comparison.rows) {
        QStringList cells = {comparedTitle(row), initialisationText(row)};
        for (const auto& figure : row.figures) cells << withInterval(figureText(figure.value), figure.percentile);
        if (row.state != RowState::Done) cells << stateOf(row);
        rows.push_back({cells, row.isEnsemble()});
    }
    addTable(document, kLeft, columns, rows);
    document.y += 3;
}

void addSizes(Document& document, const ModelComparison& comparison) {
    addHeading(document, Words::tr("Size, speed, and the difference from InceptionV3"), {}, 40);
    std::vector<TableRow> rows;
    QStringList devices;
    for (const auto& row : comparison.rows) {
        QStringList cells = {comparedTitle(row), initialisationText(row), parametersText(row), decimalOrNone(row.secondsAnEpoch, 1), decimalOrNone(row.imagesASecond, 1)};
        cells << (row.difference ? withInterval(signedText(row.difference->difference), row.difference->interval) : QStringLiteral("–"))
              << (row.difference ? decimalOrNone(row.difference->p, 3) : QStringLiteral("–"));
        rows.push_back({cells, row.isEnsemble()});
        const QString device = QString::fromStdString(row.device + ", " + row.precision);
        if (row.imagesASecond && !devices.contains(device)) devices << device;
    }
    addTable(document, kLeft,
             {{Words::tr("Model"), kModelMm, Qt::AlignLeft},
              {Words::tr("Starts from"), kStartMm, Qt::AlignLeft},
              {Words::tr("Parameters"), 24},
              {Words::tr("Seconds an epoch"), 19},
              {Words::tr("Images a second"), 19},
              {Words::tr("Accuracy less InceptionV3"), 38},
              {Words::tr("p"), 14}},
             rows);
    document.paragraph(Words::tr("Images a second: answers of the first fold's model on the computer that trained it (%1). p is two-sided and not corrected for comparing many models.").arg(devices.join(QStringLiteral("; "))), {8, false, ink::kMuted});
    document.y += 5;
}

/// A network has one figure, however many rows it has.
void addPublished(Document& document, const ModelComparison& comparison) {
    std::vector<TableRow> rows;
    QStringList told;
    for (const auto& row : comparison.rows) {
        const QString title = comparedTitle(row), figure = publishedFigure(row);
        if (figure.isEmpty() || told.contains(title)) continue;
        told << title;
        rows.push_back({{title, figure, publishedWords(row)}, false});
    }
    if (rows.empty()) return;
    addHeading(document, Words::tr("Published by others, on their data"), {}, 30);
    addTable(document, kLeft, {{Words::tr("Model"), kModelMm, Qt::AlignLeft}, {Words::tr("Figure"), kStartMm, Qt::AlignLeft}, {Words::tr("What it is of"), kWidth - kModelMm - kStartMm, Qt::AlignLeft}}, rows);
    document.y += 3;
}

void addFailures(Document& document, const ModelComparison& comparison) {
    for (const auto& row : comparison.rows)
        if (row.error) addNotice(document, Words::tr("%1 failed: %2").arg(comparedTitle(row), errorWords(*row.error)));
}

}  // namespace

Result<PdfWritten> writeComparisonReport(const ModelComparison& comparison, const std::string& made, const std::filesystem::path& file) {
    const QString title = Words::tr("Comparison of models");
    Document document;
    addTitle(document, title, shownTime(made));
    addSubtitle(document, comparison);
    addFailures(document, comparison);
    addFigures(document, comparison);
    addSizes(document, comparison);
    addPublished(document, comparison);
    const QString foot = Words::tr("Data %1").arg(shortHash(comparison.dataSha256)) + QStringLiteral(" · ") + shownTime(made);
    const auto furniture = [&](Canvas& canvas, int page) {
        if (page > 1) drawHead(canvas, title, QString::fromStdString(toUtf8(comparison.folder.filename())));
        drawFoot(canvas, document, page, foot);
    };
    NoProgress progress;
    return writePdf(document.finish({title, {}, languageCode(), made}, furniture, progress, {}), file);
}

}  // namespace leukolens::ui
