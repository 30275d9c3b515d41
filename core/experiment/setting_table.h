// The settings of a training as a table: what JSON, the command line and the window are made from.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/experiment/train_settings.h"

namespace leukolens::experiment {

enum class SettingGroup { Protocol, Network, Optimisation, Augmentation };

/// A choice by word.
struct SettingWord {
    const char* word;   ///< in JSON and on the command line
    const char* label;  ///< for people, plain English (ui translates)
};

struct Setting {
    const char* key;    ///< in JSON: "learningRate"
    SettingGroup group;
    bool advanced;      ///< the window shows it under "More"
    const char* label;  ///< for people: "Learning rate"
    const char* unit;   ///< "px", "epochs", "cells", "°"; "" for a plain number
    const char* help;   ///< one sentence: what it does
    double low = 0, high = 0;  ///< of numbers
    std::span<const SettingWord> words;  ///< of choices; empty: a number, a switch or a text
    using Value = std::variant<bool, std::int64_t, double, std::string>;
    Value (*get)(const TrainSettings&);
    /// Right kind of value and a known word are checked before; the range is validate()'s.
    void (*set)(TrainSettings&, const Value&);
};

/// All of them, in the order they are shown.
std::span<const Setting> settingTable();
/// Whether it has a say in a training of this network: no auxiliary loss without an auxiliary head, and of a fitted head neither epochs, rates nor augmentation (settled()).
bool counts(const Setting& setting, const nn::NetworkInfo& network);
/// What frozenUpTo may be for this network: nothing, each of its blocks, all but the last layer. Just the first and the last for a network that is not known, or whose head is fitted.
std::vector<SettingWord> frozenChoices(const std::string& network);
/// Null if there is no such key.
const Setting* findSetting(std::string_view key);

}  // namespace leukolens::experiment
