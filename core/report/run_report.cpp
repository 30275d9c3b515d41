#include "core/report/run_report.h"
#include "core/base/iso_time.h"

#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>


namespace leukolens::report {
namespace {

/// Shortest decimal that reads back as the same number: 0.0005, and 1e-09 where that would be a row of zeros.
std::string number(double value) {
    const bool readable = value == 0 || std::abs(value) >= 1e-6;
    std::array<char, 64> text{};
    const auto end = std::to_chars(text.data(), text.data() + text.size(), value,
                                   readable ? std::chars_format::fixed : std::chars_format::scientific)
                         .ptr;
    return {text.data(), end};
}

std::string used(const std::string& asked, const std::string& actual) {
    return asked == actual || actual.empty() ? asked : actual + " (" + asked + ")";
}

}  // namespace

RunReport makeRunReport(experiment::RunRecord record) {
    RunReport report;
    const auto& run = record.result;
    const auto& s = run.settings;
    const bool auxiliaryRuns = s.inputPx >= 299;
    report.settings = {
        {"Network", s.network},
        {"Pretrained weights", s.weightsFile.empty() ? "none" : std::filesystem::path(s.weightsFile).filename().string()},
        {"Protocol", std::string(toString(s.protocol))},
        {"Folds", std::to_string(s.folds)},
        {"Epochs, at most", std::to_string(s.epochs)},
        {"Patience (epochs)", std::to_string(s.patienceEpochs)},
        {"Input side (px)", std::to_string(s.inputPx)},
        {"Batch size", std::to_string(s.batch)},
        {"Peak learning rate", number(s.learningRate)},
        {"Weight decay", number(s.weightDecay)},
        {"Auxiliary loss weight", auxiliaryRuns ? number(s.auxiliaryWeight) : "not run below 299 px"},
        {"Dropout", number(s.dropout)},
        {"Augmentation", s.augment ? "on" : "off"},
        {"Device", used(s.device, run.device)},
        {"Precision", used(s.precision, run.precision)},
        {"Seed", std::to_string(s.seed)},
    };
    report.settingsHash = experiment::settingsHash(s);
    report.optimistic = s.protocol == dataset::Protocol::Paper;
    report.record = std::move(record);
    report.made = isoLocalTimeNow();
    return report;
}

}  // namespace leukolens::report
