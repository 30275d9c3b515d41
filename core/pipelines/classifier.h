// Private to this folder: one kind of classifier each, fitted once with given settings.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/nn/network_info.h"
#include "core/pipelines/head_tensors.h"

namespace leukolens::pipelines {

/// Standardised vectors, row after row, and what each is of. At least two classes have a row.
struct Rows {
    std::span<const float> vectors;
    std::span<const int> labels;  ///< 0 … classes − 1; not every class needs a row
    int length = 0, classes = 2;

    int count() const { return static_cast<int>(labels.size()); }
};

/// Settings to choose among. What the numbers mean, each kind knows.
struct Candidate {
    double first = 0, second = 0;
    std::string words;  ///< "C 10, gamma 0.00049"
};

/// The simplest first: of equally good ones the first is taken. usual: which is taken where rows are too few to choose on.
struct Candidates {
    std::vector<Candidate> all;
    std::size_t usual = 0;
};

Candidates candidatesFor(nn::HeadKind kind, int length);

/// All tensors of the head but mean, deviation, slope and bias. The same rows, candidate and seed give the same. Throws std::exception where the library fails.
HeadTensors fitSupportVectors(const Rows& rows, const Candidate& candidate);
HeadTensors fitForest(const Rows& rows, const Candidate& candidate, int trees, std::uint64_t seed);
HeadTensors fitHiddenLayer(const Rows& rows, const Candidate& candidate, std::uint64_t seed);
HeadTensors keepNeighbours(const Rows& rows, const Candidate& candidate);

}  // namespace leukolens::pipelines
