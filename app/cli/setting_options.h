// The settings of a training as options of the command line, made from their table.
#pragma once

#include <CLI/CLI.hpp>

#include <map>
#include <string>

#include "core/base/result.h"
#include "core/experiment/train_settings.h"

namespace leukolens::cli {

class SettingOptions {
public:
    /// Adds an option for each setting. This object must live until the command line is read.
    void addTo(CLI::App& verb);

    /// What was given on the command line in the place of what `base` has; another network without --input-px brings its usual input (experiment::withNetwork()). Fails with InvalidArgument naming all that is wrong at once.
    Result<experiment::TrainSettings> appliedTo(experiment::TrainSettings base) const;

private:
    std::map<std::string, std::string> m_given;  ///< by the setting's key
    bool m_frozenTrunk = false;
};

}  // namespace leukolens::cli
