#include "core/experiment/setting_table.h"

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "core/nn/registry.h"

namespace leukolens::experiment {
namespace {

using Value = Setting::Value;
using enum SettingGroup;

constexpr SettingWord kProtocols[] = {{"patient", "Patient-safe"}, {"paper", "Paper (by image)"}, {"official", "Official (C-NMC)"}, {"holdout", "Repeated hold-out"}, {"leave-one-out", "Leave one subject out"}, {"own", "Own table"}};
constexpr SettingWord kBalances[] = {{"none", "As they are"}, {"weights", "Weighted loss"}, {"sampling", "Drawn equally"}};
constexpr SettingWord kStains[] = {{"none", "As they are"}, {"reinhard", "Reinhard"}, {"macenko", "Macenko"}};
constexpr SettingWord kStrata[] = {{"none", "By class alone"}, {"sex", "By sex"}, {"immunophenotype", "By immunophenotype"}, {"response", "By prednisone response"}};
constexpr SettingWord kOptimizers[] = {{"adamw", "AdamW"}, {"sgd", "SGD with momentum"}, {"rmsprop", "RMSprop"}};
constexpr SettingWord kSchedules[] = {{"cosine", "Cosine"}, {"plateau", "Halved on a plateau"}, {"constant", "Constant"}};
constexpr SettingWord kDevices[] = {{"auto", "Automatic"}, {"cpu", "CPU"}, {"cuda", "GPU (CUDA)"}};
constexpr SettingWord kPrecisions[] = {{"auto", "Automatic"}, {"fp32", "32 bit (fp32)"}, {"bf16", "16 bit (bf16)"}};
constexpr SettingWord kNothingFrozen{"", "Nothing"}, kTrunkFrozen{engine::kWholeTrunk, "All but the last layer"};
/// The largest whole number that every program reads from JSON as it is.
constexpr double kMostSeed = 9007199254740991.0;

// The words of an enumeration stand in its order.
std::span<const SettingWord> wordsOf(dataset::Protocol) { return kProtocols; }
std::span<const SettingWord> wordsOf(stain::StainMethod) { return kStains; }
std::span<const SettingWord> wordsOf(ClassBalance) { return kBalances; }
std::span<const SettingWord> wordsOf(dataset::Stratify) { return kStrata; }
std::span<const SettingWord> wordsOf(engine::OptimizerKind) { return kOptimizers; }
std::span<const SettingWord> wordsOf(Schedule) { return kSchedules; }

std::span<const SettingWord> networkWords() {
    static const std::vector<SettingWord> kWords = [] {
        std::vector<SettingWord> words;
        for (const auto& entry : nn::networks()) words.push_back({entry.info.name.c_str(), entry.info.title.c_str()});
        return words;
    }();
    return kWords;
}

/// What may be frozen in any of the networks; validate() looks at the one that is chosen.
std::span<const SettingWord> frozenWords() {
    static const std::vector<SettingWord> kWords = [] {
        std::vector<SettingWord> words = {kNothingFrozen};
        for (const auto& entry : nn::networks())
            for (const auto& block : entry.info.blocks) {
                const bool known = std::ranges::any_of(words, [&](const SettingWord& word) { return word.word == block; });
                if (!known) words.push_back({block.c_str(), block.c_str()});
            }
        words.push_back(kTrunkFrozen);
        return words;
    }();
    return kWords;
}

Value valueOf(bool value) { return value; }
Value valueOf(int value) { return std::int64_t{value}; }
Value valueOf(std::uint64_t value) { return static_cast<std::int64_t>(value); }
Value valueOf(double value) { return value; }
Value valueOf(const std::string& value) { return value; }
template <class Enum>
    requires std::is_enum_v<Enum>
Value valueOf(Enum value) {
    return std::string(wordsOf(value)[static_cast<std::size_t>(value)].word);
}

void put(const Value& value, bool& field) { field = std::get<bool>(value); }
void put(const Value& value, int& field) {
    constexpr std::int64_t kLeast = std::numeric_limits<int>::min(), kMost = std::numeric_limits<int>::max();
    field = static_cast<int>(std::clamp(std::get<std::int64_t>(value), kLeast, kMost));
}
void put(const Value& value, std::uint64_t& field) { field = static_cast<std::uint64_t>(std::get<std::int64_t>(value)); }
void put(const Value& value, double& field) { field = std::get<double>(value); }
void put(const Value& value, std::string& field) { field = std::get<std::string>(value); }
template <class Enum>
    requires std::is_enum_v<Enum>
void put(const Value& value, Enum& field) {
    const auto words = wordsOf(field);
    const auto found = std::ranges::find(words, std::get<std::string>(value), [](const SettingWord& word) { return std::string(word.word); });
    if (found != words.end()) field = static_cast<Enum>(found - words.begin());
}

#define LEUKOLENS_FIELD(path)                                         \
    [](const TrainSettings& s) -> Value { return valueOf(s.path); }, \
    [](TrainSettings& s, const Value& value) { put(value, s.path); }

std::vector<Setting> makeTable() {
    return {
        {"protocol", Protocol, false, "Protocol", "", "Who may be in training and test: patients kept apart, the paper's 70/30 by image, C-NMC's own folds, other patients drawn for each test, each patient tested alone, or a table of your own", 0, 0, kProtocols, LEUKOLENS_FIELD(protocol)},
        {"folds", Protocol, false, "Folds", "", "How many times the data are split and a network is trained; by C-NMC's own folds, one subject out and an own table it follows from the data", 1, dataset::kMostFolds, {}, LEUKOLENS_FIELD(folds)},
        {"splitFile", Protocol, false, "Table of the split", "", "Own table: CSV or TSV with the columns path or sha256, fold and, if wanted, part (train, validation, test)", 0, 0, {}, LEUKOLENS_FIELD(splitFile)},
        {"epochs", Protocol, false, "Epochs at most", "", "How often each fold goes through its training cells, if it is not stopped early", 1, 1000, {}, LEUKOLENS_FIELD(epochs)},
        {"patienceEpochs", Protocol, false, "Patience", "epochs", "Epochs without a better validation loss after which a fold stops", 1, 1000, {}, LEUKOLENS_FIELD(patienceEpochs)},
        {"inputPx", Protocol, false, "Input size", "px", "Side of the square picture that the network sees; each network has a usual one, and InceptionV3 does not run its auxiliary head below 299", 75, 1024, {}, LEUKOLENS_FIELD(inputPx)},
        {"batch", Protocol, false, "Batch", "cells", "Cells in one training step; more need more memory", 2, 4096, {}, LEUKOLENS_FIELD(batch)},
        {"stain", Protocol, true, "Stain colours", "", "Brings the colours of every picture to one fixed stain before training and classifying: Reinhard by mean and spread, Macenko by its two stains", 0, 0, kStains, LEUKOLENS_FIELD(stain)},
        {"classBalance", Protocol, true, "Unequal classes", "", "What is done about classes of different size", 0, 0, kBalances, LEUKOLENS_FIELD(classBalance)},
        {"stratify", Protocol, true, "Even folds", "", "Beside classes, folds are made alike in this fact of the subjects, as far as it is known", 0, 0, kStrata, LEUKOLENS_FIELD(stratify)},
        {"trainShare", Protocol, true, "Share trained on", "", "Share of each fold's training subjects that the network learns from; with less than 1 it shows what more subjects would bring", 0.01, 1, {}, LEUKOLENS_FIELD(trainShare)},
        {"seed", Protocol, true, "Seed", "", "Fixes split, initial weights, order and augmentation: the same seed repeats a run", 0, kMostSeed, {}, LEUKOLENS_FIELD(seed)},

        {"network", Network, false, "Network", "", "Which network is trained", 0, 0, networkWords(), LEUKOLENS_FIELD(network)},
        {"weightsFile", Network, false, "Weights", "", "Weights to start from (.leukomodel, .pth or .safetensors); empty: random ones", 0, 0, {}, LEUKOLENS_FIELD(weightsFile)},
        {"frozenUpTo", Network, false, "Frozen up to", "", "Layers up to here stay as the weights have them; with all but the last layer frozen, training takes seconds", 0, 0, frozenWords(), LEUKOLENS_FIELD(frozenUpTo)},
        {"featureCopies", Network, true, "Augmented copies", "", "Frozen trunk: how many augmented versions of each cell are computed once and trained on", 0, 64, {}, LEUKOLENS_FIELD(featureCopies)},
        {"dropout", Network, true, "Dropout", "", "Share of the features left out at random before the last layer", 0, 0.95, {}, LEUKOLENS_FIELD(dropout)},
        {"device", Network, false, "Compute on", "", "Where the network runs; automatic: on the GPU where there is one", 0, 0, kDevices, LEUKOLENS_FIELD(device)},
        {"precision", Network, true, "Number format", "", "Automatic: 16 bit where the device computes with it in hardware", 0, 0, kPrecisions, LEUKOLENS_FIELD(precision)},

        {"optimizer", Optimisation, true, "Optimizer", "", "How the weights follow the gradients", 0, 0, kOptimizers, LEUKOLENS_FIELD(optimizer)},
        {"learningRate", Optimisation, false, "Learning rate", "", "Size of the steps at their largest", 1e-7, 1, {}, LEUKOLENS_FIELD(learningRate)},
        {"trunkRate", Optimisation, true, "Trunk's share of the rate", "", "Learning rate of all but the last layers, as a share of theirs", 0, 10, {}, LEUKOLENS_FIELD(trunkRate)},
        {"momentum", Optimisation, true, "Momentum", "", "Share of the last step that is kept in the next (SGD and RMSprop)", 0, 0.999, {}, LEUKOLENS_FIELD(momentum)},
        {"weightDecay", Optimisation, true, "Weight decay", "", "How strongly weights are drawn to zero; never those of batch norm, nor biases", 0, 1, {}, LEUKOLENS_FIELD(weightDecay)},
        {"schedule", Optimisation, true, "Schedule", "", "How the learning rate goes after the warm-up", 0, 0, kSchedules, LEUKOLENS_FIELD(schedule)},
        {"warmUp", Optimisation, true, "Warm-up", "", "Share of all steps over which the learning rate rises", 0, 0.9, {}, LEUKOLENS_FIELD(warmUp)},
        {"plateauEpochs", Optimisation, true, "Plateau", "epochs", "Schedule that halves on a plateau: epochs without a better validation loss before it does", 1, 1000, {}, LEUKOLENS_FIELD(plateauEpochs)},
        {"clipNorm", Optimisation, true, "Largest gradient", "", "Gradients whose common norm is larger are scaled down to it; 0: no limit", 0, 1e6, {}, LEUKOLENS_FIELD(clipNorm)},
        {"emaDecay", Optimisation, true, "Running mean of weights", "", "Decay of a running mean that is evaluated and saved instead of the weights; 0: none", 0, 0.99999, {}, LEUKOLENS_FIELD(emaDecay)},
        {"labelSmoothing", Optimisation, true, "Label smoothing", "", "Share of each label that is spread over all classes", 0, 0.9, {}, LEUKOLENS_FIELD(labelSmoothing)},
        {"auxiliaryWeight", Optimisation, true, "Auxiliary loss", "", "Weight of the auxiliary head's loss", 0, 10, {}, LEUKOLENS_FIELD(auxiliaryWeight)},

        {"augment", Augmentation, false, "Augmentation", "", "Train on randomly changed versions of the cells", 0, 0, {}, LEUKOLENS_FIELD(augment)},
        {"brightnessLow", Augmentation, true, "Brightness from", "", "Brightness is multiplied by a factor from here", 0, 5, {}, LEUKOLENS_FIELD(augmentation.brightness.low)},
        {"brightnessHigh", Augmentation, true, "Brightness to", "", "Brightness is multiplied by a factor up to here", 0, 5, {}, LEUKOLENS_FIELD(augmentation.brightness.high)},
        {"contrastLow", Augmentation, true, "Contrast from", "", "Contrast is multiplied by a factor from here", 0, 5, {}, LEUKOLENS_FIELD(augmentation.contrast.low)},
        {"contrastHigh", Augmentation, true, "Contrast to", "", "Contrast is multiplied by a factor up to here", 0, 5, {}, LEUKOLENS_FIELD(augmentation.contrast.high)},
        {"saturationLow", Augmentation, true, "Saturation from", "", "Saturation is multiplied by a factor from here", 0, 5, {}, LEUKOLENS_FIELD(augmentation.saturation.low)},
        {"saturationHigh", Augmentation, true, "Saturation to", "", "Saturation is multiplied by a factor up to here", 0, 5, {}, LEUKOLENS_FIELD(augmentation.saturation.high)},
        {"gammaLow", Augmentation, true, "Gamma from", "", "Exponent of the brightness, from here", 0.05, 10, {}, LEUKOLENS_FIELD(augmentation.gamma.low)},
        {"gammaHigh", Augmentation, true, "Gamma to", "", "Exponent of the brightness, up to here", 0.05, 10, {}, LEUKOLENS_FIELD(augmentation.gamma.high)},
        {"flips", Augmentation, true, "Flips", "", "Mirror cells at random", 0, 0, {}, LEUKOLENS_FIELD(augmentation.flips)},
        {"rotation", Augmentation, true, "Rotation", "", "Turn cells by a random angle: they have no up", 0, 0, {}, LEUKOLENS_FIELD(augmentation.rotation)},
        {"rotationDegrees", Augmentation, true, "Largest angle", "°", "Cells are turned by up to this angle, either way", 0, 180, {}, LEUKOLENS_FIELD(augmentation.rotationDegrees)},
    };
}

#undef LEUKOLENS_FIELD

}  // namespace

std::span<const Setting> settingTable() {
    static const std::vector<Setting> kTable = makeTable();
    return kTable;
}

bool counts(const Setting& setting, const nn::NetworkInfo& network) {
    const std::string_view key = setting.key;
    if (key == "auxiliaryWeight" && network.auxiliary.empty()) return false;
    if (!network.isFitted()) return true;
    constexpr std::string_view kOfSteps[] = {"epochs", "patienceEpochs", "frozenUpTo", "featureCopies", "dropout"};
    return setting.group != SettingGroup::Optimisation && setting.group != SettingGroup::Augmentation && std::ranges::find(kOfSteps, key) == std::end(kOfSteps);
}

std::vector<SettingWord> frozenChoices(const std::string& network) {
    std::vector<SettingWord> words = {kNothingFrozen};
    for (const auto& entry : nn::networks())
        if (entry.info.name == network && !entry.info.isFitted())
            for (const auto& block : entry.info.blocks) words.push_back({block.c_str(), block.c_str()});
    words.push_back(kTrunkFrozen);
    return words;
}

const Setting* findSetting(std::string_view key) {
    const auto table = settingTable();
    const auto found = std::ranges::find(table, key, [](const Setting& setting) { return std::string_view(setting.key); });
    return found == table.end() ? nullptr : &*found;
}

}  // namespace leukolens::experiment
