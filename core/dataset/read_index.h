// The file that keeps what reading a data root found out, so that nothing is read twice. A cache: losing it costs time and nothing else.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "core/base/stamped_file.h"

namespace leukolens::dataset {

/// Numbers of fixed size that belong to each usable picture, opaque here. A new kind, version or size makes older indices void.
struct BlobKind {
    std::uint32_t id = 0;
    std::uint32_t version = 0;
    std::uint32_t bytes = 0;
    bool operator==(const BlobKind&) const = default;
};

/// What an index was made for. One made for anything else is not used.
struct IndexKey {
    std::string root;              ///< the data root, canonical
    std::string rules;             ///< of judging and decoding: image::decodeRules()
    std::vector<BlobKind> blobs;   ///< in the order of IndexedFile::blobs
    bool operator==(const IndexKey&) const = default;

    std::size_t blobBytes() const;  ///< of one picture
};

struct IndexedFile {
    FileStamp stamp;
    std::int64_t readAtNs = 0;     ///< when reading began
    std::string sha256;            ///< 64 hexadecimal digits; empty if error
    std::optional<Error> error;    ///< why it is no picture; without a path
    Bytes blobs;                   ///< IndexKey::blobBytes() of them; empty if error
};

/// By path below the root.
using IndexedFiles = std::unordered_map<std::string, IndexedFile>;

constexpr std::uint64_t kMaxIndexBytes = 128ull << 20;

/// Little-endian: "LKINDEX\n", version, SHA-256 of all that follows, key, files sorted by path.
Bytes packIndex(const IndexKey& key, const IndexedFiles& files);

/// Nothing if the bytes are no index of this version, damaged, or for another key. Every length is checked; takes memory in proportion to the bytes.
std::optional<IndexedFiles> unpackIndex(std::span<const std::uint8_t> bytes, const IndexKey& key);

/// A usable picture that an index knows.
struct IndexedPicture {
    std::string path;    ///< below the root, or absolute
    std::string sha256;
};

struct IndexListing {
    std::string root;  ///< canonical
    std::vector<IndexedPicture> pictures;  ///< sorted by path
};

/// What an index knows, whatever it was made for. Nothing where unpackIndex() would refuse it for any key.
std::optional<IndexListing> listIndex(std::span<const std::uint8_t> bytes);

/// Codes that depend on the content alone, and so may be kept.
bool isKept(ErrorCode code);

}  // namespace leukolens::dataset
