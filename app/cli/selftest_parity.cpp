#include "app/cli/selftest_parity.h"

#include <cstdio>
#include <string_view>

#include "core/engine/device.h"
#include "core/parity/parity.h"

namespace leukolens::cli {
namespace {

std::string shortNumber(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.2g", value);
    return text;
}

Finding describe(const std::vector<parity::Deviation>& deviations) {
    Finding finding("largest differences: ");
    finding.parity = nlohmann::json::array();
    for (const auto& deviation : deviations) {
        const auto& [quantity, difference, tolerance, where] = deviation;
        finding.parity.push_back({{"quantity", quantity}, {"difference", difference}, {"tolerance", tolerance}});
        if (finding.parity.size() > 1) finding.detail += "; ";
        finding.detail += quantity + " " + shortNumber(difference) + " of " + shortNumber(tolerance) + " allowed";
        if (deviation.within()) continue;
        finding.status = CheckStatus::Failed;
        finding.detail += " (TOO MUCH" + (where.empty() ? "" : ", " + where) + ")";
    }
    return finding;
}

}  // namespace

std::span<const ParityCheck> parityChecks() {
    static constexpr ParityCheck kChecks[] = {
        {"network parity, CPU, fp32", "cpu", "fp32"},   {"network parity, CPU, bf16", "cpu", "bf16"},
        {"network parity, CUDA, fp32", "cuda", "fp32"}, {"network parity, CUDA, TF32", "cuda", "tf32"},
        {"network parity, CUDA, bf16", "cuda", "bf16"},
    };
    return kChecks;
}

Outcome runParityCheck(const ParityCheck& check) {
    const std::string device = check.device, precision = check.precision;
    if (device == "cuda" && !engine::cudaAvailable()) return Finding(CheckStatus::Skipped, "no GPU here");
    if (precision == "bf16" && *engine::resolvePrecision("auto", device) != "bf16")
        return Finding(CheckStatus::Skipped, "this processor has no bf16");
    const auto deviations = parity::measureParity(device, precision);
    if (!deviations) return fail(deviations.error());
    return describe(*deviations);
}

}  // namespace leukolens::cli
