// Where pictures lie that were read on this computer before, found by their content.
#pragma once

#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/base/stamped_file.h"

namespace leukolens::dataset {

/// From the indices that reading data roots leaves (read_index.h). Not thread-safe; a worker thread's business (files are read).
class KnownPictures {
public:
    /// cacheFolder: ReadOptions::cacheFolder; without one nothing is known. sha256s: of the pictures that may be asked for; others are not remembered.
    KnownPictures(std::filesystem::path cacheFolder, const std::vector<std::string>& sha256s);

    struct Found {
        std::filesystem::path path;
        Bytes bytes;  ///< whose SHA-256 was asked for
    };
    /// A file that has this content now; nothing where none has, whatever the indices say. Indices that changed since the last call are read first.
    std::optional<Found> find(const std::string& sha256, std::uint64_t maxBytes);

private:
    using Places = std::unordered_multimap<std::string, std::filesystem::path>;  ///< by SHA-256
    struct Index {
        FileStamp stamp;
        Places places;
    };
    void refresh();
    Places placesOf(const std::filesystem::path& index) const;

    std::filesystem::path m_folder;
    std::unordered_set<std::string> m_wanted;
    std::unordered_map<std::string, Index> m_indices;  ///< by file name
};

}  // namespace leukolens::dataset
