#include "core/dataset/idb2_names.h"

#include <algorithm>

namespace leukolens::dataset {

std::optional<bool> parseIdb2Name(std::string_view stem) {
    if (stem.size() < 5 || stem.size() > 8 || (stem[0] != 'I' && stem[0] != 'i') || (stem[1] != 'm' && stem[1] != 'M')) return std::nullopt;
    const std::string_view number = stem.substr(2, stem.size() - 4);
    const bool isNumber = std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
    const char label = stem.back();
    if (!isNumber || stem[stem.size() - 2] != '_' || (label != '0' && label != '1')) return std::nullopt;
    return label == '1';
}

}  // namespace leukolens::dataset
