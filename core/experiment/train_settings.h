// Every choice of a training run, with its default, unit and source.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/dataset/split.h"

namespace leukolens::experiment {

struct TrainSettings {
    dataset::Protocol protocol = dataset::Protocol::Patient;
    int folds = 3;                ///< 2…20; the paper's three
    int epochs = 50;              ///< 1…1000, at most; the paper's fifty
    int patienceEpochs = 8;       ///< 1…1000 without a better validation loss before stopping
    int inputPx = 299;            ///< 75…1024, side of the square input; below 299 the auxiliary head is not run
    int batch = 16;               ///< 2…4096
    double learningRate = 5e-4;   ///< > 0, peak of a one-cycle cosine schedule with linear warm-up
    double weightDecay = 0.01;    ///< ≥ 0, AdamW's
    double auxiliaryWeight = 0.4; ///< ≥ 0, weight of the auxiliary loss (Szegedy et al. 2016, torchvision)
    double dropout = 0.5;         ///< 0…0.95 before the last layer
    bool augment = true;          ///< saturation, contrast, brightness, gamma; then flips and rotation
    std::string network = "inception_v3";
    std::string weightsFile;      ///< weights to start from, .leukomodel, .pth or .safetensors; empty: random initialisation
    std::string device = "auto";  ///< "cpu", "cuda", "auto": cuda where there is one
    std::string precision = "auto";  ///< "fp32", "bf16", "auto": bf16 where the processor or GPU has it
    std::uint64_t seed = 1;
};

/// Fails with InvalidArgument naming the setting, its value and its range.
Result<void> validate(const TrainSettings& settings);
nlohmann::json toJson(const TrainSettings& settings);
/// From settings.json; fails with ReadFailed, naming `file`.
Result<TrainSettings> trainSettingsFromJson(const nlohmann::json& json, const std::filesystem::path& file);
/// SHA-256 of the canonical JSON: two runs with the same hash, data and program repeat each other.
std::string settingsHash(const TrainSettings& settings);

}  // namespace leukolens::experiment
