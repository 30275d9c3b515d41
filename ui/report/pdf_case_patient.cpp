// What is known of the patient: facts with their dates, and the risk group that follows from them.
#include "core/casebook/deidentify.h"
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_language.h"
#include "ui/report/report_text.h"
#include "ui/shell/case_terms.h"
#include "ui/shell/fact_words.h"

namespace leukolens::ui::pdf {
namespace {

using casebook::PatientFact;

QString dayOf(const report::CaseReport& report, const PatientFact& fact) {
    if (fact.name == "treatmentStart") return QStringLiteral("0");
    auto day = casebook::numberOfDay(fact.date);
    if (!day) day = casebook::daysSinceStart(report.facts, fact.date);
    return day ? QString::number(*day) : QStringLiteral("–");
}

/// Days have a column of their own.
QString dateOf(const std::string& iso) { return iso.empty() || casebook::numberOfDay(iso) ? QStringLiteral("–") : shownDate(iso); }

void addFacts(Document& document, const report::CaseReport& report) {
    if (report.facts.empty()) {
        document.paragraph(Words::tr("No facts about the patient are recorded."), {9});
        document.y += 2;
        return;
    }
    std::vector<TableRow> rows;
    for (const PatientFact& fact : report.facts) {
        rows.push_back({{factTitle(fact.name), factValueText(fact, ReportLanguage::locale(), shownDate), dateOf(fact.date), dayOf(report, fact), {}, QString::fromStdString(fact.note).simplified()}, false});
    }
    addTable(document, kLeft,
             {{Words::tr("Fact"), 46, Qt::AlignLeft}, {Words::tr("Value"), 40, Qt::AlignLeft}, {Words::tr("Date"), 26, Qt::AlignLeft}, {Words::tr("Day"), 11, Qt::AlignRight}, {{}, 3}, {Words::tr("Note"), 48, Qt::AlignLeft}},
             rows);
}

void addRisk(Document& document, const casebook::NciRisk& risk) {
    document.ensure(14);
    document.paragraph(riskTitle(risk), {9.5, true});
    document.y += 0.5;
    document.paragraph(riskReasons(risk, ReportLanguage::locale()), {9});
    document.y += 0.5;
    document.paragraph(riskSource(), kSmallPrint);
    document.y += 4;
}

}  // namespace

void addPatientFacts(Document& document, const report::CaseReport& report) {
    if (!report.patient) return;
    addHeading(document, Words::tr("Patient"), Words::tr("facts as they were entered; day 0 is the start of treatment"), 24);
    addFacts(document, report);
    addRisk(document, report.risk);
}

}  // namespace leukolens::ui::pdf
