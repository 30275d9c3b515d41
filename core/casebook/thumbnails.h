// Small pictures of cells inside the case store, so that a case shows them also where the files are not at hand.
#pragma once

#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/files.h"
#include "core/casebook/case_store.h"

namespace leukolens::casebook {

inline constexpr int kThumbnailSidePx = 96;  ///< of the longer side at most
inline constexpr std::size_t kMostThumbnailBytes = 64 << 10;

/// As CaseStore: one thread.
class Thumbnails {
public:
    explicit Thumbnails(CaseStore& store) : m_store(store) {}

    /// JPEG by the SHA-256 of the picture's file; one that is there is kept. InvalidArgument where it is no JPEG of that size, or larger than kMostThumbnailBytes.
    Result<void> keep(std::span<const std::pair<std::string, Bytes>> pictures);
    Result<Bytes> find(const std::string& sha256);  ///< empty where there is none
    /// SHA-256 and path of the cells of a case that have none.
    Result<std::vector<std::pair<std::string, std::string>>> missing(CaseId id);

private:
    CaseStore& m_store;
};

/// The file's picture small, as above; of a file whose SHA-256 is another, DataChanged; fails as decoding does. Thread-safe.
Result<Bytes> makeThumbnail(const std::filesystem::path& file, const std::string& sha256);

}  // namespace leukolens::casebook
