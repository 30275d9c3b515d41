#include "core/experiment/alarms.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <optional>

namespace leukolens::experiment {
namespace {

using Epochs = std::span<const EpochRecord>;  ///< of one fold up to the epoch that is looked at, at least one

constexpr std::size_t kTooGoodEpochs = 3;
/// Training figures are taken with augmentation and dropout, so validation is often somewhat better.
constexpr double kTooGoodBy = 0.15;
constexpr std::size_t kPerfectEpochs = 2, kOneClassEpochs = 2;
constexpr int kFallsWithinEpochs = 3;
/// A loss that fell by less than this share has not fallen.
constexpr double kLeastFall = 0.02;
constexpr double kRisenTo = 1.5;
constexpr std::size_t kSwingEpochs = 6;
constexpr int kSwings = 4;
constexpr double kSwingShare = 0.2;
/// Swings that come to a new low, a tenth below the lowest before, are those of few cells, not of the rate.
constexpr double kHeadway = 0.9;

std::optional<Alarm> tooGood(Epochs epochs) {
    if (epochs.size() < kTooGoodEpochs) return std::nullopt;
    const auto isTooGood = [](const EpochRecord& row) { return row.validationAccuracy - row.trainAccuracy > kTooGoodBy; };
    if (!std::ranges::all_of(epochs.last(kTooGoodEpochs), isTooGood)) return std::nullopt;
    return Alarm{.kind = AlarmKind::ValidationTooGood, .training = epochs.back().trainAccuracy, .validation = epochs.back().validationAccuracy};
}

std::optional<Alarm> perfect(Epochs epochs) {
    if (epochs.size() < kPerfectEpochs) return std::nullopt;
    const auto isPerfect = [](const EpochRecord& row) { return row.validationAccuracy >= 1; };
    if (!std::ranges::all_of(epochs.last(kPerfectEpochs), isPerfect)) return std::nullopt;
    return Alarm{.kind = AlarmKind::ValidationPerfect, .training = epochs.back().trainAccuracy, .validation = 1};
}

/// A network that calls everything one class is right for exactly that class's cells. Once may be chance.
std::optional<Alarm> oneClass(Epochs epochs, std::span<const int> classes) {
    const int cells = std::accumulate(classes.begin(), classes.end(), 0);
    if (epochs.size() < kOneClassEpochs || classes.size() < 2 || cells == 0) return std::nullopt;
    const auto rightCells = [cells](const EpochRecord& row) { return row.validationAccuracy * cells; };
    const auto isOneClass = [&](const EpochRecord& row) {
        return std::ranges::any_of(classes, [&](int count) { return std::abs(rightCells(row) - count) < 0.01; });
    };
    if (!std::ranges::all_of(epochs.last(kOneClassEpochs), isOneClass)) return std::nullopt;
    return Alarm{.kind = AlarmKind::OneClassOnly, .training = epochs.back().trainAccuracy, .validation = epochs.back().validationAccuracy};
}

double lowestLoss(Epochs epochs) {
    double lowest = epochs.front().trainLoss;
    for (const EpochRecord& row : epochs) lowest = std::min(lowest, row.trainLoss);
    return lowest;
}

bool hasFallen(Epochs epochs) { return lowestLoss(epochs) < epochs.front().trainLoss * (1 - kLeastFall); }

std::optional<Alarm> notFalling(Epochs epochs) {
    if (epochs.size() != kFallsWithinEpochs || hasFallen(epochs)) return std::nullopt;
    return Alarm{.kind = AlarmKind::LossNotFalling, .training = epochs.front().trainLoss, .validation = epochs.back().trainLoss};
}

/// Up for two epochs running, to well above the lowest so far.
bool rises(Epochs epochs) {
    const std::size_t n = epochs.size();
    if (n < 3) return false;
    const double now = epochs[n - 1].trainLoss, before = epochs[n - 2].trainLoss, earlier = epochs[n - 3].trainLoss;
    return now > before && before > earlier && now > kRisenTo * lowestLoss(epochs);
}

bool swings(Epochs epochs) {
    if (epochs.size() < kSwingEpochs) return false;
    const Epochs last = epochs.last(kSwingEpochs);
    int turns = 0;
    double stepBefore = 0;
    for (std::size_t i = 1; i < last.size(); ++i) {
        const double step = last[i].trainLoss - last[i - 1].trainLoss;
        const bool isLarge = std::abs(step) > kSwingShare * std::min(last[i].trainLoss, last[i - 1].trainLoss);
        if (isLarge && step * stepBefore < 0) ++turns;
        stepBefore = isLarge ? step : 0;
    }
    const bool gainsGround = lowestLoss(last.last(kSwingEpochs / 2)) < kHeadway * lowestLoss(last.first(kSwingEpochs / 2));
    return turns >= kSwings && !gainsGround;
}

std::optional<Alarm> rateTooHigh(Epochs epochs) {
    const EpochRecord& now = epochs.back();
    const bool isNumber = std::isfinite(now.trainLoss) && std::isfinite(now.validationLoss);
    if (isNumber && !rises(epochs) && !swings(epochs)) return std::nullopt;
    return Alarm{.kind = AlarmKind::RateTooHigh, .training = lowestLoss(epochs), .validation = now.trainLoss};
}

/// Adds what is seen after the last of these epochs and was not seen before in this fold.
void look(Epochs epochs, const AlarmFacts& facts, std::vector<Alarm>& found) {
    const int fold = epochs.back().fold;
    const auto index = static_cast<std::size_t>(fold - 1);
    const std::span<const int> classes = fold >= 1 && index < facts.validationClasses.size() ? std::span<const int>(facts.validationClasses[index])
                                                                                             : std::span<const int>();
    const bool goesAstray = std::ranges::any_of(found, [](const Alarm& alarm) { return alarm.kind == AlarmKind::RateTooHigh; });
    std::vector<std::optional<Alarm>> seen = {rateTooHigh(epochs), oneClass(epochs, classes), tooGood(epochs), perfect(epochs)};
    // A rate that is too high is the better explanation.
    if (!goesAstray && !seen.front()) seen.push_back(notFalling(epochs));
    for (std::optional<Alarm>& alarm : seen) {
        if (!alarm || std::ranges::any_of(found, [&](const Alarm& other) { return other.kind == alarm->kind; })) continue;
        alarm->fold = fold;
        alarm->epoch = epochs.back().epoch;
        found.push_back(*alarm);
    }
}

}  // namespace

std::vector<Alarm> alarmsFor(const TrainSettings& settings, std::span<const EpochRecord> history, const AlarmFacts& facts) {
    std::vector<Alarm> alarms;
    if (settings.protocol == dataset::Protocol::Paper) alarms.push_back({.kind = AlarmKind::SubjectsShared});
    std::map<int, std::vector<EpochRecord>> folds;
    for (const EpochRecord& row : history) folds[row.fold].push_back(row);
    if (facts.divergedFold > 0) folds.try_emplace(facts.divergedFold);
    for (auto& [fold, epochs] : folds) {
        std::ranges::sort(epochs, {}, &EpochRecord::epoch);
        std::vector<Alarm> found;
        for (std::size_t count = 1; count <= epochs.size(); ++count) look(Epochs(epochs).first(count), facts, found);
        // A fold that began slowly and learnt after all needs no advice.
        if (!epochs.empty() && hasFallen(epochs)) std::erase_if(found, [](const Alarm& alarm) { return alarm.kind == AlarmKind::LossNotFalling; });
        const bool known = std::ranges::any_of(found, [](const Alarm& alarm) { return alarm.kind == AlarmKind::RateTooHigh; });
        if (fold == facts.divergedFold && !known) {
            found.push_back({.kind = AlarmKind::RateTooHigh,
                             .fold = fold,
                             .epoch = epochs.empty() ? 1 : epochs.back().epoch + 1,
                             .training = epochs.empty() ? std::nan("") : lowestLoss(epochs),
                             .validation = std::nan("")});
        }
        alarms.insert(alarms.end(), found.begin(), found.end());
    }
    return alarms;
}

}  // namespace leukolens::experiment
