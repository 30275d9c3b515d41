// What is known of the patient: facts with their dates, and the risk group that follows from them.
#include "ui/report/pdf_case_parts.h"
#include "ui/report/pdf_table.h"
#include "ui/report/report_language.h"
#include "ui/report/report_text.h"
#include "ui/shell/fact_words.h"

namespace leukolens::ui::pdf {
namespace {

using casebook::NciRisk;
using casebook::PatientFact;

/// A plain decimal as the report's language writes it; "<0.01" too.
QString number(const std::string& plain) {
    QString text = QString::fromStdString(plain).replace(u'.', ReportLanguage::locale().decimalPoint());
    if (text.startsWith(u'<') && !text.startsWith(QLatin1String("< "))) text.insert(1, u' ');
    return text;
}

QString number(double value) { return ReportLanguage::locale().toString(value, 'g', 6); }

QString valueOf(const PatientFact& fact) {
    if (fact.name == "treatmentStart") return shownDate(fact.value);
    const QString unit = factUnit(fact.name);
    if (unit.isEmpty()) return factValue(fact.name, fact.value);
    //: a number and its unit
    return Words::tr("%1 %2").arg(number(fact.value), unit);
}

QString dayOf(const report::CaseReport& report, const PatientFact& fact) {
    if (fact.name == "treatmentStart") return QStringLiteral("0");
    const auto day = casebook::daysSinceStart(report.facts, fact.date);
    return day ? QString::number(*day) : QStringLiteral("–");
}

void addFacts(Document& document, const report::CaseReport& report) {
    if (report.facts.empty()) {
        document.paragraph(Words::tr("No facts about the patient are recorded."), {9});
        document.y += 2;
        return;
    }
    std::vector<TableRow> rows;
    for (const PatientFact& fact : report.facts) {
        const QString date = fact.date.empty() ? QStringLiteral("–") : shownDate(fact.date);
        rows.push_back({{factTitle(fact.name), valueOf(fact), date, dayOf(report, fact), {}, QString::fromStdString(fact.note).simplified()}, false});
    }
    addTable(document, kLeft,
             {{Words::tr("Fact"), 46, Qt::AlignLeft}, {Words::tr("Value"), 40, Qt::AlignLeft}, {Words::tr("Date"), 26, Qt::AlignLeft}, {Words::tr("Day"), 11, Qt::AlignRight}, {{}, 3}, {Words::tr("Note"), 48, Qt::AlignLeft}},
             rows);
}

QString riskTitle(const NciRisk& risk) {
    switch (risk.group) {
        case NciRisk::Group::Standard: return Words::tr("NCI risk group: standard");
        case NciRisk::Group::High: return Words::tr("NCI risk group: high");
        case NciRisk::Group::NotApplicable: return Words::tr("NCI risk group: not applicable");
    }
    return {};
}

QString riskReason(const NciRisk& risk) {
    using Why = NciRisk::Why;
    switch (risk.why) {
        case Why::NoAge: return Words::tr("The age is not recorded.");
        case Why::NoWhiteCount: return Words::tr("The white count is not recorded.");
        case Why::NoLineage: return Words::tr("The immunophenotype is not recorded.");
        case Why::Infant: return Words::tr("The patient is younger than one year; the groups are defined from 1 to under 18 years.");
        case Why::Adult: return Words::tr("The patient is 18 years or older; the groups are defined from 1 to under 18 years.");
        case Why::NotBLineage: return Words::tr("The immunophenotype is not of B lineage, for which alone the groups are defined.");
        case Why::None: break;
    }
    const QString from = Words::tr("Age %1 years, white count %2 × 10⁹/L, B lineage.").arg(number(risk.ageYears.value_or(0)), number(risk.whiteCount.value_or(0)));
    return from + u' ' + Words::tr("Standard is an age from 1 to under 10 years with a white count under 50 × 10⁹/L; all else is high.");
}

void addRisk(Document& document, const NciRisk& risk) {
    document.ensure(14);
    document.paragraph(riskTitle(risk), {9.5, true});
    document.y += 0.5;
    document.paragraph(riskReason(risk), {9});
    document.y += 0.5;
    document.paragraph(Words::tr("Of B-lineage acute lymphoblastic leukemia from 1 to under 18 years, by what was found first. Source: Smith M et al., J Clin Oncol 1996;14:18–24. Nothing is concluded from it here."), kSmallPrint);
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
