// One model on one device, answering for pictures. No LibTorch type is seen from outside.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"
#include "core/image/image.h"
#include "core/inference/model_card.h"
#include "core/inference/reference_cells.h"

namespace leukolens::inference {

// Flags: reasons for a person to look. A flagged cell is Unidentified.
/// Too near to the decision: uncertainBand(), or a highest probability below the model card's limit.
inline constexpr const char* kUncertainFlag = "uncertain";
/// Farther from every training cell than the cells that the limit was chosen on: ReferenceCells.
inline constexpr const char* kNotACellFlag = "not_a_cell";
/// Many cells and not one: image::isWholeField().
inline constexpr const char* kWholeFieldFlag = "whole_field";
/// Less sharp than the training pictures: SharpnessReference.
inline constexpr const char* kBlurredFlag = "blurred";
/// The picture's colours lie farther from the training pictures' than stain::kFarReaches: another stain, camera or cut.
inline constexpr const char* kForeignColoursFlag = "foreign_colours";
/// The model brings pictures to one stain, and this one shows too little to be brought there: it was classified as it is.
inline constexpr const char* kNotNormalisedFlag = "not_normalised";
/// The model knows cells on black alone, and in this picture no cell was found to cut out: it was classified with its background.
inline constexpr const char* kNotMaskedFlag = "background";

/// Quickest on the CPU: where the processor has instructions for it and the card's offersEightBit().
inline constexpr const char* kEightBitPrecision = "int8";
/// kEightBitPrecision where that is to be had, otherwise as "auto".
inline constexpr const char* kQuickestPrecision = "quickest";

struct Prediction {
    int classIndex = 0;                 ///< into ModelCard::classes: the most probable, or as the card's threshold says
    double probability = 0;             ///< of that class, 0…1
    std::vector<double> probabilities;  ///< one a class, sum 1; softmax of the logits over the card's temperature; of several opinions their mean
    std::vector<std::string> flags;     ///< of the above
    std::optional<stain::ColourStatistics> colours = std::nullopt;  ///< of the picture as it came, or masked; nothing where too little of it is stained, or the card has none to compare with
    std::optional<double> strangeness = std::nullopt;  ///< distance from the training cells: above 1 flagged kNotACellFlag; nothing where the model lists none
    std::vector<float> embedding = {};  ///< to find like cells by; empty where the model lists no training cells
    std::optional<double> disagreement = std::nullopt;  ///< between several opinions: their standard deviation (n − 1) about the class's probability, 0…0.71; nothing where there was one
    std::vector<float> features = {};  ///< what the last layer saw (InceptionV3: 2048 numbers); empty unless asked for
    bool masked = false;  ///< made black around its cell: the model, or one that was joined, knows cells on black alone
};

struct PredictOptions {
    bool features = false;  ///< keep each picture's vector: 8 KiB a picture
    /// Ask for the picture as it is, turned by 90, 180 and 270 degrees, and each of these mirrored: cells have no up. Takes eight times as long.
    bool eightViews = false;
};

enum class ExplainMethod {
    GradCam,      ///< Selvaraju et al. 2017, of the network's last block: where it looks, coarsely; where the answer has no gradient (a forest), Ablation-CAM (Desai & Ramaswamy 2020)
    FineGradCam,  ///< of an earlier block, whose map has more points
    IntegratedGradients,  ///< Sundararajan et al. 2017, from a black picture: single pixels; takes some hundred times as long as an answer
};

inline constexpr ExplainMethod kExplainMethods[] = {ExplainMethod::GradCam, ExplainMethod::FineGradCam, ExplainMethod::IntegratedGradients};

/// Which parts of a picture speak for a class.
struct Explanation {
    int width = 0, height = 0;  ///< of the map, which lies over the whole picture
    std::vector<float> values;  ///< 0…1, row after row, 1 where it speaks the most for the class; all 0: nothing does
};

/// Thread-safe. On a GPU calls are served one after another, their pictures read side by side; on the CPU everything side by side, which is quickest inside onStreams().
class Predictor {
public:
    /// Loads a .leukomodel. `device`: "cpu" or "cuda". `precision`: "fp32", "bf16", "auto", which is bf16 where the device has it, kEightBitPrecision or kQuickestPrecision. Fails with NotAModel, DamagedModel,
    /// WeightsMismatch, NoDevice, InvalidArgument for 8 bits where the card does not offer them, or what reading says.
    static Result<std::unique_ptr<Predictor>> load(const std::filesystem::path& model, const std::string& device = "cpu", const std::string& precision = "auto");
    ~Predictor();

    /// Another model whose opinion counts as much as this one's, such as another fold's: each more takes as long again. Classes are decided, and not-a-cell is told, as this one's card says. Not
    /// while it predicts. Fails with InvalidArgument where it tells other classes apart.
    Result<void> join(std::unique_ptr<Predictor> other);

    /// None beside it from now on. Not while it predicts.
    void askAlone();
    std::vector<std::string> joinedModels() const;  ///< SHA-256 of each one's file, in the order they joined

    const ModelCard& card() const;
    const ReferenceCells* references() const;  ///< null: the model lists no training cells
    const std::string& modelSha256() const;  ///< of the whole model file
    const std::string& precision() const;    ///< as used: "fp32", "bf16" or kEightBitPrecision

    /// One Prediction an image, same order. Pictures of any size ≥ 1 px; masked as the card's background says, brought to its stain and size here as in training.
    Result<std::vector<Prediction>> predict(std::span<const image::Image> images, const PredictOptions& options = {});

    /// What explain() can do with this network: no maps of one that has none, no gradients of a forest.
    std::vector<ExplainMethod> explainMethods() const;
    /// Why the model would answer with that class (index into ModelCard::classes). In fp32. Fails with InvalidArgument for no such class or none of explainMethods(), and Cancelled.
    Result<Explanation> explain(const image::Image& picture, int classIndex, ExplainMethod method, ProgressSink& progress, const CancelToken& cancel);

    /// Pictures that a stream should be given at once: few on the CPU, where more gain nothing and answers come later. On a GPU, batches of as many or
    /// fewer are recorded and replayed, of which two are under way at once; larger ones are answered too.
    int batch() const;
    /// For the log, each once: why a GPU answers slower than it could. Not while it predicts.
    std::vector<std::string> takeNotices();
    /// Runs `work` on as many threads as answer the quickest, `most` of them at the most, and returns when all have: a core each; predict() uses the
    /// calling thread alone meanwhile (with one stream: all cores), and on a GPU the next pictures are read while it computes. One of the threads
    /// is the calling one. What one of them throws is thrown.
    void onStreams(std::size_t most, const std::function<void()>& work);

private:
    struct State;
    explicit Predictor(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Result of one file of a batch: a prediction, or why there is none.
struct FilePrediction {
    std::filesystem::path path;
    std::string sha256;  ///< of the image file; empty if unreadable
    Result<Prediction> prediction;
};

/// Decodes and classifies files, one stream of batches a core, calling `onResult` from the calling thread in the order of the files.
/// Unreadable ones are reported and passed over. Fails only with Cancelled or when the network itself fails.
class FileListener {
public:
    virtual ~FileListener() = default;
    virtual void onResult(const FilePrediction& result) = 0;
};
Result<void> predictFiles(Predictor& predictor, const std::vector<std::filesystem::path>& files, FileListener& listener,
                          const CancelToken& cancel, const PredictOptions& options = {});

}  // namespace leukolens::inference
