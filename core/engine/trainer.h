// Training steps and evaluation of one network on cells in a PixelStore. No LibTorch type is seen from outside.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/files.h"
#include "core/engine/pixel_store.h"
#include "core/nn/load_report.h"
#include "core/weights/weights_file.h"

namespace leukolens::engine {

struct TrainerSettings {
    std::string network = "inception_v3";
    int classes = 2;
    std::string device = "cpu";      ///< "cpu" or "cuda"
    std::string precision = "fp32";  ///< "fp32" or "bf16" (autocast)
    int batch = 16;                  ///< for evaluation; a step takes as many cells as it is given
    double weightDecay = 0.01;
    double auxiliaryWeight = 0.4;
    double dropout = 0.5;
    bool augment = true;
    std::uint64_t seed = 1;          ///< fixes initial weights, augmentation and dropout
};

struct Totals {
    double meanLoss = 0;  ///< cross-entropy in nats, main head
    double accuracy = 0;  ///< 0…1
    std::int64_t cells = 0;
};

struct Evaluation {
    Totals totals;
    std::vector<float> probabilities;  ///< cells × classes, in the order asked for
};

/// Lives on one thread. Exceptions of LibTorch (out of memory) pass through.
class Trainer {
public:
    /// labels: one a cell of the store, 0 … classes−1; the store must outlive the trainer.
    static Result<std::unique_ptr<Trainer>> create(const TrainerSettings& settings, const PixelStore& store, std::span<const int> labels);
    ~Trainer();

    /// Starts from given weights, as far as they go. Fails as nn::loadWeights() does; the trainer is of no use then.
    Result<nn::LoadReport> loadWeights(const weights::WeightsFile& file);

    bool auxiliaryRuns() const;  ///< at this input size

    /// One update from these cells (indices into the store), at least 2.
    void step(std::span<const int> cells, double learningRate);

    /// Of all steps since the last call. Waits for the device.
    Totals takeTotals();

    /// Without augmentation and dropout, running statistics used. onBatch gets the number of cells of each batch.
    Result<Evaluation> evaluate(std::span<const int> cells, const CancelToken& cancel, const std::function<void(int)>& onBatch = {});

    void keepWeights();     ///< remembers the present weights as the best
    void restoreKept();     ///< goes back to them; keepWeights() was called before

    Bytes serialised() const;  ///< the present weights as safetensors

private:
    struct State;
    explicit Trainer(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace leukolens::engine
