#include "core/detection/faster_rcnn.h"

#include <ATen/ATen.h>

namespace leukolens::detection {

Result<std::shared_ptr<FasterRcnn>> FasterRcnn::create(const FasterRcnnSettings& settings) {
    if (settings.classes < 1) return fail(ErrorCode::InvalidArgument, "a finder of cells needs at least one class");
    const auto entry = findBackbone(settings.backbone);
    if (!entry) return fail(entry.error());
    return std::make_shared<FasterRcnn>((*entry)->create(), settings);
}

FasterRcnn::FasterRcnn(std::shared_ptr<Backbone> backbone, const FasterRcnnSettings& settings) : m_backbone(register_module("backbone", std::move(backbone))) {
    m_proposals = register_module("rpn", std::make_shared<RegionProposals>(Backbone::kChannels, m_backbone->anchors().front().count(), settings.proposals));
    m_heads = register_module("roi_heads", std::make_shared<RegionHeads>(Backbone::kChannels, settings.classes, settings.heads));
    train();
}

void FasterRcnn::train(bool on) {
    torch::nn::Module::train(on);
    m_backbone->eval();
}

FasterRcnn::Seen FasterRcnn::see(const std::vector<at::Tensor>& pictures) {
    Seen seen;
    std::vector<at::Tensor> normalised, anchors;
    for (const auto& picture : pictures) {
        normalised.push_back(m_backbone->normalised(picture));
        seen.sizes.push_back(sizeOf(picture));
    }
    const auto input = batched(normalised);
    seen.maps = m_backbone->maps(input);
    seen.grids = m_backbone->grids(input, seen.maps);
    const auto shapes = m_backbone->anchors();
    for (std::size_t i = 0; i < seen.maps.size(); ++i)
        anchors.push_back(anchorsOf(shapes[i], seen.grids[i], seen.maps[i].size(2), seen.maps[i].size(3), pictures.front().options()));
    seen.anchors = at::cat(anchors);
    return seen;
}

FasterRcnn::Losses FasterRcnn::losses(const std::vector<at::Tensor>& pictures, const std::vector<Truth>& truths, Random& random) {
    const auto seen = see(pictures);
    const auto proposals = m_proposals->forward(seen.maps, seen.anchors, seen.sizes, truths, random);
    const auto heads = m_heads->losses(seen.regionMaps(m_backbone->regionMaps()), seen.grids, proposals.boxes, truths, random);
    return {proposals.objectnessLoss, proposals.boxLoss, heads.classes, heads.boxes};
}

std::vector<Found> FasterRcnn::detect(const std::vector<at::Tensor>& pictures) {
    const at::NoGradGuard noGrad;
    const auto seen = see(pictures);
    Random none(0);
    const auto proposals = m_proposals->forward(seen.maps, seen.anchors, seen.sizes, {}, none);
    return m_heads->detect(seen.regionMaps(m_backbone->regionMaps()), seen.grids, proposals.boxes, seen.sizes);
}

}  // namespace leukolens::detection
