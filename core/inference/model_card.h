// What a model file says about itself (card.json in a .leukomodel), after the model-card convention (Mitchell et al. 2019, "Model Cards
// for Model Reporting") and the sections of MONAI's bundle metadata.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "core/base/result.h"
#include "core/compiled/activation_ranges.h"
#include "core/inference/class_names.h"
#include "core/stain/shift.h"
#include "core/stain/stain_reference.h"

namespace leukolens::inference {

enum class ModelKind {
    Classifier,  ///< answers with one of its classes
    Trunk,       ///< has no last layer: a starting point for training, classifies nothing
};

/// Cells of one class in one part of the fold, and how many people they came from (0: not known).
struct PartCount {
    int cells = 0;
    int subjects = 0;
};

struct ModelClass {
    std::string name;     ///< as in the training data: "all"
    std::string meaning;  ///< for people: "leukemic lymphoblast (ALL)"; may be empty
    PartCount train, validation, test;
};

/// A measured value. low and high: its interval, where one was computed.
struct CardMetric {
    std::string name;  ///< "accuracy", "loss"
    double value = 0;
    std::optional<double> low, high;
    double level = 0.95;     ///< of the interval
    std::string measuredOn;  ///< "test cells of unseen subjects"
    std::string method;      ///< of the interval: "bootstrap over subjects, 2000 resamples, seed 1"; may be empty
};

/// Name of the metric that says what a locked threshold reached on the cells it was chosen on.
inline constexpr const char* kLockedSensitivity = "sensitivity at the locked threshold";

/// How the weights came about; all empty for weights from elsewhere.
struct TrainingFacts {
    std::string protocol;        ///< "patient", "paper"
    int fold = 0, folds = 0;     ///< 1-based; 0: not trained here
    int bestEpoch = 0;
    std::string settingsSha256;  ///< experiment::settingsHash()
    std::string dataSha256;      ///< of the list of cells, labels and subjects; the pictures are in it by their own SHA-256
    std::string startedFrom;     ///< file name of the pretrained weights; empty: random initialisation
    bool demonstration = false;  ///< cells that the program drew were among those it learnt from; false also where that is not known
};

/// What is said of a model that learnt from drawn cells.
inline constexpr const char* kDemonstrationModel = "this model was trained on demonstration cells that the program drew; its answers about other pictures mean nothing.";

/// How sharp training pictures are (image::PictureFacts::sharpness): below `least` a picture of about their size is blurred.
struct SharpnessReference {
    double least = 0;       ///< half of what 99 % of them have at least
    double typical = 0;     ///< their median
    int smallestPx = 0, largestPx = 0;  ///< of their longer sides: sharpness says nothing of pictures of another magnification
};

/// What 8-bit answers need, and how they compare. Of a processor with instructions for them.
struct EightBitFacts {
    compiled::ActivationRanges ranges;  ///< of each convolution, over training cells
    double agreement = 0;               ///< share of the cells below that get the same class as in fp32, 0…1
    int cells = 0;                      ///< held out, ≥ 1; few where it was soon clear that too many differ
    std::string chosenOn;               ///< "128 training cells"
    std::string comparedOn;             ///< "412 validation cells"
};

/// What lies around the cells of the training pictures.
enum class Background {
    Unknown,  ///< not measured, or some of both: pictures are taken as they are
    Black,    ///< cells cut out on black (image::borderIsBlack): a picture with its background is masked first
    Kept,     ///< red cells and plasma: nothing is masked
};

struct ModelCard {
    int formatVersion = 2;  ///< 3 is written where input.stain is
    ModelKind kind = ModelKind::Classifier;
    std::string name;         ///< shown to people, e.g. "inception_v3 fold 1"
    std::string description;  ///< a sentence; may be empty
    std::string network;      ///< name in nn's registry: "inception_v3"
    std::vector<ModelClass> classes;  ///< in the order of the logits; empty for a trunk
    std::string blastClass;           ///< name of one of the classes, or empty where none is a blast

    // Input: N × 3 × inputPx × inputPx, R, G, B, (rgb/255 − mean)/standardDeviation, of a picture that was brought to `stain` before it was resized.
    int inputPx = 299;
    double mean = 0.5, standardDeviation = 0.5;
    stain::StainReference stain{};                ///< no method on cards that do not name one
    std::optional<stain::ShiftReference> colours; ///< of the training pictures as decoded; empty: not known what colours the model has seen
    std::optional<SharpnessReference> sharpness;  ///< of the training pictures as decoded; empty: not known how sharp they are
    Background background = Background::Unknown;  ///< of the training pictures

    double uncertainBelow = 0.6;         ///< how sure the model has to be: see uncertainBand()
    std::optional<double> temperature;   ///< logits are divided by it; empty until calibrated
    std::optional<double> threshold;     ///< probability of blastClass from which a cell counts as one; empty until chosen

    std::optional<EightBitFacts> eightBit;  ///< empty: not measured

    TrainingFacts training;
    std::vector<CardMetric> metrics;     ///< empty until evaluated
    std::string program;                 ///< "Leukolens 0.1.0"
    std::string created;                 ///< ISO 8601, UTC
    std::string licence, intendedUse, limits;  ///< sentences for people
    std::string weightsSha256;           ///< of weights.safetensors
    std::string referencesSha256;        ///< of neighbours.safetensors; empty: the file lists no training cells

    std::vector<std::string> classNames() const;
};

/// Blast probabilities between which a cell is uncertain, from the threshold (0.5 where there is none) as far in log-odds each way as uncertainBelow lies from one half. Of two classes with a
/// blast class alone; of others a cell is uncertain whose highest probability is below uncertainBelow.
std::optional<std::pair<double, double>> uncertainBand(const ModelCard& card);

/// Whether answers may be computed in 8 bits: at least this share of held-out cells keeps its class.
inline constexpr double kLeastAgreement = 0.995;
bool offersEightBit(const ModelCard& card);

nlohmann::json toJson(const ModelCard& card);

/// Checks every field: texts of one line without control characters, numbers in their ranges, classes that differ. An older format is brought up to the present one; a newer one is refused. Fails with NotAModel or
/// DamagedModel, naming `file`.
Result<ModelCard> modelCardFromJson(const nlohmann::json& json, const std::filesystem::path& file);

/// Of a card that was kept as JSON text; nothing where it is none.
std::optional<ModelCard> modelCardFromText(const std::string& json);

/// Whether the card would be read again: what writeModelBundle() asks before it writes. Fails with InvalidArgument.
Result<void> checkCard(const ModelCard& card, const std::filesystem::path& file);

/// The sentences a card of this program starts with: licence, intendedUse, limits and program.
void fillStandardTexts(ModelCard& card);

}  // namespace leukolens::inference
