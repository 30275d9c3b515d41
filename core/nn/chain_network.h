// Networks that are one chain of named steps, then hidden layers, then the last layer.
#pragma once

#include <functional>
#include <string>

#include "core/nn/network.h"

namespace leukolens::nn {

/// Brings the program's input (rgb/255 − 0.5)/0.5 to the one that torchvision's ImageNet weights expect, (rgb/255 − mean)/deviation of each
/// colour, as the first thing that features() does. Without an auxiliary head, and without stages(): LibTorch computes it.
class ChainNetwork : public Network {
public:
    NetworkOutput forward(const at::Tensor& input) final;
    at::Tensor features(const at::Tensor& input) final;
    at::Tensor mapAt(std::string_view block, const at::Tensor& input) final;
    at::Tensor featuresFrom(std::string_view block, const at::Tensor& map) final;
    std::vector<Stage> stages() const final { return {}; }
    bool auxiliaryRunsAt(int) const final { return false; }

protected:
    /// One map to the next, N × C × H × W; must leave what it is given as it is. The name is that of the module that is frozen with it.
    using Step = std::function<at::Tensor(const at::Tensor&)>;
    void add(std::string name, Step step) { m_steps.push_back({std::move(name), std::move(step)}); }

    /// The last step's map → N × featureCount.
    virtual at::Tensor featuresOf(const at::Tensor& map) = 0;

    /// Registers `module` as group.name, as torchvision's sequences do: "features.0".
    template <class M>
    std::shared_ptr<M> nested(const std::string& group, const std::string& name, std::shared_ptr<M> module) {
        return groupCalled(group).register_module(name, std::move(module));
    }

private:
    struct NamedStep {
        std::string name;
        Step run;
    };
    torch::nn::Module& groupCalled(const std::string& name);
    std::size_t indexOf(std::string_view block) const;

    std::vector<NamedStep> m_steps;
};

}  // namespace leukolens::nn
