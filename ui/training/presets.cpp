#include "ui/training/presets.h"

#include <QCoreApplication>

#include <nlohmann/json.hpp>

#include "core/experiment/presets.h"

namespace leukolens::ui {

QString presetName(Preset preset) {
    switch (preset) {
        case Preset::PatientSafe: return QCoreApplication::translate("Preset", "Patient-safe");
        case Preset::Paper: return QCoreApplication::translate("Preset", "Paper");
        case Preset::Quick: return QCoreApplication::translate("Preset", "Quick");
    }
    return {};
}

QString presetHelp(Preset preset) {
    switch (preset) {
        case Preset::PatientSafe:
            return QCoreApplication::translate("Preset", "Patients kept apart, full input: honest for unseen patients.");
        case Preset::Paper:
            return QCoreApplication::translate(
                "Preset", "The paper's experiment: 70/30 by image, so patients are shared. Optimistic.");
        case Preset::Quick:
            return QCoreApplication::translate("Preset", "Small input, few epochs: minutes on a processor, to try things out.");
    }
    return {};
}

experiment::TrainSettings applyPreset(Preset preset, const experiment::TrainSettings& current) {
    experiment::TrainSettings settings = preset == Preset::Paper   ? experiment::paperPreset()
                                         : preset == Preset::Quick ? experiment::quickPreset()
                                                                   : experiment::patientSafePreset();
    if (preset != Preset::Paper) settings = experiment::withNetwork(settings, current.network);
    settings.weightsFile = current.weightsFile;
    settings.device = current.device;
    settings.precision = current.precision;
    settings.seed = current.seed;
    return settings;
}

bool matchesPreset(Preset preset, const experiment::TrainSettings& settings) {
    return toJson(applyPreset(preset, settings)) == toJson(settings);
}

}  // namespace leukolens::ui
