#include "ui/shell/fact_words.h"

#include <QCoreApplication>
#include <QLocale>

#include "core/dataset/typed_fact.h"

namespace leukolens::ui {
namespace {

struct FactWords {
    Q_DECLARE_TR_FUNCTIONS(FactWords)
};

QString shown(const std::optional<double>& number) {
    return number ? QLocale().toString(*number, 'g', 4) : QString();
}

}  // namespace

QString factTitle(const std::string& fact) {
    if (fact == "ageYears") return FactWords::tr("Age");
    if (fact == "sex") return FactWords::tr("Sex");
    if (fact == "whiteCount") return FactWords::tr("White count");
    if (fact == "immunophenotype") return FactWords::tr("Immunophenotype");
    if (fact == "genetics") return FactWords::tr("Genetics");
    if (fact == "prednisoneResponse") return FactWords::tr("Prednisone response");
    if (fact == "mrdPercent") return FactWords::tr("Residual disease");
    if (fact == "treatmentStart") return FactWords::tr("Start of treatment");
    if (fact == "bloodBlastPercent") return FactWords::tr("Blasts in blood");
    if (fact == "marrowBlastPercent") return FactWords::tr("Blasts in marrow");
    return QString::fromStdString(fact);
}

QString factHelp(const std::string& fact) {
    if (fact == "ageYears") return FactWords::tr("At diagnosis, in years");
    if (fact == "whiteCount") return FactWords::tr("White cells in the blood at diagnosis, 10⁹/L");
    if (fact == "immunophenotype") return FactWords::tr("Lineage of the leukemia");
    if (fact == "genetics") return FactWords::tr("As the laboratory reported it, e.g. ETV6::RUNX1");
    if (fact == "prednisoneResponse") return FactWords::tr("On day 8: good is fewer than 1,000 blasts per µL of blood");
    if (fact == "mrdPercent")
        return FactWords::tr(
            "Minimal residual disease at the end of induction, in percent; “<0.01” where nothing was found above that "
            "limit");
    if (fact == "treatmentStart") return FactWords::tr("Day 0: days of sessions and facts are counted from it");
    if (fact == "bloodBlastPercent") return FactWords::tr("As the laboratory counted them, among the leukocytes of the blood");
    if (fact == "marrowBlastPercent") return FactWords::tr("As the laboratory counted them, among the nucleated cells of the marrow");
    return {};
}

QString factUnit(const std::string& fact) {
    if (fact == "ageYears") return FactWords::tr("years");
    if (fact == "whiteCount") return FactWords::tr("10⁹/L");
    if (fact == "mrdPercent" || fact == "bloodBlastPercent" || fact == "marrowBlastPercent") return QStringLiteral("%");
    return {};
}

QString factValue(const std::string& fact, const std::string& value) {
    if (fact == "sex" && value == "female") return FactWords::tr("female");
    if (fact == "sex" && value == "male") return FactWords::tr("male");
    if (fact == "sex" && value == "other") return FactWords::tr("other");
    if (fact == "immunophenotype" && value == "myeloid") return FactWords::tr("myeloid");
    if (fact == "immunophenotype" && value == "mixed") return FactWords::tr("mixed");
    if (fact == "prednisoneResponse" && value == "good") return FactWords::tr("good");
    if (fact == "prednisoneResponse" && value == "poor") return FactWords::tr("poor");
    return QString::fromStdString(value);
}

QString factText(const dataset::SubjectFacts& facts, const std::string& fact) {
    if (fact == "ageYears") return shown(facts.ageYears);
    if (fact == "whiteCount") return shown(facts.whiteCount);
    if (fact == "mrdPercent")
        return facts.mrdPercent ? (facts.mrdBelow ? QStringLiteral("< ") : QString()) + shown(facts.mrdPercent) : QString();
    const std::string typed = dataset::typedFact(facts, fact);
    if (!typed.empty()) return factValue(fact, typed);
    const auto other = facts.other.find(fact);
    return other == facts.other.end() ? QString() : QString::fromStdString(other->second);
}

}  // namespace leukolens::ui
