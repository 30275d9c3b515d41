// The file names of C-NMC 2019 carry subject and label.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace leukolens::dataset {

struct CnmcName {
    std::string subject;  ///< whole first field, upper case: "11", "H11"; "h3" and "H3" are the same person
    int image = 0;
    int cell = 0;
    std::string label;  ///< "all" or "hem"
};

/// From a file name without folder and extension, e.g. "UID_H11_3_1_hem"; nothing if it is of another form.
std::optional<CnmcName> parseCnmcName(std::string_view stem);

}  // namespace leukolens::dataset
