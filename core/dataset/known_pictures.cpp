#include "core/dataset/known_pictures.h"

#include "core/dataset/read_cache.h"
#include "core/digest/sha256.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;

KnownPictures::KnownPictures(fs::path cacheFolder, const std::vector<std::string>& sha256s) : m_folder(std::move(cacheFolder)), m_wanted(sha256s.begin(), sha256s.end()) {}

KnownPictures::Places KnownPictures::placesOf(const fs::path& index) const {
    Places places;
    const auto bytes = readFile(index, kMaxIndexBytes);
    if (!bytes) return places;
    const auto listing = listIndex(*bytes);
    if (!listing) return places;
    for (const auto& picture : listing->pictures)
        if (m_wanted.contains(picture.sha256)) places.emplace(picture.sha256, fs::path(listing->root) / picture.path);
    return places;
}

void KnownPictures::refresh() {
    if (m_folder.empty()) return;
    std::unordered_map<std::string, Index> now;
    std::error_code code;
    for (fs::directory_iterator entry(m_folder, code), end; !code && entry != end; entry.increment(code)) {
        const std::string name = entry->path().filename().string();
        const auto stamp = isIndexName(name) ? stampOf(entry->path()) : std::nullopt;
        if (!stamp) continue;
        const auto known = m_indices.find(name);
        if (known != m_indices.end() && known->second.stamp == *stamp) now.emplace(name, std::move(known->second));
        else now.emplace(name, Index{*stamp, placesOf(entry->path())});
    }
    m_indices = std::move(now);
}

std::optional<KnownPictures::Found> KnownPictures::find(const std::string& sha256, std::uint64_t maxBytes) {
    refresh();
    for (const auto& [name, index] : m_indices) {
        const auto [first, last] = index.places.equal_range(sha256);
        for (auto place = first; place != last; ++place) {
            Found found{place->second, {}};
            if (readStamped(found.path, maxBytes, found.bytes) && digest::sha256(found.bytes) == sha256) return found;
        }
    }
    return std::nullopt;
}

}  // namespace leukolens::dataset
