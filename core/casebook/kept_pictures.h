// Pictures that came without a file of their own (out of a zip, a clipboard, a browser): kept beside the case file, so that a case shows them tomorrow.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/base/cancel_token.h"
#include "core/base/progress.h"
#include "core/base/result.h"

namespace leukolens::casebook {

/// Thread-safe. Nothing is made before the first picture is kept.
class KeptPictures {
public:
    /// FILE.pictures beside the case file.
    static KeptPictures besides(const std::filesystem::path& caseFile);
    /// For pictures that nobody needs afterwards: whoever gives the folder removes it.
    static KeptPictures in(std::filesystem::path folder) { return KeptPictures(std::move(folder)); }

    /// Folder/first 16 digits of its SHA-256/name; a picture that is there already is not written again. Of `name` the last part counts, without what file systems do not take. Fails as
    /// writing does.
    Result<std::filesystem::path> keep(std::span<const std::uint8_t> bytes, const std::string& name) const;

    const std::filesystem::path& folder() const { return m_folder; }

private:
    explicit KeptPictures(std::filesystem::path folder) : m_folder(std::move(folder)) {}
    std::filesystem::path m_folder;
};

struct UnpackedPicture {
    std::filesystem::path file;   ///< as it was kept
    std::filesystem::path entry;  ///< what people know it by: ZIP/entry
};

struct UnpackedPictures {
    std::vector<UnpackedPicture> pictures;  ///< in the order of the zip's directory
    std::vector<Error> problems;            ///< of single entries, naming them as ZIP/entry; the others are unpacked all the same
};

inline constexpr std::uint64_t kMostUnpackedBytes = 8ull << 30;
inline constexpr std::uint64_t kMostPacked = 200'000;  ///< entries

/// Keeps the entries of a zip that are named like pictures; hidden ones and __MACOSX are passed over. Every length is checked while unpacking, whatever the zip claims. Fails with NotFound,
/// NoPermission, ReadFailed (no zip, or damaged), TooLarge (more than the above), Cancelled, and as keep() does where the disk is at fault.
Result<UnpackedPictures> unpackPictures(const std::filesystem::path& zip, const KeptPictures& kept, ProgressSink& progress, const CancelToken& cancel);

/// Whether the name ends in .zip, any case.
bool isZipName(const std::filesystem::path& file);

}  // namespace leukolens::casebook
