#include "core/detection/region_proposals.h"

#include <ATen/ATen.h>

#include <algorithm>

#include "core/detection/nms.h"
#include "core/nn/init.h"

namespace leukolens::detection {
namespace {

std::shared_ptr<nn::Convolution> convolution(int64_t in, int64_t out, int64_t kernel) {
    auto layer = std::make_shared<nn::Convolution>(in, out, kernel, 1, kernel / 2);
    nn::centredNormal(layer->weight, 0.01);
    nn::centredNormal(layer->bias, 0);
    return layer;
}

/// N × A·C × H × W → N × H·W·A × C: in the anchors' order.
at::Tensor byAnchor(const at::Tensor& map, int64_t columns) {
    return inFull(map).view({map.size(0), -1, columns, map.size(2), map.size(3)}).permute({0, 3, 4, 1, 2}).reshape({map.size(0), -1, columns});
}

}  // namespace

RegionProposals::RegionProposals(int64_t channels, int64_t anchors, const ProposalSettings& settings) : m_settings(settings) {
    const auto head = register_module("head", std::make_shared<torch::nn::Module>());
    const auto sequence = head->register_module("conv", std::make_shared<torch::nn::Module>())->register_module("0", std::make_shared<torch::nn::Module>());
    m_conv = sequence->register_module("0", convolution(channels, channels, 3));
    m_objectness = head->register_module("cls_logits", convolution(channels, anchors, 1));
    m_boxes = head->register_module("bbox_pred", convolution(channels, 4 * anchors, 1));
}

RegionProposals::Answers RegionProposals::answersOf(const std::vector<at::Tensor>& maps) const {
    std::vector<at::Tensor> objectness, codes;
    Answers answers;
    for (const auto& map : maps) {
        const auto seen = m_conv->forward(map).relu_();
        objectness.push_back(byAnchor(m_objectness->forward(seen), 1));
        codes.push_back(byAnchor(m_boxes->forward(seen), 4));
        answers.countOfMap.push_back(objectness.back().size(1));
    }
    answers.objectness = at::cat(objectness, 1).squeeze(2);
    answers.codes = at::cat(codes, 1);
    return answers;
}

void RegionProposals::propose(const Answers& answers, const at::Tensor& anchors, const std::vector<PictureSize>& pictures, Proposals& into) const {
    const at::NoGradGuard noGrad;
    const auto before = is_training() ? m_settings.trainingBefore : m_settings.beforeSuppression;
    const auto after = is_training() ? m_settings.trainingAfter : m_settings.afterSuppression;
    for (std::size_t n = 0; n < pictures.size(); ++n) {
        const auto logits = answers.objectness[static_cast<int64_t>(n)];
        std::vector<at::Tensor> best, maps;
        int64_t start = 0;
        for (std::size_t m = 0; m < answers.countOfMap.size(); ++m) {
            const auto count = answers.countOfMap[m];
            best.push_back(std::get<1>(logits.slice(0, start, start + count).topk(std::min(before, count))) + start);
            maps.push_back(at::full_like(best.back(), static_cast<int64_t>(m)));
            start += count;
        }
        const auto chosen = at::cat(best);
        auto boxes = m_coder.decode(answers.codes[static_cast<int64_t>(n)].index_select(0, chosen), anchors.index_select(0, chosen)).squeeze(1);
        boxes = clippedBoxes(boxes, static_cast<double>(pictures[n].width), static_cast<double>(pictures[n].height));
        const auto large = boxesFromSide(boxes, m_settings.leastSide);
        boxes = boxes.index_select(0, large);
        const auto scores = logits.index_select(0, chosen).sigmoid().index_select(0, large);
        const auto kept = nonMaximumSuppression(boxes, scores, at::cat(maps).index_select(0, large), m_settings.mostIou, after);
        into.boxes.push_back(boxes.index_select(0, kept));
        into.scores.push_back(scores.index_select(0, kept));
    }
}

void RegionProposals::addLosses(const Answers& answers, const at::Tensor& anchors, const std::vector<Truth>& truths, Random& random, Proposals& into) const {
    std::vector<at::Tensor> logits, wanted, codes, wantedCodes;
    for (std::size_t n = 0; n < truths.size(); ++n) {
        const auto& boxes = truths[n].boxes;
        const bool empty = boxes.size(0) == 0;
        const auto match = empty ? at::full({anchors.size(0)}, kBackground, anchors.options().dtype(at::kLong)) : matched(boxIou(boxes, anchors), m_settings.match);
        // 1 something, 0 background, −1 undecided.
        const auto labels = at::where(match >= 0, 1, at::where(match == kBackground, 0, -1));
        const auto sample = balancedSample(labels, m_settings.sampled, m_settings.positiveShare, random);
        const auto row = static_cast<int64_t>(n);
        const auto all = at::cat({sample.positive, sample.negative});
        logits.push_back(answers.objectness[row].index_select(0, all));
        wanted.push_back(labels.index_select(0, all).to(answers.objectness.scalar_type()));
        if (empty) continue;
        codes.push_back(answers.codes[row].index_select(0, sample.positive));
        wantedCodes.push_back(m_coder.encode(boxes.index_select(0, match.index_select(0, sample.positive)), anchors.index_select(0, sample.positive)));
    }
    const auto asked = at::cat(logits);
    into.objectnessLoss = at::binary_cross_entropy_with_logits(asked, at::cat(wanted));
    // Of no boxes at all it is 0, with a gradient of 0.
    into.boxLoss = codes.empty() ? asked.sum() * 0 : at::smooth_l1_loss(at::cat(codes), at::cat(wantedCodes), at::Reduction::Sum, kSmoothWithin) / asked.numel();
}

Proposals RegionProposals::forward(const std::vector<at::Tensor>& maps, const at::Tensor& anchors, const std::vector<PictureSize>& pictures, const std::vector<Truth>& truths, Random& random) {
    const auto answers = answersOf(maps);
    Proposals proposals;
    propose(answers, anchors, pictures, proposals);
    if (is_training()) addLosses(answers, anchors, truths, random, proposals);
    return proposals;
}

}  // namespace leukolens::detection
