#include "core/evaluation/principal_axes.h"

#include <algorithm>
#include <cmath>
#include <irlba/irlba.hpp>

namespace leukolens::evaluation {
namespace {

using Vectors = Eigen::Matrix<float, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

Result<PrincipalAxes> principalAxes(std::span<const float> vectors, int length, int components) {
    const std::size_t number = length > 0 ? vectors.size() / static_cast<std::size_t>(length) : 0;
    if (number < 2 || components < 1) return fail(ErrorCode::InvalidArgument, "principal components of " + std::to_string(number) + " vectors were asked for", {}, "Choose more cells.");
    if (!std::ranges::all_of(vectors, [](float value) { return std::isfinite(value); }))
        return fail(ErrorCode::InvalidArgument, "the vectors hold something that is no number", {}, "Train or export the model again.");
    const Vectors matrix = Eigen::Map<const Vectors>(vectors.data(), static_cast<Eigen::Index>(number), length);
    irlba::Options<Eigen::VectorXf> options;
    options.cap_number = true;
    const auto found = irlba::pca<Eigen::MatrixXf, Eigen::VectorXf>(matrix, true, false, std::min<Eigen::Index>({components, matrix.rows() - 1, matrix.cols()}), options);
    const Eigen::RowVectorXd mean = matrix.cast<double>().colwise().mean();

    PrincipalAxes result;
    result.length = length;
    result.components = static_cast<int>(found.rotation.cols());
    for (const double value : mean) result.mean.push_back(static_cast<float>(value));
    // Eigen keeps columns: a direction is one of them, a vector's scores are a row.
    result.axes.assign(found.rotation.data(), found.rotation.data() + found.rotation.size());
    const Vectors scores = found.scores;
    result.scores.assign(scores.data(), scores.data() + scores.size());
    for (const float variance : found.variances) result.variances.push_back(static_cast<double>(variance));
    for (Eigen::Index i = 0; i < matrix.rows(); ++i) result.variance += (matrix.row(i).cast<double>() - mean).squaredNorm();
    result.variance /= static_cast<double>(matrix.rows() - 1);
    return result;
}

}  // namespace leukolens::evaluation
