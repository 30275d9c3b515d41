// Folders of tiny cells, no two alike, and datasets made of nothing but numbers.
#pragma once

#include <filesystem>
#include <vector>

#include "core/base/random.h"
#include "core/dataset/dataset.h"

namespace leukolens::dataset::test {

/// A PNG of 8 × 8 px whose colour is `number`; creates the folders above it.
void writeCell(const std::filesystem::path& file, int number);

/// Paths of a dataset's problems that have `code`.
std::vector<std::filesystem::path> problemPaths(const std::vector<Problem>& problems, const std::string& code);

/// cellsOfSubject[class][subject of that class] cells; subjects are named by a letter and two digits.
Dataset datasetOf(const std::vector<std::vector<int>>& cellsOfSubject);

/// 2 to 4 classes of 4 to 14 subjects of 1 to 300 cells; some subjects have a few cells of a second class.
Dataset randomDataset(Random& random);

}  // namespace leukolens::dataset::test
