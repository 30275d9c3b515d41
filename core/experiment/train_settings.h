// Every choice of a training run, with its default, unit and source.
#pragma once

#include <cstdint>
#include <string>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/dataset/split.h"
#include "core/engine/trainer_settings.h"
#include "core/nn/network_info.h"
#include "core/stain/stain_method.h"

namespace leukolens::experiment {

/// How the learning rate goes after the warm-up.
enum class Schedule {
    Cosine,   ///< half a cosine down to a hundredth of the peak (Loshchilov & Hutter 2017)
    Plateau,  ///< halved after plateauEpochs epochs without a better validation loss
    Constant,
};

/// What is done about classes of different size.
enum class ClassBalance {
    None,
    Weights,   ///< the loss counts each class by 1/its share of the training part
    Sampling,  ///< an epoch draws as many cells of each class, small classes repeated
};

/// setting_table.h has the same fields as a table with ranges, units and help.
struct TrainSettings {
    // Data and protocol
    dataset::Protocol protocol = dataset::Protocol::Patient;
    int folds = 3;                ///< the paper's three; official: C-NMC's three; leave-one-out, own: as many as the split has (set by train())
    std::string splitFile;        ///< protocol own alone: a table as dataset::splitFromCsv() reads it
    int epochs = 50;              ///< at most; the paper's fifty
    int patienceEpochs = 8;       ///< without a better validation loss before stopping
    int inputPx = 299;            ///< side of the square input; below 299 InceptionV3's auxiliary head is not run
    int batch = 16;
    stain::StainMethod stain = stain::StainMethod::None;  ///< brings every picture to stain::fixedReference() before it is resized
    ClassBalance classBalance = ClassBalance::None;
    dataset::Stratify stratify = dataset::Stratify::None;
    double trainShare = 1;        ///< of each fold's training subjects that are trained on (dataset::withTrainingShare())
    std::uint64_t seed = 1;

    // Network
    std::string network = "inception_v3";
    std::string weightsFile;      ///< weights to start from, .leukomodel, .pth or .safetensors; empty: random initialisation
    std::string frozenUpTo;       ///< "", a block such as "Mixed_6e", or "trunk": only the last layer is trained, on cached vectors
    int featureCopies = 4;        ///< frozen trunk: augmented vectors a cell
    double dropout = 0.5;
    std::string device = "auto";  ///< "cpu", "cuda", "auto": cuda where there is one
    std::string precision = "auto";  ///< "fp32", "bf16", "auto": bf16 where the processor or GPU has it

    // Optimisation
    engine::OptimizerKind optimizer = engine::OptimizerKind::AdamW;
    double learningRate = 5e-4;   ///< peak
    double trunkRate = 1;         ///< rate of all but the last layers, as a share of theirs
    double momentum = 0.9;        ///< SGD and RMSprop
    double weightDecay = 0.01;
    Schedule schedule = Schedule::Cosine;
    double warmUp = 0.1;          ///< share of all steps over which the rate rises linearly
    int plateauEpochs = 3;
    double clipNorm = 0;          ///< 0: no limit
    double emaDecay = 0;          ///< 0: no running mean of the weights
    double labelSmoothing = 0;
    double auxiliaryWeight = 0.4; ///< weight of the auxiliary loss (Szegedy et al. 2016, torchvision)

    // Augmentation
    bool augment = true;
    engine::AugmentSettings augmentation;

    friend bool operator==(const TrainSettings&, const TrainSettings&) = default;
};

/// Of the settings' network; of one that is not known nothing but its name.
nn::NetworkInfo networkOf(const TrainSettings& settings);
/// With what follows from the network: a fitted head has a frozen trunk, one epoch, and no use for augmented cells and dropout.
TrainSettings settled(TrainSettings settings);
/// Fails with InvalidArgument naming every setting that is wrong, its value and its range, and settings that contradict each other.
Result<void> validate(const TrainSettings& settings);
/// Version 2. A number keeps every digit.
nlohmann::json toJson(const TrainSettings& settings);
/// From settings.json of a run, version 1 or 2: what an earlier program did not know has the value it worked with. Fails with ReadFailed,
/// naming `file`.
Result<TrainSettings> trainSettingsFromJson(const nlohmann::json& json, const std::filesystem::path& file);
/// From a file that a person wrote: what is not in it stays as in `base`, but for the input size where there is another network (presets.h: withNetwork()). Fails with InvalidArgument naming at once every unknown key,
/// every value of the wrong kind or out of its range.
Result<TrainSettings> trainSettingsFromFile(const std::filesystem::path& file, const TrainSettings& base);
/// SHA-256 of the canonical JSON: two runs with the same hash, data and program repeat each other. A setting that came later counts only where
/// it is changed, so that runs of earlier programs keep their hash.
std::string settingsHash(const TrainSettings& settings);

}  // namespace leukolens::experiment
