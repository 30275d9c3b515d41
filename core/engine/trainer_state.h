// What a Trainer holds, for its own source files.
#pragma once

#include <exception>
#include <ATen/core/Tensor.h>

#include <optional>

#include "core/engine/feature_store.h"
#include "core/engine/kept_memory.h"
#include "core/engine/loss_watch.h"
#include "core/engine/optimizer.h"
#include "core/engine/picture_operations.h"
#include "core/engine/step_graph.h"
#include "core/engine/step_inputs.h"
#include "core/engine/trainer.h"
#include "core/engine/weight_average.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"
#include "core/nn/state_dict.h"

namespace leukolens::engine {

struct Trainer::State {
    KeptMemory memory;
    TrainerSettings settings;
    nn::NetworkInfo info;
    at::Device device{at::kCPU};
    std::shared_ptr<nn::Network> network;
    std::unique_ptr<Optimizer> optimizer;
    std::optional<WeightAverage> average;

    const PixelStore* store = nullptr;        ///< of pictures, or …
    const FeatureStore* features = nullptr;   ///< … of the trunk's vectors
    at::Tensor resident;  ///< cells × size × size × 3, uint8, or copies × cells × length, float, where batches are drawn from; undefined: streamed
    std::vector<std::int64_t> labels;
    at::Tensor classWeights;  ///< classes; undefined: 1 each

    std::int64_t steps = 0;
    bool inTraining = false;  ///< mode of the network's modules: to set it walks through all of them
    bool pretrained = false;
    nn::StateDict kept;
    bool keptRestored = false;

    at::Tensor lossSum, correct;  ///< on the device: reading them stalls it; the same memory always, recorded steps know it
    std::int64_t seen = 0;
    std::optional<LossWatch> watch;
    std::unique_ptr<StepRunner> runner;
    bool libraryNoticeTaken = false;

    /// Fills all but the stores.
    static Result<std::unique_ptr<State>> make(const TrainerSettings& settings, std::span<const int> labels);
    void makeOptimizer();

    void resetTotals();
    void setTraining();
    void setEvaluating();

    /// What these cells are, read or looked up on the host; copies: which vector of each cell, empty: the first.
    Result<StepInputs> inputsOf(std::span<const int> cells, std::span<const int> copies) const;
    Result<void> step(std::span<const int> cells, double learningRate);
    Result<void> restore(std::span<const std::uint8_t> checkpoint);
    /// All that is random or counted about the step with the number `steps`, which it moves on.
    Result<StepInputs> drawStep(std::span<const int> cells, double learningRate);
    void seedDropout(std::int64_t number) const;  ///< LibTorch's, in the step with this number
    /// The step itself: work for the device alone, nothing on the host but the order of it.
    void computeStep(const StepInputs& inputs);
    /// Whether steps from now on do the same but for their inputs.
    bool repeats() const;

    nn::NetworkOutput run(const StepInputs& inputs);
    /// 0, or what keeps the mean, for each number of the vectors of a step.
    at::Tensor dropoutMask(std::int64_t rows, std::int64_t columns, std::int64_t number) const;
    at::Tensor lossOf(const nn::NetworkOutput& output, const at::Tensor& wanted, at::Tensor& plainLoss) const;
    void count(const at::Tensor& logits, const at::Tensor& meanLoss, const at::Tensor& wanted);

    /// The network's tensors that a step changes: all, or the last layer's on a frozen trunk.
    nn::StateDict trained() const;
    /// Everything in a checkpoint, sharing memory with this state.
    nn::StateDict everything() const;
};

/// Puts the running mean of the weights, where there is one, in the place of the weights for as long as it lives.
class AveragedWeights {
public:
    explicit AveragedWeights(Trainer::State& state);
    ~AveragedWeights() noexcept(false);
    AveragedWeights(const AveragedWeights&) = delete;
    AveragedWeights& operator=(const AveragedWeights&) = delete;

private:
    Trainer::State& m_state;
    nn::StateDict m_own;
    int m_exceptions = std::uncaught_exceptions();
};

}  // namespace leukolens::engine
