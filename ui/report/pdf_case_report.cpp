#include <array>

#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_cell_grid.h"
#include "ui/report/pdf_report.h"
#include "ui/report/report_language.h"
#include "ui/report/report_text.h"

namespace leukolens::ui {
namespace {

using namespace pdf;
using report::CaseReport;

constexpr int kMostPages = 3;
/// From the most generous one on.
constexpr std::array<StripPlan, 9> kPlans = {{{8, 6}, {8, 4}, {8, 3}, {8, 2}, {8, 1}, {10, 1}, {12, 1}, {12, 0}, {15, 0}}};

QString modelOfFoot(const CaseReport& report) {
    QStringList parts;
    if (!report.modelFacts.empty()) {
        QString model = Words::tr("Model %1").arg(shortHash(report.modelFacts.front().sha256));
        if (report.modelFacts.size() > 1) model += QStringLiteral(" +%1").arg(report.modelFacts.size() - 1);
        parts << model;
    }
    if (!report.auditHead.empty()) parts << Words::tr("Audit trail %1").arg(shortHash(report.auditHead));
    parts << shownTime(report.made);
    return parts.join(QStringLiteral(" · "));
}

/// Who the pages are about, on each of them: pages get separated.
QString patientLine(const Document& document, const CaseReport& report) {
    const QString number = Words::tr("Case no. %1").arg(report.summary.id);
    const QString name = QString::fromStdString(report.summary.name).simplified();
    if (name.isEmpty()) return number;
    return document.elided(name, {8}, 80) + QStringLiteral(" · ") + number;
}

QString title() { return Words::tr("White blood cell report"); }

void layOut(Document& document, const CaseReport& report, const report::LabHead& lab, const std::optional<LabLogo>& logo, const StripPlan& plan) {
    addLabHead(document, report, lab, logo, title());
    addSample(document, report);
    addCounts(document, report);
    addPatientFacts(document, report);
    addComment(document, report);
    addSignatures(document, report);
    addReadings(document, report);
    addTimeline(document, report);
    addCellStrips(document, report, plan);
    addModels(document, report);
    addSmallPrint(document, report);
}

/// With as many pictures as three pages hold; nothing is drawn yet, so that trying costs little.
std::unique_ptr<Document> laidOut(const CaseReport& report, const ReportOptions& options, const std::optional<LabLogo>& logo) {
    std::unique_ptr<Document> document;
    for (const StripPlan& plan : kPlans) {
        document = std::make_unique<Document>(options.paper);
        layOut(*document, report, options.lab, logo, plan);
        if (document->pages() <= kMostPages) break;
    }
    return document;
}

}  // namespace

Result<PdfDrawn> drawCaseReport(const CaseReport& report, const ReportOptions& chosen, ProgressSink& progress, const CancelToken& cancel) {
    ReportOptions options = chosen;
    if (report.deidentified) options.lab = {};
    const auto language = ReportLanguage::speak(options.language);
    if (!language) return fail(language.error());
    std::optional<LabLogo> logo;
    if (!options.lab.logo.empty()) {
        auto read = readLabLogo(options.lab.logo);
        if (!read) return fail(read.error());
        logo = std::move(*read);
    }
    const auto document = laidOut(report, options, logo);
    if (options.allCells && !report.cells.empty()) {
        document->newPage();
        for (const auto& count : report.counts) addCellGrid(*document, report, count);
    }
    const QString patient = patientLine(*document, report), foot = modelOfFoot(report);
    const auto furniture = [&](Canvas& canvas, int page) {
        if (page > 1) drawHead(canvas, title(), patient);
        drawFoot(canvas, *document, page, foot);
    };
    // Nothing of the patient: the title is shown by whatever opens the file.
    const QString named = title() + QStringLiteral(" · ") + Words::tr("Case no. %1").arg(report.summary.id);
    return document->finish({named, QString::fromStdString(options.lab.name).simplified(), languageCode(), report.made}, furniture, progress, cancel);
}

Result<PdfWritten> writeCaseReport(const CaseReport& report, const ReportOptions& options, const std::filesystem::path& file, ProgressSink& progress, const CancelToken& cancel) {
    return writePdf(drawCaseReport(report, options, progress, cancel), file);
}

}  // namespace leukolens::ui
