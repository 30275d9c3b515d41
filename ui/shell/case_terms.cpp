#include "ui/shell/case_terms.h"

#include <QCoreApplication>

#include "core/casebook/deidentify.h"
#include "ui/shell/fact_words.h"

namespace leukolens::ui {
namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(CaseWords)
};

QString riskGroup(const casebook::NciRisk& risk) {
    switch (risk.group) {
        case casebook::NciRisk::Group::Standard: return Words::tr("Standard");
        case casebook::NciRisk::Group::High: return Words::tr("High");
        case casebook::NciRisk::Group::NotApplicable: return Words::tr("Not applicable");
    }
    return {};
}

}  // namespace

QString materialTitle(casebook::Material material) {
    switch (material) {
        case casebook::Material::Unknown: return Words::tr("Not known");
        case casebook::Material::Blood: return Words::tr("Blood");
        case casebook::Material::Marrow: return Words::tr("Bone marrow");
        case casebook::Material::Other: return Words::tr("Other");
    }
    return {};
}

QString stateTitle(casebook::CaseState state) {
    switch (state) {
        case casebook::CaseState::Open: return Words::tr("Open");
        case casebook::CaseState::AwaitingSecond: return Words::tr("Awaiting second signature");
        case casebook::CaseState::Signed: return Words::tr("Signed");
    }
    return {};
}

QString factValueText(const casebook::PatientFact& fact, const QLocale& locale, QString (*date)(const std::string& iso)) {
    if (fact.name == "treatmentStart") return date(fact.value);
    if (fact.value == casebook::kOtherValue && fact.name != "sex") return Words::tr("Other");
    const QString unit = factUnit(fact.name);
    if (unit.isEmpty()) return factValue(fact.name, fact.value);
    QString number = QString::fromStdString(fact.value).replace('.', locale.decimalPoint());
    if (number.startsWith('<') && !number.startsWith("< ")) number.insert(1, ' ');
    return number + QStringLiteral("\u00a0") + unit;
}

QString riskTitle(const casebook::NciRisk& risk) {
    //: %1 is "Standard", "High" or "Not applicable"
    return Words::tr("NCI risk group: %1").arg(riskGroup(risk));
}

QString riskReasons(const casebook::NciRisk& risk, const QLocale& locale) {
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
    const auto number = [&locale](double value) { return locale.toString(value, 'g', 6); };
    const QString age = number(risk.ageYears.value_or(0)), count = number(risk.whiteCount.value_or(0));
    return risk.group == casebook::NciRisk::Group::Standard ? Words::tr("B lineage, age %1 years (under 10) and white count %2 ×10⁹/L (under 50).").arg(age, count)
                                                            : Words::tr("B lineage, age %1 years and white count %2 ×10⁹/L: standard risk needs under 10 years and under 50 ×10⁹/L.").arg(age, count);
}

QString riskSource() { return Words::tr("Source: Smith et al., J Clin Oncol 1996; 14: 18–24. The earliest recorded values count. No therapeutic conclusion is drawn."); }

}  // namespace leukolens::ui
