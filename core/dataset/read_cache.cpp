#include "core/dataset/read_cache.h"

#include <algorithm>
#include <cstdlib>
#include <unordered_set>

#include "core/base/cache_folder.h"
#include "core/digest/sha256.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kMaxIndices = 64;
constexpr std::uint64_t kMaxTogether = 200ull << 20;
constexpr std::string_view kExtension = ".index";

fs::path canonicalOf(const fs::path& root) {
    std::error_code problem;
    fs::path canonical = fs::canonical(root, problem);
    return problem ? fs::absolute(root, problem) : canonical;
}

/// What a program that was killed while it saved has left; see writeFileAtomically().
bool isLeftover(const std::string& name) {
    if (name.size() <= 1 + 64 + kExtension.size() || name.front() != '.' || !name.ends_with(".tmp")) return false;
    return isIndexName(std::string_view(name).substr(1, 64 + kExtension.size()));
}

struct OldIndex {
    fs::path file;
    std::uint64_t bytes = 0;
    fs::file_time_type used;
};

void removeOldIndices(const fs::path& folder, const fs::path& own) {
    std::vector<OldIndex> found;
    std::error_code ignored;
    const auto now = fs::file_time_type::clock::now();
    for (fs::directory_iterator entry(folder, ignored), end; entry != end; entry.increment(ignored)) {
        const std::string name = entry->path().filename().string();
        std::error_code problem;
        if (!fs::is_regular_file(entry->symlink_status(problem))) continue;
        const auto used = fs::last_write_time(entry->path(), problem);
        if (problem) continue;
        if (isLeftover(name) && now - used > std::chrono::hours(1)) fs::remove(entry->path(), problem);
        if (!isIndexName(name)) continue;
        const std::uintmax_t bytes = fs::file_size(entry->path(), problem);
        if (!problem) found.push_back({entry->path(), bytes, used});
    }
    std::sort(found.begin(), found.end(), [&](const OldIndex& a, const OldIndex& b) {
        if ((a.file == own) != (b.file == own)) return a.file == own;
        return a.used > b.used;
    });
    std::uint64_t together = 0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        together += found[i].bytes;
        if (i >= kMaxIndices || (i > 0 && together > kMaxTogether)) fs::remove(found[i].file, ignored);
    }
}

}  // namespace

bool isIndexName(std::string_view name) {
    // 64 hexadecimal digits and the extension: the folder may be the wrong one.
    if (name.size() != 64 + kExtension.size() || !name.ends_with(kExtension)) return false;
    return name.substr(0, 64).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

ReadCache::ReadCache(const fs::path& root, const ReadOptions& options, std::string rules, std::vector<BlobKind> blobs)
    : m_root(root), m_options(options), m_key{{}, std::move(rules), std::move(blobs)} {
    if (options.cacheFolder.empty()) return;
    m_key.root = canonicalOf(root).native();
    m_file = options.cacheFolder / (digest::sha256(std::string_view(m_key.root)) + std::string(kExtension));
    const auto bytes = readFile(m_file, kMaxIndexBytes);
    if (!bytes) return;
    if (auto known = unpackIndex(*bytes, m_key)) m_known = std::move(*known);
}

std::string ReadCache::keyOf(const fs::path& file) const {
    const std::string &text = file.native(), &root = m_root.native();
    if (!text.starts_with(root)) return text;
    const auto begin = text.find_first_not_of('/', root.size());
    return begin == std::string::npos ? text : text.substr(begin);
}

const IndexedFile* ReadCache::find(const fs::path& file) const {
    if (m_known.empty()) return nullptr;
    const auto known = m_known.find(keyOf(file));
    if (known == m_known.end()) return nullptr;
    const FileStamp& stamp = known->second.stamp;
    const std::int64_t readAt = known->second.readAtNs;
    // Written within the clocks' uncertainty of being read: it may have been written again, with the same times.
    if (std::llabs(readAt - stamp.mtimeNs) <= m_options.racyNs || readAt - stamp.ctimeNs <= m_options.racyNs) return nullptr;
    return stampOf(file) == stamp ? &known->second : nullptr;
}

void ReadCache::forgetAllBut(const std::vector<fs::path>& listed) {
    std::unordered_set<std::string> here;
    for (const auto& file : listed) here.insert(keyOf(file));
    std::erase_if(m_known, [&](const auto& known) { return !here.contains(known.first); });
}

Result<void> ReadCache::save(const std::vector<fs::path>& listed, std::vector<std::pair<fs::path, IndexedFile>> fresh, bool complete) {
    if (m_file.empty()) return {};
    const std::size_t before = m_known.size();
    if (complete) forgetAllBut(listed);
    if (fresh.empty() && m_known.size() == before && before > 0) {
        std::error_code ignored;  // the time tells when it was last of use
        fs::last_write_time(m_file, fs::file_time_type::clock::now(), ignored);
        return {};
    }
    for (auto& [file, found] : fresh) m_known.insert_or_assign(keyOf(file), std::move(found));
    const Bytes bytes = packIndex(m_key, m_known);
    if (bytes.size() > kMaxIndexBytes) {
        const std::string limit = std::to_string(kMaxIndexBytes);
        return fail(ErrorCode::TooLarge, "would have " + std::to_string(bytes.size()) + " bytes, more than the limit of " + limit, m_file, "Open a part of the folder.");
    }
    if (const auto created = createPrivateFolder(m_options.cacheFolder); !created) return created;
    if (const auto written = writeFileAtomically(m_file, bytes); !written) return written;
    removeOldIndices(m_options.cacheFolder, m_file);
    return {};
}

}  // namespace leukolens::dataset
