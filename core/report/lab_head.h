// Whose report it is: what stands at the top of its first page.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace leukolens::report {

struct LabHead {
    std::string name = {};                  ///< UTF-8; empty: the program's own name stands there
    std::vector<std::string> address = {};  ///< lines, UTF-8
    std::filesystem::path logo = {};        ///< PNG or SVG; empty: none
    friend bool operator==(const LabHead&, const LabHead&) = default;
};

}  // namespace leukolens::report
