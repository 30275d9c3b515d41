#include "core/evaluation/honesty.h"

#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <set>

namespace leukolens::evaluation {
namespace {

void addFewSubjects(const PredictionTable& test, std::vector<HonestyAlarm>& alarms) {
    std::vector<std::set<int>> subjects(test.classes.size());
    for (const auto& cell : test.cells)
        if (cell.subject >= 0) subjects[static_cast<std::size_t>(cell.label)].insert(cell.subject);
    for (std::size_t k = 0; k < subjects.size(); ++k)
        if (static_cast<int>(subjects[k].size()) < kFewSubjects) alarms.push_back({HonestyKind::FewSubjects, test.classes[k], static_cast<double>(subjects[k].size())});
}

/// Of figures of all classes together: those of single classes have few cells more often than not.
void addIntervals(const PredictionTable& test, const std::vector<MetricKey>& keys, const std::vector<Figure>& figures, std::vector<HonestyAlarm>& alarms) {
    HonestyAlarm wide{HonestyKind::WideInterval, {}, 0, {}}, missing{HonestyKind::IntervalMissing, {}, 0, {}};
    const auto mention = [&](HonestyAlarm& alarm, std::size_t i) {
        alarm.about += (alarm.about.empty() ? "" : ", ") + nameOf(keys[i], test.classes);
        alarm.figures.push_back(keys[i]);
    };
    for (std::size_t i = 0; i < keys.size(); ++i) {
        if (keys[i].classIndex >= 0 || keys[i].kind == MetricKind::LogLoss || std::isnan(figures[i].value)) continue;
        if (!figures[i].percentile) {
            mention(missing, i);
            continue;
        }
        const double width = figures[i].percentile->high - figures[i].percentile->low;
        if (!(width > kWideInterval)) continue;
        mention(wide, i);
        wide.value = std::max(wide.value, width);
    }
    if (!wide.about.empty()) alarms.push_back(wide);
    if (!missing.about.empty()) alarms.push_back(missing);
}

}  // namespace

std::string_view toString(HonestyKind kind) {
    switch (kind) {
        case HonestyKind::SubjectsShared: return "subjects_shared";
        case HonestyKind::ValidationIsTest: return "validation_is_test";
        case HonestyKind::NoSubjects: return "no_subjects";
        case HonestyKind::FewSubjects: return "few_subjects";
        case HonestyKind::WideInterval: return "wide_interval";
        case HonestyKind::TooGood: return "too_good";
        case HonestyKind::IntervalMissing: return "no_interval";
    }
    return "";
}

std::string HonestyAlarm::words() const {
    switch (kind) {
        case HonestyKind::SubjectsShared:
            return "Patients are in training and in test: the figures say how well cells of known patients are told apart, not those of new ones.";
        case HonestyKind::ValidationIsTest: return "The best epoch was chosen on the very cells that are tested: the figures are too good.";
        case HonestyKind::NoSubjects: return "Not every cell's subject is known: intervals count images as if each were another patient's, and are too narrow.";
        case HonestyKind::FewSubjects: return fmt::format("Class {} is tested on {:.0f} subjects: fewer than {} say little about new patients.", about, value, kFewSubjects);
        case HonestyKind::WideInterval: return fmt::format("Intervals wider than {} (up to {:.2f}): {}. More subjects are needed before anything is claimed.", kWideInterval, value, about);
        case HonestyKind::TooGood:
            return fmt::format("A weighted F1 of {:.3f} on unseen patients is better than any published for C-NMC (0.91): check that no patient goes by two names.", value);
        case HonestyKind::IntervalMissing: return "No interval can be given for: " + about + ". There are too few subjects.";
    }
    return {};
}

std::vector<HonestyAlarm> honestyAlarms(const PredictionTable& test, const std::vector<MetricKey>& keys, const std::vector<Figure>& figures, const HonestyFacts& facts) {
    std::vector<HonestyAlarm> alarms;
    const bool allKnown = std::ranges::none_of(test.cells, [](const PredictedCell& cell) { return cell.subject < 0; });
    if (facts.subjectsShared) alarms.push_back({HonestyKind::SubjectsShared, {}, 0});
    if (facts.validationIsTest) alarms.push_back({HonestyKind::ValidationIsTest, {}, 0});
    if (!allKnown) alarms.push_back({HonestyKind::NoSubjects, {}, 0});
    if (test.hasSubjects()) addFewSubjects(test, alarms);
    addIntervals(test, keys, figures, alarms);
    const auto f1 = std::ranges::find(keys, MetricKind::F1Weighted, &MetricKey::kind);
    if (f1 != keys.end() && !facts.subjectsShared && !facts.validationIsTest && allKnown) {
        const double value = figures[static_cast<std::size_t>(f1 - keys.begin())].value;
        if (value >= kTooGood) alarms.push_back({HonestyKind::TooGood, {}, value});
    }
    return alarms;
}

}  // namespace leukolens::evaluation
