// What a Trainer holds, for its own source files.
#pragma once

#include <ATen/core/Tensor.h>

#include <optional>

#include "core/engine/feature_store.h"
#include "core/engine/kept_memory.h"
#include "core/engine/optimizer.h"
#include "core/engine/trainer.h"
#include "core/engine/weight_average.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"
#include "core/nn/state_dict.h"

namespace leukolens::engine {

inline constexpr std::uint64_t kDropout = 2;  ///< purpose of derived seeds

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
    at::Tensor labels;    ///< cells, int64, on the device
    at::Tensor classWeights;  ///< classes; undefined: 1 each

    std::int64_t steps = 0;
    bool inTraining = false;  ///< mode of the network's modules: to set it walks through all of them
    bool pretrained = false;
    nn::StateDict kept;
    bool keptRestored = false;

    at::Tensor lossSum, correct;  ///< on the device: reading them stalls it
    std::int64_t seen = 0;
    at::Tensor strange;           ///< how many losses were no number, on the device
    at::Tensor strangeSeen;       ///< an older copy of it in the CPU's memory

    /// Fills all but the stores.
    static Result<std::unique_ptr<State>> make(const TrainerSettings& settings, std::span<const int> labels);
    void makeOptimizer();

    void resetTotals();
    at::Tensor indexOf(std::span<const int> cells) const;
    /// N×3×H×W float 0…1, channels_last, on the device.
    Result<at::Tensor> picturesOf(std::span<const int> cells) const;
    /// N × length, on the device; copies: which copy of each cell.
    at::Tensor vectorsOf(std::span<const int> cells, std::span<const int> copies) const;
    void setTraining();
    void setEvaluating();
    nn::NetworkOutput run(const at::Tensor& input, bool isFeatures);
    /// 0, or what keeps the mean, for each number of the vectors of a step.
    at::Tensor dropoutMask(std::int64_t rows, std::int64_t columns, std::int64_t number) const;
    /// What the network sees of these cells in a step with this number, and whether it is the trunk's vectors.
    Result<at::Tensor> trainingInput(std::span<const int> cells, std::int64_t number) const;
    at::Tensor lossOf(const nn::NetworkOutput& output, const at::Tensor& wanted, at::Tensor& plainLoss) const;
    void count(const at::Tensor& logits, const at::Tensor& meanLoss, const at::Tensor& wanted);
    void watch(const at::Tensor& loss);

    /// The network's tensors that a step changes: all, or the last layer's on a frozen trunk.
    nn::StateDict trained() const;
    /// Everything in a checkpoint, sharing memory with this state.
    nn::StateDict everything() const;
};

/// Puts the running mean of the weights, where there is one, in the place of the weights for as long as it lives.
class AveragedWeights {
public:
    explicit AveragedWeights(Trainer::State& state);
    ~AveragedWeights();
    AveragedWeights(const AveragedWeights&) = delete;
    AveragedWeights& operator=(const AveragedWeights&) = delete;

private:
    Trainer::State& m_state;
    nn::StateDict m_own;
};

}  // namespace leukolens::engine
