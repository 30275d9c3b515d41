// How long a map of cells takes, and how well it keeps their neighbours (with bench/peers/map_umap_learn.py).
//     bench_feature_map [CELLS] [LENGTH] [--write FOLDER]
// --write: vectors.f32 (cells × length), map.f32 (cells × 2) and shape.txt, for the script. Vectors are drawn: ten groups of cells, each a cloud along some directions of its own.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/random.h"
#include "core/evaluation/feature_map.h"

namespace {

using namespace leukolens;
using Clock = std::chrono::steady_clock;

constexpr int kGroups = 10, kDirections = 12;

std::vector<float> drawn(int cells, int length) {
    Random random(1);
    const auto draw = [&](std::size_t count, double scale) {
        std::vector<float> values(count);
        for (float& value : values) value = static_cast<float>(scale * random.normal());
        return values;
    };
    const auto n = static_cast<std::size_t>(length);
    const auto centres = draw(kGroups * n, 0.5), directions = draw(kGroups * kDirections * n, 0.3);
    std::vector<float> vectors;
    vectors.reserve(static_cast<std::size_t>(cells) * n);
    for (int i = 0; i < cells; ++i) {
        const auto group = static_cast<std::size_t>(i % kGroups);
        const auto along = draw(kDirections, 1);
        for (std::size_t k = 0; k < n; ++k) {
            float value = centres[group * n + k] + static_cast<float>(0.2 * random.normal());
            for (std::size_t d = 0; d < kDirections; ++d) value += along[d] * directions[(group * kDirections + d) * n + k];
            vectors.push_back(std::max(0.0f, value));  // as a network's last activation
        }
    }
    return vectors;
}

void write(const std::string& file, const std::vector<float>& values) {
    std::ofstream(file, std::ios::binary).write(reinterpret_cast<const char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
}

}  // namespace

int main(int argc, char** argv) {
    const int cells = argc > 1 ? std::atoi(argv[1]) : 15000, length = argc > 2 ? std::atoi(argv[2]) : 2048;
    const auto vectors = drawn(cells, length);
    NoProgress progress;
    const auto start = Clock::now();
    const auto map = evaluation::mapOfVectors(vectors, length, progress, {});
    if (!map) {
        std::fprintf(stderr, "%s\n", map.error().message().c_str());
        return 1;
    }
    std::printf("%d cells of %d numbers: %.1f s, components hold %.1f %% of the variance\n", cells, length, std::chrono::duration<double>(Clock::now() - start).count(), 100 * map->explained);
    if (argc > 4 && std::string_view(argv[3]) == "--write") {
        const std::string folder = argv[4];
        std::vector<float> places;
        for (std::size_t i = 0; i < map->x.size(); ++i) places.insert(places.end(), {map->x[i], map->y[i]});
        write(folder + "/vectors.f32", vectors);
        write(folder + "/map.f32", places);
        std::ofstream(folder + "/shape.txt") << cells << ' ' << length << '\n';
    }
    return 0;
}
