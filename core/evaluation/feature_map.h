// Where cells lie to one another by the vectors that a network's last layer sees, in two dimensions to look at.
#pragma once

#include <span>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace leukolens::evaluation {

/// The smallest number of cells for UMAP; fewer are laid out by their first two principal components.
inline constexpr int kFewestForUmap = 30;
inline constexpr int kFewestForMap = 3;
/// More would need more memory than a laptop has beside the vectors.
inline constexpr int kMostForMap = 50'000;

/// UMAP's n_neighbors (at the most a third of the cells) and min_dist, and of how many principal components distances are.
inline constexpr int kMapNeighbours = 15, kMapComponents = 50;
inline constexpr double kMapLeastDistance = 0.1;

enum class MapMethod { Umap, Pca };

struct FeatureMap {
    MapMethod method = MapMethod::Umap;
    std::vector<float> x, y;  ///< one a cell; without unit
    double explained = 0;     ///< share of the vectors' variance that the principal components hold: all that distances are of, or with Pca the two that are shown
};

/// PCA (IRLBA, Baglama & Reichel 2005), then UMAP (McInnes, Healy & Melville 2018) of exact nearest neighbours. vectors: cells × length, row after row. The same vectors give the
/// same map. Fails with InvalidArgument (fewer than kFewestForMap cells, a value that is no number), TooLarge (more than kMostForMap) or Cancelled. Long: call it from a worker.
/// threads: 0 for as many as cores; the map does not depend on it.
Result<FeatureMap> mapOfVectors(std::span<const float> vectors, int length, ProgressSink& progress, const CancelToken& cancel, int threads = 0);

}  // namespace leukolens::evaluation
