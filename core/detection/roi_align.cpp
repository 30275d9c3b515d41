#include "core/detection/roi_align.h"

#include <ATen/ATen.h>

#include <cmath>

namespace leukolens::detection {
namespace {

/// Canonical size and the exponent of its map's stride (ibid.).
constexpr double kCanonicalSide = 224, kCanonicalLevel = 4, kLevelEpsilon = 1e-6;

/// Along one axis: the two places beside each point, and how much each counts. K × side × samples × 2.
struct Neighbours {
    at::Tensor index, weight;
};

Neighbours neighboursAlong(const at::Tensor& from, const at::Tensor& to, int64_t places, int64_t side, int64_t samples) {
    const auto step = (to - from).clamp_min(1.0) / static_cast<double>(side);
    const auto options = from.options();
    const auto cell = at::arange(side, options).view({1, side, 1});
    const auto point = (at::arange(samples, options) + 0.5).view({1, 1, samples}) / static_cast<double>(samples);
    const auto position = from.view({-1, 1, 1}) + (cell + point) * step.view({-1, 1, 1});
    const auto counts = position.ge(-1.0).logical_and(position.le(static_cast<double>(places))).to(options.dtype());
    const auto last = static_cast<double>(places - 1);
    const auto inside = position.clamp(0, last);
    const auto low = inside.floor();
    // Beyond the last place that place alone counts.
    const auto share = inside - low;
    const auto high = (low + 1).clamp_max(last);
    return {at::stack({low, high}, -1).to(at::kLong), at::stack({(1 - share) * counts, share * counts}, -1)};
}

}  // namespace

at::Tensor roiAlign(const at::Tensor& map, const MapGrid& grid, const at::Tensor& regions, const at::Tensor& pictures, int64_t side, int64_t samples) {
    const int64_t channels = map.size(1), height = map.size(2), width = map.size(3), count = regions.size(0);
    if (count == 0) return map.new_zeros({0, channels, side, side});
    const auto edge = [&](int64_t i, double stride) { return (regions.select(1, i) - grid.offset) / stride; };
    const auto y = neighboursAlong(edge(1, grid.strideY), edge(3, grid.strideY), height, side, samples);
    const auto x = neighboursAlong(edge(0, grid.strideX), edge(2, grid.strideX), width, side, samples);
    // Each place of the result is a weighted sum of 16 rows of the map: what embedding_bag computes, forward and backward, on any device.
    const std::vector<int64_t> rows{count, side, 1, samples, 1, 2, 1}, columns{count, 1, side, 1, samples, 1, 2};
    const auto index = (pictures.view({-1, 1, 1, 1, 1, 1, 1}) * height + y.index.view(rows)) * width + x.index.view(columns);
    const auto weight = y.weight.view(rows) * x.weight.view(columns) / static_cast<double>(samples * samples);
    const auto places = map.permute({0, 2, 3, 1}).reshape({-1, channels});
    const int64_t bag = samples * samples * 4;
    const auto starts = at::arange(0, count * side * side * bag, bag, index.options());
    const auto sums = std::get<0>(at::embedding_bag(places, index.flatten(), starts, /*scale_grad_by_freq=*/false, /*mode=*/0, /*sparse=*/false, weight.flatten()));
    return sums.view({count, side, side, channels}).permute({0, 3, 1, 2});
}

at::Tensor pyramidLevels(const at::Tensor& regions, double firstStride, int64_t maps) {
    const auto sides = regions.slice(1, 2, 4) - regions.slice(1, 0, 2);
    const auto level = (kCanonicalLevel + (sides.prod(1).sqrt() / kCanonicalSide).log2() + kLevelEpsilon).floor();
    const double first = std::log2(firstStride);
    return (level.clamp(first, first + static_cast<double>(maps - 1)) - first).to(at::kLong);
}

at::Tensor roiAlign(const std::vector<at::Tensor>& maps, const std::vector<MapGrid>& grids, const at::Tensor& regions, const at::Tensor& pictures) {
    if (maps.size() == 1) return roiAlign(maps.front(), grids.front(), regions, pictures);
    const auto levels = pyramidLevels(regions, grids.front().strideX, static_cast<int64_t>(maps.size()));
    std::vector<at::Tensor> parts, places;
    for (std::size_t i = 0; i < maps.size(); ++i) {
        const auto here = (levels == static_cast<int64_t>(i)).nonzero().squeeze(1);
        parts.push_back(roiAlign(maps[i], grids[i], regions.index_select(0, here), pictures.index_select(0, here)));
        places.push_back(here);
    }
    return at::cat(parts).index_select(0, at::cat(places).argsort());
}

}  // namespace leukolens::detection
