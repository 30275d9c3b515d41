// Private to this folder: whom the trail names where nobody has said, and where that was.
#pragma once

#include <string>

namespace leukolens::casebook {

/// Of the operating system; never empty.
std::string loginName();

/// Of the network; empty where it has none that is text.
std::string computerName();

}  // namespace leukolens::casebook
