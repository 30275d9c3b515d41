// Which data this was, whatever folder it lay in.
#pragma once

#include <string>

#include "core/dataset/dataset.h"

namespace leukolens::dataset {

/// SHA-256 over one line a cell, sorted: the picture's own SHA-256, its class, its subject (empty if none is known). 64 hexadecimal digits.
std::string fingerprint(const Dataset& dataset);

}  // namespace leukolens::dataset
