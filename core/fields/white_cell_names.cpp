#include "core/fields/white_cell_names.h"

#include <algorithm>
#include <cctype>
#include <string_view>

namespace leukolens::fields {

bool isWhiteCell(const std::string& className) {
    static constexpr std::string_view kOthers[] = {"rbc", "red", "red cell", "red blood cell", "erythrocyte", "reticulocyte", "platelet", "plt", "thrombocyte"};
    std::string name;
    for (const unsigned char c : className) name += c == '_' || c == '-' ? ' ' : static_cast<char>(std::tolower(c));
    if (name.ends_with('s')) name.pop_back();
    return std::ranges::find(kOthers, name) == std::end(kOthers);
}

}  // namespace leukolens::fields
