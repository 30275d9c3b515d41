// That no picture is learnt from and tested on in one fold, unless a person says in writing that it may be.
#pragma once

#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/dataset/leaks.h"

namespace leukolens::experiment {

/// Limits of what a person types to acknowledge leaks, in characters, blanks around it not counted.
inline constexpr std::size_t kLeastAcknowledgement = 10, kMostAcknowledgement = 1000;

/// Two pictures that are the same, and the folds that put them into two parts.
struct DividedPair {
    dataset::LeakKind kind = dataset::LeakKind::Near;
    dataset::LeakPlace place = dataset::LeakPlace::WithinClass;
    double similarity = 1;
    std::filesystem::path first, second;
    struct InFold {
        int fold = 0;  ///< 1-based
        dataset::Part first = dataset::Part::Train, second = dataset::Part::Test;
    };
    std::vector<InFold> folds;
};

/// What leaks.json says of a run.
struct LeakRecord {
    std::vector<DividedPair> pairs;
    std::string acknowledgement;  ///< empty: no test is spoilt, nothing had to be acknowledged
    std::string acknowledgedAt;   ///< UTC, ISO 8601; empty likewise

    /// A sentence for the run's notices; empty where no pair is divided.
    std::string notice() const;
};
nlohmann::json toJson(const LeakRecord& record, const std::filesystem::path& root);  ///< paths relative to root

/// Fails with InvalidArgument for what is no acknowledgement: too short, too long, no UTF-8, control characters. Nothing acknowledges nothing.
Result<void> checkAcknowledgement(const std::string& acknowledgement);

/// Looks for pictures that are there twice and for what the split does with them. Fails with LeakingSplit where a test is spoilt and
/// nothing is acknowledged; with what checkAcknowledgement() says; with Cancelled or OutOfMemory. Where only early stopping is spoilt
/// (training and validation), the record says so. Long: about 5 s for 15,000 pictures on two cores.
Result<LeakRecord> guardAgainstLeaks(const dataset::Dataset& dataset, const dataset::Split& split, const std::string& acknowledgement, ProgressSink& progress,
                                     const CancelToken& cancel);

}  // namespace leukolens::experiment
