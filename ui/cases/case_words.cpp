#include "ui/cases/case_words.h"

#include <QCoreApplication>
#include <QDate>
#include <QLocale>

#include <algorithm>
#include <set>

#include "core/inference/model_card.h"
#include "ui/shell/class_words.h"
#include "ui/shell/fact_words.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CaseWords)
};

QString numberText(double number) { return QLocale().toString(number, 'g', 6); }

QString localNumber(const std::string& plain) { return QString::fromStdString(plain).replace('.', QLocale().decimalPoint()); }

}  // namespace

QString patientTitle(const std::string& label) { return label.empty() ? Words::tr("Unnamed") : QString::fromStdString(label); }

QString stateTitle(casebook::CaseState state) {
    switch (state) {
        case casebook::CaseState::Open: return Words::tr("Open");
        case casebook::CaseState::AwaitingSecond: return Words::tr("Awaiting second signature");
        case casebook::CaseState::Signed: return Words::tr("Signed");
    }
    return {};
}

QIcon stateIcon(casebook::CaseState state) {
    switch (state) {
        case casebook::CaseState::Open: return Theme::icon("edit", Theme::mutedText());
        case casebook::CaseState::AwaitingSecond: return Theme::icon("user", Theme::warning());
        case casebook::CaseState::Signed: return Theme::icon("check-circle", Theme::success());
    }
    return {};
}

QString materialTitle(casebook::Material material) {
    switch (material) {
        case casebook::Material::Unknown: return Words::tr("Not known");
        case casebook::Material::Blood: return Words::tr("Blood");
        case casebook::Material::Marrow: return Words::tr("Bone marrow");
        case casebook::Material::Other: return Words::tr("Other");
    }
    return {};
}

QString dateFormat() {
    QString format = QLocale().dateFormat(QLocale::ShortFormat);
    if (!format.contains("yyyy")) format.replace("yy", "yyyy");
    return format;
}

QString caseDate(const std::string& isoDate) {
    const QString text = QString::fromStdString(isoDate);
    const QDate date = QDate::fromString(text.left(10), Qt::ISODate);
    return date.isValid() ? QLocale().toString(date, dateFormat()) : text;
}

QString pointsText(double difference) {
    const QString number = QLocale().toString(std::abs(difference) * 100, 'f', 1);
    const QString sign = number == QLocale().toString(0.0, 'f', 1) ? QString() : difference < 0 ? QStringLiteral("−") : QStringLiteral("+");
    //: difference of two percentages
    return Words::tr("%1 points").arg(sign + number);
}

BlastShare blastShare(const casebook::CaseSummary& session, const std::string& blastClass) {
    BlastShare result;
    if (blastClass.empty()) return result;
    for (const auto& count : session.counts) {
        if (count.className == casebook::kUnidentified) continue;
        result.identified += count.cells;
        if (count.className == blastClass) result.blasts += count.cells;
    }
    if (result.identified > 0) result.share = report::wilsonInterval(result.blasts, result.identified);
    return result;
}

std::string blastClassOf(const std::vector<casebook::PatientSummary>& patients) {
    std::set<std::string> classes;
    for (const auto& patient : patients)
        for (const auto& session : patient.sessions)
            for (const auto& count : session.counts)
                if (count.className != casebook::kUnidentified) classes.insert(count.className);
    return inference::guessBlastClass({classes.begin(), classes.end()});
}

QString shareText(const report::Interval& share) {
    //: a percentage and its interval
    return Words::tr("%1 (%2 to %3)").arg(percentText(share.value, 1), QLocale().toString(share.low * 100, 'f', 1), QLocale().toString(share.high * 100, 'f', 1));
}

QString factValueText(const casebook::PatientFact& fact) {
    if (fact.name == "treatmentStart") return caseDate(fact.value);
    const QString unit = factUnit(fact.name);
    if (unit.isEmpty()) return factValue(fact.name, fact.value);
    QString number = localNumber(fact.value);
    if (number.startsWith('<') && !number.startsWith("< ")) number.insert(1, ' ');
    return number + QStringLiteral("\u00a0") + unit;
}

QString riskTitle(const casebook::NciRisk& risk) {
    switch (risk.group) {
        case casebook::NciRisk::Group::Standard: return Words::tr("Standard");
        case casebook::NciRisk::Group::High: return Words::tr("High");
        case casebook::NciRisk::Group::NotApplicable: return Words::tr("Not applicable");
    }
    return {};
}

QString riskReasons(const casebook::NciRisk& risk) {
    using Why = casebook::NciRisk::Why;
    switch (risk.why) {
        case Why::NoAge: return Words::tr("The age is not recorded.");
        case Why::NoWhiteCount: return Words::tr("The white count is not recorded.");
        case Why::NoLineage: return Words::tr("The immunophenotype is not recorded.");
        case Why::Infant: return Words::tr("The patient is younger than one year; the groups are defined from 1 to under 18 years.");
        case Why::Adult: return Words::tr("The patient is 18 years or older; the groups are defined from 1 to under 18 years.");
        case Why::NotBLineage: return Words::tr("The immunophenotype is not of B lineage, for which alone the groups are defined.");
        case Why::None: break;
    }
    const QString age = numberText(risk.ageYears.value_or(0)), count = numberText(risk.whiteCount.value_or(0));
    return risk.group == casebook::NciRisk::Group::Standard ? Words::tr("B lineage, age %1 years (under 10) and white count %2 ×10⁹/L (under 50).").arg(age, count)
                                                            : Words::tr("B lineage, age %1 years and white count %2 ×10⁹/L: standard risk needs under 10 years and under 50 ×10⁹/L.").arg(age, count);
}

QString riskSource() { return Words::tr("Source: Smith et al., J Clin Oncol 1996; 14: 18–24. The earliest recorded values count. No therapeutic conclusion is drawn."); }

}  // namespace leukolens::ui
