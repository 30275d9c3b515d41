#include "core/evaluation/feature_map.h"

#include <algorithm>
#include <cmath>
#include <knncolle/knncolle.hpp>
#include <memory>
#include <umappp/umappp.hpp>

#include "core/base/cores.h"
#include "core/evaluation/principal_axes.h"

namespace leukolens::evaluation {
namespace {

constexpr const char* kStage = "Laying out the map";
/// Epochs of UMAP between two looks at whether the person has stopped it.
constexpr int kEpochsAtOnce = 10;
/// Of one and the same vector everything that is left of the variance is rounding.
constexpr double kNoVariance = 1e-12;

/// Of the variance, one a component.
std::vector<double> sharesOf(const PrincipalAxes& axes) {
    std::vector<double> shares;
    for (const double variance : axes.variances) shares.push_back(axes.variance > kNoVariance ? variance / axes.variance : 0);
    return shares;
}

double sumOf(const std::vector<double>& shares, std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(count, shares.size()); ++i) sum += shares[i];
    return std::min(1.0, sum);
}

FeatureMap firstTwo(const PrincipalAxes& axes) {
    FeatureMap map{MapMethod::Pca, {}, {}, sumOf(sharesOf(axes), 2)};
    const auto width = static_cast<std::size_t>(axes.components);
    for (std::size_t i = 0; i < axes.scores.size(); i += width) {
        map.x.push_back(axes.scores[i]);
        map.y.push_back(width > 1 ? axes.scores[i + 1] : 0);
    }
    return map;
}

Result<FeatureMap> umap(const PrincipalAxes& axes, ProgressSink& progress, const CancelToken& cancel, int threads) {
    const int cells = static_cast<int>(axes.scores.size() / static_cast<std::size_t>(axes.components));
    umappp::Options how;
    how.num_neighbors = std::min(kMapNeighbours, cells / 3);
    how.min_dist = kMapLeastDistance;
    how.num_threads = threads > 0 ? threads : usableCores();
    const knncolle::VptreeBuilder<int, float, float> neighbours(std::make_shared<knncolle::EuclideanDistance<float, float>>());
    std::vector<float> places(2 * static_cast<std::size_t>(cells));
    auto layout = umappp::initialize<int, float>(static_cast<std::size_t>(axes.components), cells, axes.scores.data(), neighbours, 2, places.data(), how);
    for (int epoch = 0; epoch < layout.num_epochs();) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        epoch = std::min(epoch + kEpochsAtOnce, layout.num_epochs());
        layout.run(places.data(), epoch);
        progress.report({kStage, epoch, layout.num_epochs()});
    }
    FeatureMap map{MapMethod::Umap, {}, {}, sumOf(sharesOf(axes), axes.variances.size())};
    for (std::size_t i = 0; i < places.size(); i += 2) {
        map.x.push_back(places[i]);
        map.y.push_back(places[i + 1]);
    }
    return map;
}

}  // namespace

Result<FeatureMap> mapOfVectors(std::span<const float> vectors, int length, ProgressSink& progress, const CancelToken& cancel, int threads) {
    const std::size_t cells = length > 0 ? vectors.size() / static_cast<std::size_t>(length) : 0;
    if (cells < kFewestForMap) return fail(ErrorCode::InvalidArgument, "a map of " + std::to_string(cells) + " cells was asked for, expected " + std::to_string(kFewestForMap) + " at least", {}, "Choose more cells.");
    if (cells > kMostForMap) return fail(ErrorCode::TooLarge, "a map of " + std::to_string(cells) + " cells was asked for, expected " + std::to_string(kMostForMap) + " at the most", {}, "Choose one fold.");
    progress.report({kStage, 0, 0});
    const auto axes = principalAxes(vectors, length, kMapComponents);
    if (!axes) return fail(axes.error());
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    return cells < kFewestForUmap ? firstTwo(*axes) : umap(*axes, progress, cancel, threads);
}

}  // namespace leukolens::evaluation
