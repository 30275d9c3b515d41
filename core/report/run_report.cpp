#include "core/report/run_report.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "core/base/iso_time.h"
#include "core/experiment/run_evaluation.h"
#include "core/experiment/setting_table.h"
#include "core/nn/network_info.h"

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

std::string textOf(const experiment::Setting& setting, const experiment::Setting::Value& value) {
    std::string text;
    if (const auto* isOn = std::get_if<bool>(&value)) text = *isOn ? "on" : "off";
    if (const auto* whole = std::get_if<std::int64_t>(&value)) text = std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value)) text = number(*real);
    if (const auto* word = std::get_if<std::string>(&value)) {
        text = *word;
        for (const auto& known : setting.words)
            if (known.word == *word) text = known.label;
    }
    return setting.unit[0] == '\0' ? text : text + ' ' + setting.unit;
}

constexpr const char* kAuxiliaryRow = "Auxiliary loss weight";
/// Settings that every report tells, under names of its own.
constexpr std::array kAlwaysTold = {"protocol", "folds",        "epochs",      "patienceEpochs",  "inputPx", "batch",   "seed",  "network",
                                    "weightsFile", "learningRate", "weightDecay", "auxiliaryWeight", "dropout", "augment", "device", "precision"};

/// The others, where they are not as they usually are.
void addUnusual(const experiment::TrainSettings& settings, std::vector<std::pair<std::string, std::string>>& rows) {
    const experiment::TrainSettings usual;
    for (const auto& setting : experiment::settingTable()) {
        const auto isThis = [&](const char* key) { return std::string_view(key) == setting.key; };
        if (std::ranges::any_of(kAlwaysTold, isThis) || setting.get(settings) == setting.get(usual)) continue;
        rows.emplace_back(setting.label, textOf(setting, setting.get(settings)));
    }
}

}  // namespace

RunReport makeRunReport(experiment::RunRecord record, std::optional<evaluation::Evaluation> evaluation) {
    RunReport report;
    const auto& run = record.result;
    const auto& s = run.settings;
    const auto network = nn::networkInfo(s.network);
    report.settings = {
        {"Network", network ? network->title : s.network},
        {"Pretrained weights", s.weightsFile.empty() ? "none" : std::filesystem::path(s.weightsFile).filename().string()},
        {"Protocol", std::string(toString(s.protocol))},
        {"Folds", std::to_string(s.folds)},
        {"Epochs, at most", std::to_string(s.epochs)},
        {"Patience (epochs)", std::to_string(s.patienceEpochs)},
        {"Input side (px)", std::to_string(s.inputPx)},
        {"Batch size", run.halvedBatch > 0 ? std::to_string(run.halvedBatch) + " from fold " + std::to_string(run.halvedInFold) + " on (" + std::to_string(s.batch) + ")" : std::to_string(s.batch)},
        {"Peak learning rate", number(s.learningRate)},
        {"Weight decay", number(s.weightDecay)},
        {kAuxiliaryRow, s.inputPx >= 299 ? number(s.auxiliaryWeight) : "not run below 299 px"},
        {"Dropout", number(s.dropout)},
        {"Augmentation", s.augment ? "on" : "off"},
        {"Device", used(s.device, run.device)},
        {"Precision", used(s.precision, run.precision)},
        {"Seed", std::to_string(s.seed)},
    };
    if (network && network->auxiliary.empty()) std::erase_if(report.settings, [](const auto& row) { return row.first == kAuxiliaryRow; });
    addUnusual(s, report.settings);
    for (const auto& extension : record.extensions) report.settings.emplace_back("Extended by (epochs)", std::to_string(extension.epochs));
    report.settingsHash = experiment::settingsHash(s);
    report.optimistic = s.protocol == dataset::Protocol::Paper;
    report.evaluation = std::move(evaluation);
    report.models = experiment::modelChecksums(record);
    report.record = std::move(record);
    report.made = isoLocalTimeNow();
    return report;
}

}  // namespace leukolens::report
