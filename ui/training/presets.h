// Ready-made training settings.
#pragma once

#include <QString>

#include <array>

#include "core/experiment/train_settings.h"

namespace leukolens::ui {

enum class Preset {
    PatientSafe,  ///< patients kept apart: what a result for unseen patients needs
    Paper,        ///< the paper's protocol, by image, and its network
    Quick,        ///< small input, few epochs: to try the program on a processor
};
inline constexpr std::array kPresets = {Preset::PatientSafe, Preset::Paper, Preset::Quick};

QString presetName(Preset preset);
QString presetHelp(Preset preset);

/// The preset of core/experiment/presets.h; weights, device, precision and seed stay as in `current`, and so does the network but for the paper's experiment, which is InceptionV3's.
experiment::TrainSettings applyPreset(Preset preset, const experiment::TrainSettings& current);

/// Whether `settings` is what the preset would give.
bool matchesPreset(Preset preset, const experiment::TrainSettings& settings);

}  // namespace leukolens::ui
