// Random numbers that are the same on every platform and standard library: the std distributions are not.
#pragma once

#include <cstdint>
#include <vector>

namespace leukolens {

/// xoshiro256** (Blackman & Vigna 2018), seeded by splitmix64. Not thread-safe: one a thread.
class Random {
public:
    explicit Random(std::uint64_t seed);

    std::uint64_t next();                      ///< 64 random bits
    double uniform();                          ///< [0, 1)
    double uniform(double low, double high);   ///< [low, high)
    std::uint64_t below(std::uint64_t bound);  ///< 0 … bound-1, unbiased; bound ≥ 1
    double normal();                           ///< mean 0, sd 1

    /// Fisher–Yates.
    template <class T>
    void shuffle(std::vector<T>& values) {
        for (std::size_t i = values.size(); i > 1; --i) std::swap(values[i - 1], values[below(i)]);
    }

private:
    std::uint64_t m_state[4];
};

/// Independent seed for a numbered purpose, so that adding a consumer never shifts the numbers of another.
std::uint64_t deriveSeed(std::uint64_t seed, std::uint64_t purpose);

}  // namespace leukolens
