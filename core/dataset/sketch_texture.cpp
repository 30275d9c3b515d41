#include "core/dataset/sketch_texture.h"

#include <cmath>
#include <map>
#include <mutex>
#include <utility>

namespace leukolens::dataset {
namespace {

constexpr int kSide = image::kSketchSide;
constexpr float kUnit = 1.0f / 32.0f;  ///< the bins' standard deviation is 32

std::size_t at(int y, int x) { return static_cast<std::size_t>(y * kSide + x); }

/// A Gaussian along one axis: row i holds the weights for bin i, cut at the border and made 1 in sum.
Grid gaussian(double deviation) {
    constexpr double kNothing = 1e-6;
    Grid matrix{};
    for (int i = 0; i < kSide; ++i) {
        double sum = 0;
        const auto weight = [&](int k) { return std::exp(-0.5 * (i - k) * (i - k) / (deviation * deviation)); };
        for (int k = 0; k < kSide; ++k) sum += weight(k);
        for (int k = 0; k < kSide; ++k) matrix[at(i, k)] = weight(k) / sum > kNothing ? static_cast<float>(weight(k) / sum) : 0.0f;
    }
    return matrix;
}

/// The product's rows become its columns.
Grid transposedProduct(const Grid& a, const Grid& b) {
    Grid result;
    for (int i = 0; i < kSide; ++i) {
        std::array<float, kSide> row{};
        for (int k = 0; k < kSide; ++k) {
            const float factor = a[at(i, k)];
            if (factor == 0) continue;  // a narrow Gaussian is mostly that
            for (int j = 0; j < kSide; ++j) row[static_cast<std::size_t>(j)] += factor * b[at(k, j)];
        }
        for (int j = 0; j < kSide; ++j) result[at(j, i)] = row[static_cast<std::size_t>(j)];
    }
    return result;
}

struct Blur {
    Grid matrix;
    explicit Blur(double deviation) : matrix(gaussian(deviation)) {}
    Grid operator()(const Grid& grid) const { return transposedProduct(matrix, transposedProduct(matrix, grid)); }
};

/// Made once for each width; kept, because textures are made by the ten thousand. The program uses four widths.
const Blur& blurOf(double deviation) {
    static std::mutex mutex;
    static std::map<double, Blur> kept;
    const std::lock_guard lock(mutex);
    return kept.try_emplace(deviation, deviation).first->second;
}

/// Mean around each bin of what is not background.
Grid localMean(const Grid& value, const Grid& weight, bool allThere, double deviation) {
    const Blur& blur = blurOf(deviation);
    Grid mean = blur(value);
    if (allThere) return mean;
    const Grid share = blur(weight);
    for (std::size_t i = 0; i < mean.size(); ++i) mean[i] = share[i] > 1e-3f ? mean[i] / share[i] : 0.0f;
    return mean;
}

}  // namespace

Texture textureOf(const image::PictureSketch& sketch, double fineBins, double coarseBins) {
    Texture texture;
    bool allThere = true;
    for (std::size_t i = 0; i < sketch.bins.size(); ++i) {
        const bool there = sketch.bins[i] != image::kNoBin;
        allThere = allThere && there;
        texture.weight[i] = there ? 1.0f : 0.0f;
        texture.value[i] = there ? kUnit * static_cast<float>(sketch.bins[i]) : 0.0f;
    }
    const Grid coarse = localMean(texture.value, texture.weight, allThere, coarseBins);
    for (std::size_t i = 0; i < coarse.size(); ++i) texture.value[i] = texture.weight[i] * (texture.value[i] - coarse[i]);
    if (fineBins <= 0) return texture;
    const Grid fine = localMean(texture.value, texture.weight, allThere, fineBins);
    for (std::size_t i = 0; i < fine.size(); ++i) texture.value[i] = texture.weight[i] * fine[i];
    return texture;
}

GridPlace sourceOfTurn(int turn, GridPlace place, int side) {
    if (turn & 4) std::swap(place.y, place.x);
    if (turn & 1) place.x = side - 1 - place.x;
    if (turn & 2) place.y = side - 1 - place.y;
    return place;
}

image::PictureSketch turned(const image::PictureSketch& sketch, int turn) {
    image::PictureSketch result = sketch;
    for (int y = 0; y < kSide; ++y) {
        for (int x = 0; x < kSide; ++x) {
            const GridPlace source = sourceOfTurn(turn, {y, x}, kSide);
            result.bins[at(y, x)] = sketch.bins[at(source.y, source.x)];
        }
    }
    return result;
}

}  // namespace leukolens::dataset
