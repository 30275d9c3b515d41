// Names of people that this program knows of, so that they can be taken out of what leaves the laboratory.
#pragma once

#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::ui {

/// Labels of patients, now and before, names of sessions, of accounts, and of who stands in the newest lines of the trail. `store`: as casebook::StoreAddress::parse() takes it; a file that is not there holds none, and is not made.
Result<std::vector<std::string>> namesInStore(const std::string& store);

}  // namespace leukolens::ui
