// Private to this folder: whom the trail names where nobody has said.
#pragma once

#include <string>

namespace leukolens::casebook {

/// Of the operating system; never empty.
std::string loginName();

}  // namespace leukolens::casebook
