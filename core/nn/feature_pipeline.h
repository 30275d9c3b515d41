// A network up to its features, and a fitted head behind it.
#pragma once

#include "core/nn/fitted_head.h"
#include "core/nn/network.h"

namespace leukolens::nn {

/// Holds the trunk's tensors under the trunk's own names, so that its weights load unchanged, without its last layer and its auxiliary head; the fitted head's are called "fitted.…". The trunk is
/// meant to stay as it is: it is always in evaluation.
class FeaturePipeline : public Network {
public:
    NetworkOutput forward(const at::Tensor& input) final;
    at::Tensor features(const at::Tensor& input) final { return m_trunk->features(input); }
    at::Tensor head(const at::Tensor& features) final { return m_fitted->forward(features); }
    at::Tensor mapAt(std::string_view block, const at::Tensor& input) final { return m_trunk->mapAt(block, input); }
    at::Tensor featuresFrom(std::string_view block, const at::Tensor& map) final { return m_trunk->featuresFrom(block, map); }
    std::vector<Stage> stages() const final { return m_trunk->stages(); }
    bool takesShape(const std::string& tensor, at::IntArrayRef shape) const final;
    std::string settle() final { return m_fitted->settle(); }
    int smallestInputPx() const final { return m_trunk->smallestInputPx(); }
    bool auxiliaryRunsAt(int) const final { return false; }
    void train(bool on = true) override;

protected:
    FeaturePipeline(std::shared_ptr<Network> trunk, const NetworkInfo& trunkInfo, HeadKind kind, int classes);
    static NetworkInfo infoOf(const NetworkInfo& trunk, std::string name, std::string title, HeadKind kind);

private:
    std::shared_ptr<Network> m_trunk;  ///< not a child: its children are
    std::shared_ptr<FittedHead> m_fitted;
};

/// Joshi et al. 2020 took what a pretrained InceptionV3 sees, 2048 numbers a picture, to classical classifiers. Deviations: theirs are not described further; which settings
/// each has is searched for on training cells alone (core/pipelines).
template <class Trunk, HeadKind kind>
class FittedOn final : public FeaturePipeline {
public:
    explicit FittedOn(const NetworkSettings& settings) : FeaturePipeline(std::make_shared<Trunk>(NetworkSettings{2, 0.0, settings.initialise}), Trunk::info(), kind, settings.classes) {}
    static NetworkInfo info(std::string name, std::string title) { return infoOf(Trunk::info(), std::move(name), std::move(title), kind); }
};

}  // namespace leukolens::nn
