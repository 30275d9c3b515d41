// Training steps and evaluation of one network on cells in a PixelStore. No LibTorch type is seen from outside.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/engine/pixel_store.h"
#include "core/engine/trainer_settings.h"
#include "core/nn/load_report.h"
#include "core/weights/weights_file.h"

namespace leukolens::engine {

class FeatureStore;

struct Totals {
    double meanLoss = 0;  ///< cross-entropy in nats, main head, without label smoothing and class weights
    double accuracy = 0;  ///< 0…1
    std::int64_t cells = 0;
};

struct Evaluation {
    Totals totals;
    std::vector<float> probabilities;  ///< cells × classes, in the order asked for
    std::vector<float> features;       ///< cells × the network's feature count: what its last layer saw; empty unless asked for
};

enum class Keep { Probabilities, FeaturesToo };

/// Lives on one thread. Throws DeviceOutOfMemory (core/engine/device.h), a std::bad_alloc, where memory runs out: the trainer is of no use
/// then. Other exceptions of LibTorch pass through.
class Trainer {
public:
    /// labels: one a cell of the store, 0 … classes−1; the store must outlive the trainer. Fails with InvalidArgument for an input that is
    /// too small, an unknown network or block.
    static Result<std::unique_ptr<Trainer>> create(const TrainerSettings& settings, const PixelStore& store, std::span<const int> labels);

    /// Trains the last layer alone, on vectors that the frozen trunk gave (settings.frozenUpTo = kWholeTrunk). loadWeights() must be given
    /// the weights that the vectors were made with.
    static Result<std::unique_ptr<Trainer>> create(const TrainerSettings& settings, const FeatureStore& features, std::span<const int> labels);
    ~Trainer();

    /// Starts from given weights, as far as they go. Fails as nn::loadWeights() does; the trainer is of no use then.
    Result<nn::LoadReport> loadWeights(const weights::WeightsFile& file);

    bool auxiliaryRuns() const;  ///< at this input size

    /// For the log, each once: what of a GPU's speed cannot be had, and why.
    std::vector<std::string> takeNotices();

    /// The cells that the coming steps and evaluations ask for, in order: a store that streams reads them ahead.
    void announce(std::span<const int> cells);

    /// One update from these cells (indices into the store), at least 2. Fails as a streaming store does, else always succeeds.
    [[nodiscard]] Result<void> step(std::span<const int> cells, double learningRate);

    /// Whether every loss so far was a number. Exact on the CPU; on a GPU it looks at a copy some steps old, so that nothing waits,
    /// takeTotals() knows all.
    bool lossIsFinite();

    /// Whether all weights are numbers: a last step may have spoilt them behind a sound loss. Waits for the device.
    bool weightsAreFinite() const;

    /// Of all steps since the last call. Waits for the device.
    Totals takeTotals();

    /// Without augmentation and dropout, running statistics used, with the running mean of the weights where there is one. onBatch
    /// gets the number of cells of each batch.
    Result<Evaluation> evaluate(std::span<const int> cells, const CancelToken& cancel, const std::function<void(int)>& onBatch = {}, Keep keep = Keep::Probabilities);

    void keepWeights();     ///< remembers the weights that evaluate() uses as the best
    void restoreKept();     ///< goes back to them for evaluate() and serialised(); keepWeights() was called before. No step() after it.

    Bytes serialised() const;  ///< the weights that evaluate() uses, the whole network, as safetensors

    /// Everything that the next step depends on, the kept weights and the totals so far, as safetensors. A trainer of the same settings
    /// and store that restores it goes on as this one would: bit by bit on the CPU with fp32 and as many threads.
    Bytes checkpoint() const;
    /// Fails with WeightsMismatch if it is not of such a trainer; nothing is changed then.
    Result<void> restore(std::span<const std::uint8_t> checkpoint);

    struct State;  ///< trainer_state.h, for the engine's own files

private:
    explicit Trainer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace leukolens::engine
