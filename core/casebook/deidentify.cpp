#include "core/casebook/deidentify.h"

#include <algorithm>
#include <charconv>

#include "core/base/iso_date.h"
#include "core/casebook/accounts.h"
#include "core/casebook/known_genetics.h"

namespace leukolens::casebook {
namespace {

constexpr std::string_view kDay = "day ";
constexpr std::size_t kDateLength = 10;

std::optional<std::chrono::sys_days> earliest(const std::vector<std::string>& dates) {
    std::optional<std::chrono::sys_days> first;
    for (const std::string& text : dates)
        if (const auto date = isoDate(text); date && (!first || *date < *first)) first = date;
    return first;
}

bool isHiddenAge(const std::string& value) {
    double years = 0;
    const auto [end, problem] = std::from_chars(value.data(), value.data() + value.size(), years);
    return problem == std::errc{} && years >= kHiddenAgeYears;
}

/// What the fact's name allows, otherwise kOtherValue: a text that anybody typed may name somebody.
std::string knownValue(const PatientFact& fact) {
    const auto checked = checkedFact({0, fact.name, fact.value});
    if (!checked || (fact.name == "genetics" && !isKnownGenetics(fact.value))) return std::string(kOtherValue);
    return checked->value;
}

}  // namespace

DayCount::DayCount(const std::vector<PatientFact>& facts, const std::vector<std::string>& taken) {
    std::vector<std::string> starts;
    for (const PatientFact& fact : facts)
        if (fact.name == "treatmentStart") starts.push_back(fact.value);
    auto start = earliest(starts);
    m_since = start ? Since::TreatmentStart : Since::FirstSession;
    if (!start) start = earliest(taken);
    if (start) m_start = *start;
    else m_since = Since::Nothing;
}

std::string DayCount::dayOf(std::string_view time) const {
    const auto date = isoDate(time.substr(0, kDateLength));
    if (m_since == Since::Nothing || !date) return {};
    return std::string(kDay) + std::to_string((*date - m_start).count());
}

std::string_view toString(DayCount::Since since) {
    switch (since) {
        case DayCount::Since::Nothing: return "nothing";
        case DayCount::Since::TreatmentStart: return "treatment_start";
        case DayCount::Since::FirstSession: return "first_session";
    }
    return "nothing";
}

std::optional<int> numberOfDay(std::string_view text) {
    if (!text.starts_with(kDay)) return std::nullopt;
    text.remove_prefix(kDay.size());
    int day = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), day);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return day;
}

PatientFact deidentified(PatientFact fact, const DayCount& days) {
    fact.value = knownValue(fact);
    if (fact.name == "treatmentStart") fact.value = days.dayOf(fact.value);
    if (fact.name == "ageYears" && isHiddenAge(fact.value)) fact.value = kHiddenAge;
    fact.date = days.dayOf(fact.date);
    fact.note.clear();
    fact.entered.clear();
    fact.enteredBy.clear();
    return fact;
}

Signature deidentified(Signature signature, const DayCount& days) {
    const auto known = {Role::Technician, Role::Reviewer, Role::Administrator};
    if (std::ranges::none_of(known, [&](Role role) { return signature.role == toString(role); })) signature.role.clear();
    signature.person.clear();
    signature.head.clear();
    signature.time = days.dayOf(signature.time);
    return signature;
}

}  // namespace leukolens::casebook
