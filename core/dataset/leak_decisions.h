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
    DecidedPair pairOf(const std::string& first, const std::string& second) const;  ///< as it was decided; Undecided: in this order
    std::vector<DecidedPair> all() const;  ///< the decided ones, in an order that depends on the contents alone

    bool empty() const { return m_pairs.empty(); }

    bool operator==(const LeakDecisions&) const = default;

private:
    std::map<std::pair<std::string, std::string>, DecidedPair> m_pairs;  ///< by the smaller, then the greater SHA-256
};

nlohmann::json toJson(const LeakDecisions& decisions);

/// From the bytes of a file that may be anything. Fails with ReadFailed (naming `file`): no JSON, a member missing, unknown, repeated or of
/// another kind, a pair decided twice, another version; with TooLarge above 64 MiB.
Result<LeakDecisions> leakDecisionsFromJson(std::span<const std::uint8_t> text, const std::filesystem::path& file);

/// No file: none were made.
Result<LeakDecisions> readLeakDecisions(const std::filesystem::path& file);
Result<void> writeLeakDecisions(const std::filesystem::path& file, const LeakDecisions& decisions);  ///< atomically

}  // namespace leukolens::dataset
