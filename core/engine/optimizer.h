// AdamW, SGD and RMSprop over all parameters at once, by LibTorch's fused and _foreach_ updates.
#pragma once

#include <ATen/core/Tensor.h>

#include <map>
#include <string>
#include <vector>

#include "core/engine/trainer_settings.h"

namespace leukolens::engine {

struct OptimizerSettings {
    OptimizerKind kind = OptimizerKind::AdamW;
    double momentum = 0.9;
    double weightDecay = 0.01;
    double clipNorm = 0;  ///< 0: no limit
};

struct NamedParameter {
    std::string name;
    at::Tensor parameter;
    double rateShare = 1;  ///< of the rate that step() is given
};

/// Weight decay applies to tensors of two and more dimensions: not to biases and batch norm. Parameters without a gradient are left
/// alone. Not thread-safe.
class Optimizer {
public:
    Optimizer(std::vector<NamedParameter> parameters, const OptimizerSettings& settings);

    /// One update from the gradients, which are then dropped. learningRate: no dimensions, on the parameters' device, double on the
    /// CPU and float on a GPU, where nothing waits for it.
    void step(const at::Tensor& learningRate);
    void step(double learningRate);

    /// As if backward() had not run.
    void dropGradients();

    /// What the next step depends on besides parameters and gradients: "<parameter>.<what>" → tensor, sharing memory with it.
    std::map<std::string, at::Tensor> state() const;

private:
    struct Entry {
        NamedParameter named;
        at::Tensor first;   ///< AdamW: mean of gradients; others: momentum
        at::Tensor second;  ///< AdamW, RMSprop: mean of squares
        at::Tensor steps;   ///< AdamW: how many, on the parameter's device
    };
    /// Entries with one rate and one decay, in the form that the fused updates take.
    struct Batch {
        std::vector<at::Tensor> parameters, gradients, first, second, steps;
    };
    struct Group {
        std::vector<Entry> entries;
        double rateShare = 1, weightDecay = 0;
    };

    Group& groupFor(double rateShare, double weightDecay);
    static Batch takeGradients(Group& group);
    void clip(std::vector<Batch>& batches) const;
    void update(Batch& batch, const at::Tensor& rate, double weightDecay);

    OptimizerSettings m_settings;
    std::vector<Group> m_groups;
};

/// parameters −= rate · changes, the rate read on the device. Two operations instead of one: they take no rate in a GPU's memory.
void moveAgainst(at::TensorList parameters, at::TensorList changes, const at::Tensor& rate);

}  // namespace leukolens::engine
