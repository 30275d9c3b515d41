// Where in a picture something may be (Ren et al. 2015, region proposal network), as torchvision has it.
#pragma once

#include <torch/nn/module.h>

#include "core/base/random.h"
#include "core/detection/boxes.h"
#include "core/detection/detector_input.h"
#include "core/detection/map_grid.h"
#include "core/detection/matching.h"
#include "core/nn/layers.h"

namespace leukolens::detection {

struct ProposalSettings {
    MatchLimits match{0.7, 0.3, true};
    int64_t sampled = 256;       ///< anchors a picture that a training step learns from
    double positiveShare = 0.5;
    int64_t beforeSuppression = 1000, afterSuppression = 1000;  ///< best of each map, of each picture
    int64_t trainingBefore = 2000, trainingAfter = 2000;        ///< the same in training
    double mostIou = 0.7;
    double leastSide = 1e-3;     ///< px
};

/// Boxes and what they are. labels: from 1 on; 0 is the background.
struct Truth {
    at::Tensor boxes;   ///< M × 4, px
    at::Tensor labels;  ///< M int64
};

struct Proposals {
    std::vector<at::Tensor> boxes;   ///< of each picture: K × 4, best first, no gradient
    std::vector<at::Tensor> scores;  ///< K, 0…1
    at::Tensor objectnessLoss, boxLoss;  ///< in training
};

class RegionProposals : public torch::nn::Module {
public:
    /// anchors: at each place of a map, alike on all maps.
    RegionProposals(int64_t channels, int64_t anchors, const ProposalSettings& settings);

    /// anchors: K × 4, all maps' one after another. truths: one a picture where is_training(), else empty.
    Proposals forward(const std::vector<at::Tensor>& maps, const at::Tensor& anchors, const std::vector<PictureSize>& pictures, const std::vector<Truth>& truths, Random& random);

private:
    struct Answers {
        at::Tensor objectness;           ///< N × K logits
        at::Tensor codes;                ///< N × K × 4
        std::vector<int64_t> countOfMap;
    };
    Answers answersOf(const std::vector<at::Tensor>& maps) const;
    void propose(const Answers& answers, const at::Tensor& anchors, const std::vector<PictureSize>& pictures, Proposals& into) const;
    void addLosses(const Answers& answers, const at::Tensor& anchors, const std::vector<Truth>& truths, Random& random, Proposals& into) const;

    ProposalSettings m_settings;
    BoxCoder m_coder{1, 1};
    std::shared_ptr<nn::Convolution> m_conv, m_objectness, m_boxes;
};

/// 1/9: where the loss of a box's place changes from squared to linear (torchvision's choice).
inline constexpr double kSmoothWithin = 1.0 / 9;

}  // namespace leukolens::detection
