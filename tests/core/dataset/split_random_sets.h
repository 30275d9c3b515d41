// The random sets of make_stratified_reference.py, and its measures.
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/split.h"

namespace leukolens::dataset::test {

struct RandomSet {
    int folds = 0;
    std::vector<std::vector<int>> cells;  ///< [subject][class]
    Dataset dataset;                      ///< the same; subjects in their order
};

RandomSet randomSet(std::uint64_t number);

/// Of the test parts; make_stratified_reference.py says what they are. Smaller is better.
struct Measures {
    double classSd = 0.0, size = 0.0, balance = 0.0;
};

Measures measure(const Dataset& dataset, const Split& split);

/// subjects[subject][class] cells, the subjects called S000 on.
Dataset datasetOfSubjects(const std::vector<std::vector<int>>& cells);

}  // namespace leukolens::dataset::test
