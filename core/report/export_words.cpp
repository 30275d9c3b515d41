#include "core/report/export_words.h"

#include <array>
#include <charconv>
#include <cmath>

namespace leukolens::report {

std::string stateName(casebook::CaseState state) {
    switch (state) {
        case casebook::CaseState::Open: return "open";
        case casebook::CaseState::AwaitingSecond: return "awaiting_second";
        case casebook::CaseState::Signed: return "signed";
    }
    return "open";
}

std::string riskGroup(const casebook::NciRisk& risk) {
    switch (risk.group) {
        case casebook::NciRisk::Group::Standard: return "standard";
        case casebook::NciRisk::Group::High: return "high";
        case casebook::NciRisk::Group::NotApplicable: return "not_applicable";
    }
    return "not_applicable";
}

std::string riskReason(const casebook::NciRisk& risk) {
    using Why = casebook::NciRisk::Why;
    switch (risk.why) {
        case Why::None: return "none";
        case Why::NoAge: return "no_age";
        case Why::NoWhiteCount: return "no_white_count";
        case Why::NoLineage: return "no_lineage";
        case Why::Infant: return "infant";
        case Why::Adult: return "adult";
        case Why::NotBLineage: return "not_b_lineage";
    }
    return "none";
}

std::string plainNumber(double value) {
    std::array<char, 32> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
    return {text.data(), end};
}

double asPercent(double proportion) {
    constexpr double kSteps = 1e4;
    return std::round(100 * proportion * kSteps) / kSteps;
}

std::string exportedClass(const std::string& className) {
    return className == casebook::kUnidentified ? "unidentified" : className;
}

}  // namespace leukolens::report
