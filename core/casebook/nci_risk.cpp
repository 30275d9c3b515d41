#include "core/casebook/nci_risk.h"

#include <algorithm>

#include "core/dataset/typed_fact.h"

namespace leukolens::casebook {
namespace {

constexpr double kFirstYear = 1, kHighFromYear = 10, kAdultFromYear = 18, kHighFromWhiteCount = 50;

/// The fact as it stood at diagnosis. Patients::facts() sorts by date, but a caller may not.
const PatientFact* earliest(const std::vector<PatientFact>& facts, std::string_view name) {
    const PatientFact* found = nullptr;
    for (const PatientFact& fact : facts)
        if (!fact.removed && fact.name == name && (!found || fact.date < found->date)) found = &fact;
    return found;
}

}  // namespace

NciRisk nciRisk(const std::vector<PatientFact>& facts) {
    dataset::SubjectFacts known;
    for (const char* name : {"ageYears", "whiteCount", "immunophenotype"})
        if (const PatientFact* fact = earliest(facts, name)) (void)dataset::setTypedFact(known, name, fact->value);  // what cannot be read is missing, and said so
    NciRisk risk;
    risk.ageYears = known.ageYears;
    risk.whiteCount = known.whiteCount;
    const auto notApplicable = [&risk](NciRisk::Why why) {
        risk.why = why;
        return risk;
    };
    if (!known.immunophenotype) return notApplicable(NciRisk::Why::NoLineage);
    if (*known.immunophenotype != dataset::Lineage::B) return notApplicable(NciRisk::Why::NotBLineage);
    if (!known.ageYears) return notApplicable(NciRisk::Why::NoAge);
    if (*known.ageYears < kFirstYear) return notApplicable(NciRisk::Why::Infant);
    if (*known.ageYears >= kAdultFromYear) return notApplicable(NciRisk::Why::Adult);
    if (!known.whiteCount) return notApplicable(NciRisk::Why::NoWhiteCount);
    risk.why = NciRisk::Why::None;
    risk.group = *known.ageYears < kHighFromYear && *known.whiteCount < kHighFromWhiteCount ? NciRisk::Group::Standard : NciRisk::Group::High;
    return risk;
}

}  // namespace leukolens::casebook
