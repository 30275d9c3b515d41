// Every choice of the training of a finder of cells, with its default and unit.
#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <string>

#include "core/base/result.h"
#include "core/detection/detection_trainer.h"

namespace leukolens::fields {

struct FieldTrainSettings {
    std::string backbone = "inception_v3";
    std::string weightsFile;        ///< of the backbone's classifier or of a detector, .pth or .safetensors; empty: random initialisation
    /// Block of the backbone that stays as it is with all before it; "usual": what the backbone names where weights are given, nothing where not; "none": everything is trained.
    std::string frozenUpTo = "usual";
    int shortSidePx = 480;          ///< what the shorter side of a field is brought to, 96…2048
    int epochs = 12;
    int batch = 1;                  ///< fields a step, 1…64
    engine::OptimizerKind optimizer = engine::OptimizerKind::AdamW;  ///< AdamW, or SGD with momentum 0.9
    double learningRate = 2e-4;     ///< peak; rises over warmUp, then half a cosine
    double bodyRate = 0.2;          ///< of the backbone, as a share of that
    double weightDecay = 1e-4;
    double warmUp = 0.05;           ///< share of all steps
    double clipNorm = 10;           ///< largest norm of all gradients together; 0: no limit
    int regions = 256;              ///< sampled a field for the second stage, 16…2000
    bool augment = true;            ///< mirrored, turned by right angles, colours changed
    double umPerPx = 0;             ///< how large a pixel of the fields is, 0.01…1.25 µm; 0: by their red cells. For Slides alone, nothing is learnt from it
    double testShare = 0.2;         ///< of the fields, 0…0.9: not trained on, measured at the end
    std::uint64_t seed = 1;
    std::string device = "auto", precision = "auto";  ///< as leukolens train has them

    friend bool operator==(const FieldTrainSettings&, const FieldTrainSettings&) = default;
};

/// Fails with InvalidArgument naming the setting, its value and its range.
Result<void> validate(const FieldTrainSettings& settings);

nlohmann::json toJson(const FieldTrainSettings& settings);
/// Strict. Fails with ReadFailed, naming `file`.
Result<FieldTrainSettings> fieldSettingsFromJson(const nlohmann::json& json, const std::filesystem::path& file);
std::string settingsHash(const FieldTrainSettings& settings);

}  // namespace leukolens::fields
