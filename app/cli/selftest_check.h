// What one check of `leukolens selftest` finds.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "core/base/result.h"

namespace leukolens::cli {

enum class CheckStatus { Passed, Failed, Skipped };

struct Finding {
    Finding(std::string text) : detail(std::move(text)) {}
    Finding(CheckStatus what, std::string text) : status(what), detail(std::move(text)) {}

    CheckStatus status = CheckStatus::Passed;
    std::string detail;      ///< what was found, or why there was nothing to check
    nlohmann::json parity;   ///< null where nothing was compared; else [{"quantity", "difference", "tolerance"}]
};

/// A failure carries its reason as an Error, or as a Finding where there are numbers to show.
using Outcome = Result<Finding>;

}  // namespace leukolens::cli
