#include <algorithm>
#include <cmath>
#include <cstdio>

#include "core/pipelines/classifier.h"

namespace leukolens::pipelines {
namespace {

std::string shortly(double value) {
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

}  // namespace

Candidates candidatesFor(nn::HeadKind kind, int length) {
    Candidates candidates;
    const auto add = [&](double first, double second, std::string words) { candidates.all.push_back({first, second, std::move(words)}); };
    switch (kind) {
        case nn::HeadKind::SupportVectors:
            // Of standardised vectors 1/length is scikit-learn's "scale".
            for (const double c : {0.1, 1.0, 10.0, 100.0})
                for (const double gamma : {0.25 / length, 1.0 / length}) add(c, gamma, "C " + shortly(c) + ", gamma " + shortly(gamma));
            candidates.usual = 3;
            break;
        case nn::HeadKind::Neighbours:
            for (const int k : {25, 15, 9, 5, 3, 1}) add(k, 0, std::to_string(k) + (k == 1 ? " neighbour" : " neighbours"));
            candidates.usual = 3;
            break;
        case nn::HeadKind::Forest: {
            const double usual = std::max(1.0, std::floor(std::sqrt(length)));
            for (const double tried : {usual, std::min(4 * usual, static_cast<double>(length))}) add(tried, 2, shortly(tried) + " numbers tried at a split");
            break;
        }
        case nn::HeadKind::HiddenLayer:
            for (const double decay : {1.0, 0.1, 0.01}) add(decay, 0, "weight decay " + shortly(decay));
            candidates.usual = 1;
            break;
        case nn::HeadKind::Layer: break;
    }
    return candidates;
}

HeadTensors keepNeighbours(const Rows& rows, const Candidate& candidate) {
    const auto asked = std::min(static_cast<std::int64_t>(candidate.first), static_cast<std::int64_t>(rows.count()));
    return {{"vectors", {{rows.count(), rows.length}, std::vector<float>(rows.vectors.begin(), rows.vectors.end())}},
            {"labels", list(std::vector<std::int64_t>(rows.labels.begin(), rows.labels.end()))},
            {"neighbours", list(std::vector{asked})}};
}

}  // namespace leukolens::pipelines
