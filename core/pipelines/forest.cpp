#include <algorithm>
#include <cmath>

#include <opencv2/ml.hpp>

#include "core/image/opencv_setup.h"
#include "core/pipelines/classifier.h"

namespace leukolens::pipelines {
namespace {

constexpr int kMostDepth = 25;

/// Most steps from any root to a leaf.
std::int64_t depthOf(const std::vector<cv::ml::DTrees::Node>& nodes) {
    std::vector<std::int64_t> depths(nodes.size());
    std::int64_t most = 0;
    // Children come behind their parent.
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        if (nodes[i].parent >= 0) depths[i] = depths[static_cast<std::size_t>(nodes[i].parent)] + 1;
        most = std::max(most, depths[i]);
    }
    return most;
}

}  // namespace

/// first: numbers tried at a split, second: fewest rows of a node that is split.
HeadTensors fitForest(const Rows& rows, const Candidate& candidate, int trees, std::uint64_t seed) {
    image::prepareOpenCv();
    cv::theRNG().state = seed;
    const cv::Mat samples(rows.count(), rows.length, CV_32F, const_cast<float*>(rows.vectors.data()));
    const cv::Mat responses(rows.count(), 1, CV_32S, const_cast<int*>(rows.labels.data()));
    const auto forest = cv::ml::RTrees::create();
    forest->setMaxDepth(kMostDepth);
    forest->setMinSampleCount(static_cast<int>(candidate.second));
    forest->setActiveVarCount(static_cast<int>(candidate.first));
    forest->setTermCriteria({cv::TermCriteria::MAX_ITER, trees, 0});
    if (!forest->train(samples, cv::ml::ROW_SAMPLE, responses)) throw std::runtime_error("the forest was not fitted");

    const auto& nodes = forest->getNodes();
    const auto& splits = forest->getSplits();
    std::vector<std::int64_t> roots(forest->getRoots().begin(), forest->getRoots().end()), feature(nodes.size()), left(nodes.size()), right(nodes.size()), leaf(nodes.size());
    std::vector<float> threshold(nodes.size());
    for (std::size_t i = 0; i < nodes.size(); ++i) {
        const auto& node = nodes[i];
        if (node.split < 0) {
            left[i] = right[i] = static_cast<std::int64_t>(i);
            leaf[i] = static_cast<std::int64_t>(std::lround(node.value));
            continue;
        }
        const auto& split = splits[static_cast<std::size_t>(node.split)];
        feature[i] = split.varIdx;
        threshold[i] = split.c;
        left[i] = node.left;
        right[i] = node.right;
    }
    return {{"roots", list(std::move(roots))}, {"feature", list(std::move(feature))}, {"threshold", list(std::move(threshold))}, {"left", list(std::move(left))},
            {"right", list(std::move(right))}, {"leaf", list(std::move(leaf))},       {"depth", list(std::vector{depthOf(nodes)})}};
}

}  // namespace leukolens::pipelines
