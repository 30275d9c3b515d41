#include "tests/support/shared_data.h"

#include <cstdlib>

namespace leukolens::test {
namespace fs = std::filesystem;

std::optional<fs::path> sharedData(const fs::path& name) {
    const char* set = std::getenv("LEUKOLENS_SHARED_DATA");
    const fs::path root = set ? fs::path(set) : fs::path(LEUKOLENS_SOURCE_DIR) / "../shared/data";
    std::error_code code;
    const fs::path found = fs::weakly_canonical(root / name, code);
    if (code || !fs::exists(found, code)) return std::nullopt;
    return found;
}

}  // namespace leukolens::test
