#include "core/detection/region_heads.h"

#include <ATen/ATen.h>

#include "core/detection/nms.h"
#include "core/detection/roi_align.h"

namespace leukolens::detection {
namespace {

constexpr int64_t kHidden = 1024;

std::shared_ptr<nn::Dense> dense(int64_t in, int64_t out) {
    auto layer = std::make_shared<nn::Dense>(in, out);
    nn::initialiseByInputs(layer->weight, layer->bias);
    return layer;
}

}  // namespace

RegionHeads::RegionHeads(int64_t channels, int64_t classes, const HeadSettings& settings) : m_settings(settings) {
    const auto head = register_module("box_head", std::make_shared<torch::nn::Module>());
    m_hidden1 = head->register_module("fc6", dense(channels * kRegionSide * kRegionSide, kHidden));
    m_hidden2 = head->register_module("fc7", dense(kHidden, kHidden));
    const auto predictor = register_module("box_predictor", std::make_shared<torch::nn::Module>());
    m_classes = predictor->register_module("cls_score", dense(kHidden, classes + 1));
    m_boxes = predictor->register_module("bbox_pred", dense(kHidden, 4 * (classes + 1)));
}

RegionHeads::Answers RegionHeads::answersOf(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const std::vector<at::Tensor>& regions) const {
    std::vector<at::Tensor> full, pictures;
    for (const auto& map : maps) full.push_back(inFull(map));
    for (std::size_t n = 0; n < regions.size(); ++n) pictures.push_back(at::full({regions[n].size(0)}, static_cast<int64_t>(n), regions[n].options().dtype(at::kLong)));
    const auto seen = roiAlign(full, grids, at::cat(regions), at::cat(pictures)).flatten(1);
    const auto hidden = m_hidden2->forward(m_hidden1->forward(seen).relu_()).relu_();
    return {inFull(m_classes->forward(hidden)), inFull(m_boxes->forward(hidden))};
}

RegionHeads::Losses RegionHeads::losses(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const std::vector<at::Tensor>& proposals, const std::vector<Truth>& truths, Random& random) {
    std::vector<at::Tensor> regions, labels, codes;
    for (std::size_t n = 0; n < truths.size(); ++n) {
        const auto& truth = truths[n];
        const auto all = at::cat({proposals[n], truth.boxes});
        const bool empty = truth.boxes.size(0) == 0;
        const auto match = empty ? at::full({all.size(0)}, kBackground, truth.labels.options()) : matched(boxIou(truth.boxes, all), m_settings.match);
        const auto nearest = match.clamp_min(0);
        auto label = at::where(match == kBackground, 0, at::where(match == kUndecided, -1, empty ? at::zeros_like(match) : truth.labels.index_select(0, nearest)));
        const auto sample = balancedSample(label, m_settings.sampled, m_settings.positiveShare, random);
        const auto chosen = std::get<0>(at::cat({sample.positive, sample.negative}).sort());
        regions.push_back(all.index_select(0, chosen));
        labels.push_back(label.index_select(0, chosen));
        codes.push_back(empty ? at::zeros_like(regions.back()) : m_coder.encode(truth.boxes.index_select(0, nearest.index_select(0, chosen)), regions.back()));
    }
    const auto answers = answersOf(maps, grids, regions);
    const auto wanted = at::cat(labels);
    const auto positive = (wanted > 0).nonzero().squeeze(1);
    const auto ofClass = answers.codes.view({wanted.size(0), -1, 4}).index({positive, wanted.index_select(0, positive)});
    const auto distance = at::smooth_l1_loss(ofClass, at::cat(codes).index_select(0, positive), at::Reduction::Sum, kSmoothWithin);
    return {at::cross_entropy_loss(answers.logits, wanted), distance / wanted.numel()};
}

Found RegionHeads::foundOf(const at::Tensor& allScores, const at::Tensor& allBoxes, const PictureSize& picture) const {
    const auto clipped = clippedBoxes(allBoxes, static_cast<double>(picture.width), static_cast<double>(picture.height));
    const int64_t classes = allScores.size(1) - 1;
    auto boxes = clipped.slice(1, 1).reshape({-1, 4});
    auto scores = allScores.slice(1, 1).reshape({-1});
    auto labels = at::arange(1, classes + 1, scores.options().dtype(at::kLong)).expand({allScores.size(0), classes}).reshape({-1});
    const auto keepOnly = [&](const at::Tensor& indices) {
        boxes = boxes.index_select(0, indices);
        scores = scores.index_select(0, indices);
        labels = labels.index_select(0, indices);
    };
    keepOnly((scores > m_settings.leastScore).nonzero().squeeze(1));
    keepOnly(boxesFromSide(boxes, m_settings.leastSide));
    keepOnly(nonMaximumSuppression(boxes, scores, labels, m_settings.mostIou, m_settings.mostBoxes));
    return {boxes, scores, labels};
}

std::vector<Found> RegionHeads::detect(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const std::vector<at::Tensor>& proposals, const std::vector<PictureSize>& pictures) {
    const auto answers = answersOf(maps, grids, proposals);
    const auto scores = answers.logits.softmax(1), boxes = m_coder.decode(answers.codes, at::cat(proposals));
    std::vector<Found> found;
    int64_t start = 0;
    for (std::size_t n = 0; n < pictures.size(); ++n) {
        const auto end = start + proposals[n].size(0);
        found.push_back(foundOf(scores.slice(0, start, end), boxes.slice(0, start, end), pictures[n]));
        start = end;
    }
    return found;
}

}  // namespace leukolens::detection
