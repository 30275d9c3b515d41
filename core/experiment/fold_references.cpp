#include "core/experiment/fold_references.h"

#include <algorithm>
#include <cmath>

#include "core/evaluation/principal_axes.h"

namespace leukolens::experiment {
namespace {

// Chosen on real cells and other pictures: docs/results.md, "Pictures that are no cells".
constexpr int kComponents = 64, kNeighbour = 5;
constexpr double kKept = 0.95;

/// To length 1, in place.
void normalise(std::vector<float>& vectors, std::size_t length) {
    for (std::size_t at = 0; at < vectors.size(); at += length) {
        const std::span vector(vectors.data() + at, length);
        double square = 0;
        for (const float value : vector) square += static_cast<double>(value) * static_cast<double>(value);
        const auto scale = static_cast<float>(square > 0 ? 1 / std::sqrt(square) : 0);
        for (float& value : vector) value *= scale;
    }
}

/// The smallest distance that at least this share of them does not exceed.
double quantile(std::vector<double> values, double share) {
    const auto at = static_cast<std::size_t>(std::ceil(share * static_cast<double>(values.size()))) - 1;
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(at));
    return values[at];
}

}  // namespace

Result<std::optional<inference::ReferenceCells>> referencesOfFold(const dataset::Dataset& dataset, const dataset::Fold& fold, const PartFeatures& features, bool validationIsTest) {
    const std::size_t cells = fold.train.size();
    if (cells < kFewestReferences) return std::optional<inference::ReferenceCells>();
    const std::size_t length = features.train.size() / cells;
    auto unit = features.train;
    normalise(unit, length);
    auto axes = evaluation::principalAxes(unit, static_cast<int>(length), kComponents);
    if (!axes) return fail(axes.error());

    inference::ReferenceCells references;
    references.length = static_cast<int>(length);
    references.components = axes->components;
    references.mean = std::move(axes->mean);
    references.axes = std::move(axes->axes);
    references.neighbour = kNeighbour;
    references.kept = kKept;
    for (std::size_t i = 0; i < cells; ++i) {
        const auto& cell = dataset.cells[static_cast<std::size_t>(fold.train[i])];
        references.classes.push_back(cell.classIndex);
        references.sha256s.push_back(cell.sha256);
        const auto embedding = embeddingOf(references, std::span(features.train).subspan(i * length, length));
        references.embeddings.insert(references.embeddings.end(), embedding.begin(), embedding.end());
    }

    references.limit = 1;  // strangeness is then the distance itself
    std::vector<double> distances;
    if (validationIsTest) {
        for (std::size_t i = 0; i < cells; ++i)
            distances.push_back(strangenessOf(references, std::span(references.embeddings).subspan(i * references.width(), references.width()), references.sha256s[i]));
    } else {
        for (std::size_t i = 0; i < fold.validation.size(); ++i) distances.push_back(strangenessOf(references, embeddingOf(references, std::span(features.validation).subspan(i * length, length))));
    }
    references.chosenOn = std::to_string(distances.size()) + (validationIsTest ? " training cells" : " validation cells");
    references.limit = quantile(std::move(distances), kKept);
    // Of training cells that are all alike nothing can be told.
    if (!(references.limit > 0)) return std::optional<inference::ReferenceCells>();
    return std::optional(std::move(references));
}

}  // namespace leukolens::experiment
