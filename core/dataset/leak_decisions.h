// What a person decided about pictures that are in a data set twice.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset {

enum class LeakDecision {
    Undecided,
    Keep,         ///< both stay: they only look alike, or that is wanted
    Drop,         ///< the second is left out
    SamePatient,  ///< both stay, and their subjects are one person
};

std::string_view toString(LeakDecision decision);  ///< "undecided", "keep", "drop", "same_patient"

/// Two pictures by their content, so that a decision outlives moved and renamed files.
struct DecidedPair {
    std::string first;   ///< SHA-256, 64 hexadecimal digits in lower case
    std::string second;  ///< likewise; equal to first for exact copies. Drop leaves this one out
    LeakDecision decision = LeakDecision::Undecided;

    bool operator==(const DecidedPair&) const = default;
};

/// At most one decision for two pictures, in whichever order they are named.
class LeakDecisions {
public:
    /// Replaces an earlier one; Undecided takes it back. Throws std::invalid_argument for what is no SHA-256.
    void set(const std::string& first, const std::string& second, LeakDecision decision);

    LeakDecision of(const std::string& first, const std::string& second) const;
    std::vector<DecidedPair> all() const;  ///< the decided ones, in an order that depends on the contents alone

    bool operator==(const LeakDecisions&) const = default;

private:
    std::map<std::pair<std::string, std::string>, DecidedPair> m_pairs;  ///< by the smaller, then the greater SHA-256
};

nlohmann::json toJson(const LeakDecisions& decisions);

/// From the bytes of a file that may be anything. Fails with ReadFailed (naming `file`): no JSON, a member missing, unknown, repeated or of
/// another kind, a pair decided twice, another version; with TooLarge above 64 MiB.
Result<LeakDecisions> leakDecisionsFromJson(std::span<const std::uint8_t> text, const std::filesystem::path& file);

/// The data as decided; what was done is recorded in Dataset::problems:
/// "dropped_duplicate": left out under Drop. Only where the other picture is there and stays; of exact copies the first stays.
/// "same_patient": under SamePatient a subject is now called as another (the first cell's); an unknown subject becomes the known one.
/// "same_patient_unknown": neither subject is known, nothing could be done.
/// "shared_with_training": a test cell of the external test, left out because under SamePatient its person is among the training cells.
/// "subject_in_two_classes", "empty_class": as the readers say it, where the decisions led to it.
/// Classes and subjects that keep no cell are taken off the lists, their facts too: of merged subjects the
/// first's facts hold. Decisions about pictures that are not there do nothing.
Dataset applyDecisions(Dataset dataset, const LeakDecisions& decisions);

}  // namespace leukolens::dataset
