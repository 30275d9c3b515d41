// A cell as it may leave the laboratory.
#pragma once

#include "core/casebook/case_types.h"

namespace leukolens::casebook {

/// Without the path, size and times of its file and the name of its model, in whose place `modelName` stands; flags that no model of this program gives and checksums that are none go too. Number and checksum of the picture stay: what
/// they are replaced by depends on where the cell goes. Classes are as they are called.
CaseCell deidentified(CaseCell cell, const std::string& modelName);

}  // namespace leukolens::casebook
