// Faster R-CNN (Ren et al. 2015): finds and classifies things in whole fields. Own code, torchvision's names and numbers.
#pragma once

#include "core/detection/backbone.h"
#include "core/detection/region_heads.h"
#include "core/detection/region_proposals.h"

namespace leukolens::detection {

struct FasterRcnnSettings {
    std::string backbone = "inception_v3";
    int64_t classes = 1;  ///< ≥ 1, without the background
    ProposalSettings proposals;
    HeadSettings heads;
};

/// One thread at a time. Deviations from torchvision: samples are drawn by the program's generator; with "inception_v3" what inception_backbone.h says.
class FasterRcnn : public torch::nn::Module {
public:
    /// Random weights from LibTorch's global generator, in training mode.
    static Result<std::shared_ptr<FasterRcnn>> create(const FasterRcnnSettings& settings);
    FasterRcnn(std::shared_ptr<Backbone> backbone, const FasterRcnnSettings& settings);

    struct Losses {
        at::Tensor objectness, proposalBoxes, classes, boxes;
        at::Tensor sum() const { return objectness + proposalBoxes + classes + boxes; }
    };
    /// pictures: 3 × H × W each, R, G, B, 0…1, any size whose sides are at least kLeastSidePx; truths in their px. In training mode.
    Losses losses(const std::vector<at::Tensor>& pictures, const std::vector<Truth>& truths, Random& random);

    /// In evaluation mode, without gradients. Boxes in px of each picture.
    std::vector<Found> detect(const std::vector<at::Tensor>& pictures);

    Backbone& backbone() { return *m_backbone; }
    void train(bool on = true) override;

private:
    struct Seen {
        std::vector<at::Tensor> maps;
        std::vector<MapGrid> grids;
        at::Tensor anchors;
        std::vector<PictureSize> sizes;

        std::vector<at::Tensor> regionMaps(std::size_t count) const { return {maps.begin(), maps.begin() + static_cast<std::ptrdiff_t>(count)}; }
    };
    Seen see(const std::vector<at::Tensor>& pictures);

    std::shared_ptr<Backbone> m_backbone;
    std::shared_ptr<RegionProposals> m_proposals;
    std::shared_ptr<RegionHeads> m_heads;
};

}  // namespace leukolens::detection
