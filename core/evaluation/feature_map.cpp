#include "core/evaluation/feature_map.h"

#include <algorithm>
#include <cmath>
#include <irlba/irlba.hpp>
#include <knncolle/knncolle.hpp>
#include <memory>
#include <thread>
#include <umappp/umappp.hpp>

namespace leukolens::evaluation {
namespace {

constexpr const char* kStage = "Laying out the map";
/// Epochs of UMAP between two looks at whether the person has stopped it.
constexpr int kEpochsAtOnce = 10;
/// Of one and the same vector everything that is left of the variance is rounding.
constexpr double kNoVariance = 1e-12;

using Vectors = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

struct Components {
    Eigen::MatrixXf scores;  ///< cells × components
    std::vector<double> shares;  ///< of the variance, one a component
};

Components principalComponents(const Vectors& vectors) {
    const auto number = std::min<Eigen::Index>({kMapComponents, vectors.rows() - 1, vectors.cols()});
    irlba::Options<Eigen::VectorXf> options;
    options.cap_number = true;
    auto found = irlba::pca<Eigen::MatrixXf, Eigen::VectorXf>(vectors, true, false, number, options);
    const Eigen::RowVectorXd mean = vectors.cast<double>().colwise().mean();
    double total = 0;
    for (Eigen::Index i = 0; i < vectors.rows(); ++i) total += (vectors.row(i).cast<double>() - mean).squaredNorm();
    total /= static_cast<double>(vectors.rows() - 1);
    Components components{std::move(found.scores), {}};
    for (const float variance : found.variances) components.shares.push_back(total > kNoVariance ? static_cast<double>(variance) / total : 0);
    return components;
}

double sumOf(const std::vector<double>& shares, std::size_t count) {
    double sum = 0;
    for (std::size_t i = 0; i < std::min(count, shares.size()); ++i) sum += shares[i];
    return std::min(1.0, sum);
}

FeatureMap firstTwo(const Components& components) {
    FeatureMap map{MapMethod::Pca, {}, {}, sumOf(components.shares, 2)};
    for (Eigen::Index i = 0; i < components.scores.rows(); ++i) {
        map.x.push_back(components.scores(i, 0));
        map.y.push_back(components.scores.cols() > 1 ? components.scores(i, 1) : 0);
    }
    return map;
}

Result<FeatureMap> umap(const Components& components, ProgressSink& progress, const CancelToken& cancel, int threads) {
    const int cells = static_cast<int>(components.scores.rows());
    umappp::Options how;
    how.num_neighbors = std::min(kMapNeighbours, cells / 3);
    how.min_dist = kMapLeastDistance;
    how.num_threads = threads > 0 ? threads : static_cast<int>(std::max(1u, std::thread::hardware_concurrency()));
    const Eigen::MatrixXf columns = components.scores.transpose();
    const knncolle::VptreeBuilder<int, float, float> neighbours(std::make_shared<knncolle::EuclideanDistance<float, float>>());
    std::vector<float> places(2 * static_cast<std::size_t>(cells));
    auto layout = umappp::initialize<int, float>(static_cast<std::size_t>(columns.rows()), cells, columns.data(), neighbours, 2, places.data(), how);
    for (int epoch = 0; epoch < layout.num_epochs();) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        epoch = std::min(epoch + kEpochsAtOnce, layout.num_epochs());
        layout.run(places.data(), epoch);
        progress.report({kStage, epoch, layout.num_epochs()});
    }
    FeatureMap map{MapMethod::Umap, {}, {}, sumOf(components.shares, components.shares.size())};
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
    if (!std::ranges::all_of(vectors, [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::InvalidArgument, "the vectors hold something that is no number", {}, "Train or export the model again.");
    progress.report({kStage, 0, 0});
    const Vectors matrix = Eigen::Map<const Vectors>(vectors.data(), static_cast<Eigen::Index>(cells), length);
    const auto components = principalComponents(matrix);
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    return cells < kFewestForUmap ? firstTwo(components) : umap(components, progress, cancel, threads);
}

}  // namespace leukolens::evaluation
