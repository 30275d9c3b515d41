// The index of one data root while it is read: what is known already, what is new, and saving it.
#pragma once

#include "core/dataset/read_index.h"
#include "core/dataset/read_options.h"

namespace leukolens::dataset {

/// Whether a file of the cache folder is called as an index is: nothing else in it is ever touched.
bool isIndexName(std::string_view name);

class ReadCache {
public:
    /// Loads the root's index; none, a damaged one and one of another version are the same: nothing is known. Without
    /// options.cacheFolder nothing is ever known or saved.
    ReadCache(const std::filesystem::path& root, const ReadOptions& options, std::string rules, std::vector<BlobKind> blobs);

    /// What is known of a file that has the same stamp now; nothing if it has to be read. Thread-safe.
    const IndexedFile* find(const std::filesystem::path& file) const;

    /// Puts `fresh` beside what find() would still give. If `complete`, files of `listed` that are in neither are forgotten, and so are all others. One index is
    /// replaced in one step, so two programs may save at once. Then removes old indices of other roots: at most 64 and 200 MB stay, the last used
    /// ones. Fails as writing does; the old index is then still there.
    Result<void> save(const std::vector<std::filesystem::path>& listed, std::vector<std::pair<std::filesystem::path, IndexedFile>> fresh, bool complete);

    const std::filesystem::path& file() const { return m_file; }  ///< empty: there is no cache

private:
    std::string keyOf(const std::filesystem::path& file) const;
    void forgetAllBut(const std::vector<std::filesystem::path>& listed);

    std::filesystem::path m_root;
    ReadOptions m_options;
    std::filesystem::path m_file;
    IndexKey m_key;
    IndexedFiles m_known;
};

}  // namespace leukolens::dataset
