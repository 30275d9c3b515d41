// Vectors that make_classifier_reference.py draws too.
#pragma once

#include <cstdint>
#include <vector>

namespace leukolens::pipelines {

inline constexpr int kLength = 20, kTrain = 600, kTest = 4000;

/// A linear congruential generator (Knuth's MMIX), whose sums of twelve are nearly normal.
class Drawn {
public:
    explicit Drawn(std::uint64_t seed) : m_state(seed) {}
    double uniform() {
        m_state = 6364136223846793005u * m_state + 1442695040888963407u;
        return static_cast<double>(m_state >> 11) / 9007199254740992.0;
    }
    double normal() {
        double sum = 0;
        for (int i = 0; i < 12; ++i) sum += uniform();
        return sum - 6;
    }

private:
    std::uint64_t m_state;
};

struct DrawnVectors {
    std::vector<float> values;  ///< (kTrain + kTest) × kLength
    std::vector<int> labels;
};

inline DrawnVectors drawnVectors(int classes) {
    Drawn drawn(static_cast<std::uint64_t>(classes));
    std::vector<std::vector<double>> centres(static_cast<std::size_t>(classes), std::vector<double>(kLength));
    for (auto& centre : centres)
        for (double& value : centre) value = drawn.normal() * 0.45;
    DrawnVectors vectors;
    for (int i = 0; i < kTrain + kTest; ++i) {
        vectors.labels.push_back(i % classes);
        for (int j = 0; j < kLength; ++j) {
            const double centre = centres[static_cast<std::size_t>(i % classes)][static_cast<std::size_t>(j)];
            vectors.values.push_back(static_cast<float>(centre + drawn.normal() * (0.6 + 0.05 * j)));
        }
    }
    return vectors;
}

}  // namespace leukolens::pipelines
