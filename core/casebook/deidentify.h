// What takes a person out of a case before it leaves the laboratory.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/casebook/patients.h"

namespace leukolens::casebook {

/// Dates of one patient as days, and back.
class DayCount {
public:
    enum class Since { Nothing, TreatmentStart, FirstSession };

    /// From the earliest treatmentStart among the facts on; where there is none, from the earliest of `taken` (dates of samples). Nothing: no date is known.
    DayCount(const std::vector<PatientFact>& facts, const std::vector<std::string>& taken);

    Since since() const { return m_since; }
    /// "day 12", "day -3" of an ISO 8601 date or time; empty where it is none, or nothing is counted from.
    std::string dayOf(std::string_view time) const;

private:
    Since m_since = Since::Nothing;
    std::chrono::sys_days m_start{};
};

std::string_view toString(DayCount::Since since);  ///< "nothing", "treatment_start", "first_session"

/// 12 of "day 12"; nothing of a date or another text.
std::optional<int> numberOfDay(std::string_view text);

/// From this age on only that it is reached is told (the Safe Harbor method of HIPAA, 45 CFR 164.514(b)(2)).
inline constexpr double kHiddenAgeYears = 90;
inline constexpr std::string_view kHiddenAge = "90+";

/// In place of a value that is none of its fact's, and of genetics that are not isKnownGenetics().
inline constexpr std::string_view kOtherValue = "other";

/// Without dates (days instead), notes and people; an age from kHiddenAgeYears on is kHiddenAge. The start of treatment is a day as well. Values are those that checkedFact() takes, otherwise kOtherValue.
PatientFact deidentified(PatientFact fact, const DayCount& days);

/// Role and day, without the name and without the trail's head: it is of one moment of the laboratory, and whoever has the store finds the case by it.
Signature deidentified(Signature signature, const DayCount& days);

}  // namespace leukolens::casebook
