// The settings of a training as options of the command line, made from their table.
#pragma once

#include <CLI/CLI.hpp>

#include <map>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/experiment/train_settings.h"

namespace leukolens::cli {

class SettingOptions {
public:
    /// Adds an option for each setting. This object must live until the command line is read.
    void addTo(CLI::App& verb);

    /// What was given on the command line in the place of what `base` has; another network without --input-px brings its usual input (experiment::withNetwork()). Fails with InvalidArgument naming all that is wrong at once.
    Result<experiment::TrainSettings> appliedTo(experiment::TrainSettings base) const;

    /// What was given for the setting `key`, the last where there are several; empty: nothing.
    std::string given(const std::string& key) const;
    /// All that was given for `key`, in order: not a setting any more.
    std::vector<std::string> takeAll(const std::string& key);

private:
    std::map<std::string, std::vector<std::string>> m_given;  ///< by the setting's key; the last counts
    bool m_quick = false;
    bool m_frozenTrunk = false;
};

}  // namespace leukolens::cli
