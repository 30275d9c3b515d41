#include "core/base/cache_folder.h"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <vector>

#include "core/base/files.h"

namespace leukolens {
namespace fs = std::filesystem;
namespace {

constexpr auto kTemporaryAge = std::chrono::hours(24);

}  // namespace

fs::path cacheFolder(const std::string& name) {
    const char* cache = std::getenv("XDG_CACHE_HOME");
    // The specification asks to ignore a relative path.
    if (cache && fs::path(cache).is_absolute()) return fs::path(cache) / "leukolens" / name;
    const char* home = std::getenv("HOME");
    return home && *home ? fs::path(home) / ".cache" / "leukolens" / name : fs::path();
}

Result<void> createPrivateFolder(const fs::path& folder) {
    std::error_code problem;
    if (fs::is_directory(folder, problem)) return {};
    if (const auto created = createFolder(folder); !created) return created;
    fs::permissions(folder, fs::perms::owner_all, problem);
    return {};
}

bool makeRoom(const fs::path& folder, std::uint64_t bytes, std::uint64_t limitBytes) {
    struct Kept {
        fs::file_time_type used;
        std::uint64_t bytes;
        fs::path path;
    };
    std::vector<Kept> kept;
    std::uint64_t total = 0;
    std::error_code code;
    for (fs::directory_iterator entry(folder, code), end; !code && entry != end; entry.increment(code)) {
        std::error_code missing;  // another program may remove it meanwhile
        const auto used = entry->last_write_time(missing);
        const auto size = entry->file_size(missing);
        if (missing) continue;
        if (entry->path().extension() == ".tmp" && fs::file_time_type::clock::now() - used > kTemporaryAge) {
            fs::remove(entry->path(), missing);
        } else {
            kept.push_back({used, size, entry->path()});
            total += size;
        }
    }
    if (bytes > limitBytes) return false;
    std::sort(kept.begin(), kept.end(), [](const Kept& a, const Kept& b) { return a.used < b.used; });
    for (const Kept& file : kept) {
        if (total + bytes <= limitBytes) break;
        fs::remove(file.path, code);
        total -= file.bytes;
    }
    const auto space = fs::space(folder, code);
    return !code && space.available / 2 >= bytes;
}

}  // namespace leukolens
