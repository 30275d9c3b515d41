// What a reviewer would ask of the figures, said before they are believed.
#pragma once

#include <string>
#include <vector>

#include "core/evaluation/bootstrap.h"

namespace leukolens::evaluation {

enum class HonestyKind {
    SubjectsShared,    ///< patients are in training and in test: the figures flatter
    ValidationIsTest,  ///< the epoch was chosen on the cells that are tested
    NoSubjects,        ///< some or all subjects are not known: intervals count images as independent
    FewSubjects,       ///< a class is tested on fewer than kFewSubjects subjects
    WideInterval,      ///< an interval is wider than kWideInterval
    TooGood,           ///< a weighted F1 of kTooGood and more on unseen patients: better than anybody's
    IntervalMissing,       ///< a figure is computed without an interval: fewer than two subjects, or mostly undefined
};

inline constexpr int kFewSubjects = 10;
inline constexpr double kWideInterval = 0.2, kTooGood = 0.95;

struct HonestyAlarm {
    HonestyKind kind = HonestyKind::SubjectsShared;
    std::string about;   ///< class (FewSubjects) or names of the figures, separated by ", " (WideInterval, IntervalMissing); else empty
    double value = 0;    ///< subjects, the widest interval's width, or the weighted F1
    std::vector<MetricKey> figures = {};  ///< those that `about` names

    /// Plain English, for logs, JSON and the command line.
    std::string words() const;
    friend bool operator==(const HonestyAlarm&, const HonestyAlarm&) = default;
};

/// "subjects_shared"
std::string_view toString(HonestyKind kind);

struct HonestyFacts {
    bool subjectsShared = false, validationIsTest = false;
};

/// keys and figures of all test cells, parallel.
std::vector<HonestyAlarm> honestyAlarms(const PredictionTable& test, const std::vector<MetricKey>& keys, const std::vector<Figure>& figures, const HonestyFacts& facts);

}  // namespace leukolens::evaluation
