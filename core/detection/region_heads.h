// What is in a region, and where exactly (Girshick 2015, Fast R-CNN), as torchvision has it.
#pragma once

#include <torch/nn/module.h>

#include "core/base/random.h"
#include "core/detection/boxes.h"
#include "core/detection/detector_input.h"
#include "core/detection/map_grid.h"
#include "core/detection/matching.h"
#include "core/detection/region_proposals.h"
#include "core/nn/layers.h"

namespace leukolens::detection {

struct HeadSettings {
    MatchLimits match{0.5, 0.5, false};
    int64_t sampled = 512;        ///< regions a picture that a training step learns from
    double positiveShare = 0.25;
    double leastScore = 0.05;     ///< boxes with less are not told
    double mostIou = 0.5;         ///< of two boxes of one class
    int64_t mostBoxes = 100;      ///< a picture
    double leastSide = 1e-2;      ///< px
};

/// Of one picture, best first.
struct Found {
    at::Tensor boxes;   ///< K × 4, px
    at::Tensor scores;  ///< K, 0…1
    at::Tensor labels;  ///< K int64, from 1 on
};

class RegionHeads : public torch::nn::Module {
public:
    /// classes: without the background.
    RegionHeads(int64_t channels, int64_t classes, const HeadSettings& settings);

    struct Losses {
        at::Tensor classes, boxes;
    };
    /// proposals and truths: one a picture. The true boxes are proposals too.
    Losses losses(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const std::vector<at::Tensor>& proposals, const std::vector<Truth>& truths, Random& random);

    std::vector<Found> detect(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const std::vector<at::Tensor>& proposals, const std::vector<PictureSize>& pictures);

private:
    struct Answers {
        at::Tensor logits, codes;  ///< K × (classes + 1), K × 4·(classes + 1)
    };
    Answers answersOf(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const std::vector<at::Tensor>& regions) const;
    Found foundOf(const at::Tensor& scores, const at::Tensor& boxes, const PictureSize& picture) const;

    HeadSettings m_settings;
    BoxCoder m_coder{10, 5};
    std::shared_ptr<nn::Dense> m_hidden1, m_hidden2, m_classes, m_boxes;
};

}  // namespace leukolens::detection
