#include "core/base/same_place.h"

namespace leukolens {
namespace {

namespace fs = std::filesystem;

/// Without a separator at its end.
fs::path plain(const fs::path& path) {
    std::error_code code;
    const fs::path whole = fs::weakly_canonical(fs::absolute(path, code), code);
    return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

bool samePlace(const fs::path& first, const fs::path& second) {
    if (first.empty() || second.empty()) return false;
    std::error_code code;
    return fs::equivalent(first, second, code) || plain(first) == plain(second);
}

}  // namespace leukolens
