// Lists of names after cells were left out.
#pragma once

#include <string>
#include <vector>

#include "core/dataset/dataset.h"

namespace leukolens::dataset {

/// Takes classes and subjects that have no cell off the lists, facts of subjects with them, and renumbers the cells'. External cells of such a class go too. Returns the
/// names of the classes that went.
std::vector<std::string> dropUnusedNames(Dataset& dataset);

}  // namespace leukolens::dataset
