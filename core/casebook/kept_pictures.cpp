#include "core/casebook/kept_pictures.h"

#include <zip.h>

#include <algorithm>
#include <cctype>
#include <memory>

#include "core/base/files.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/zip_entry.h"
#include "core/digest/sha256.h"
#include "core/image/decode.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStage = "Unpacking";
constexpr std::size_t kDigitsInPath = 16;
constexpr std::size_t kMostNameBytes = 120;
constexpr const char* kZipAdvice = "Unpack it with another program, then drop the folder.";

struct Close {
    void operator()(zip_t* archive) const { zip_discard(archive); }
};

/// The last part of a path as other systems write it too, fit for any file system.
std::string safeName(const std::string& name) {
    std::string last = name.substr(std::min(name.size(), name.find_last_of("/\\") + 1));
    if (!isPlainText(last)) last.clear();
    for (char& c : last)
        if (static_cast<unsigned char>(c) < 0x20 || std::string_view("<>:\"|?*\x7f").find(c) != std::string_view::npos) c = '_';
    if (last.size() > kMostNameBytes) last.erase(0, last.size() - kMostNameBytes);  // the ending stays
    while (!last.empty() && (static_cast<unsigned char>(last.front()) & 0xC0) == 0x80) last.erase(0, 1);  // no half of a letter
    while (!last.empty() && last.front() == '.') last.erase(0, 1);
    return last.empty() ? "picture" : last;
}

bool isHidden(const std::string& entry) { return entry.starts_with('.') || entry.find("/.") != std::string::npos || entry.starts_with("__MACOSX/") || entry.find("/__MACOSX/") != std::string::npos; }

}  // namespace

KeptPictures KeptPictures::besides(const fs::path& caseFile) {
    fs::path folder = caseFile;
    folder += ".pictures";
    return KeptPictures(std::move(folder));
}

Result<fs::path> KeptPictures::keep(std::span<const std::uint8_t> bytes, const std::string& name) const {
    const fs::path folder = m_folder / digest::sha256(bytes).substr(0, kDigitsInPath), file = folder / fs::path(safeName(name));
    std::error_code ignored;
    if (fs::file_size(file, ignored) == bytes.size() && !ignored) return file;
    if (auto made = createFolder(folder); !made) return fail(made.error());
    if (auto written = writeFileAtomically(file, bytes); !written) return fail(written.error());
    return file;
}

bool isZipName(const fs::path& file) {
    std::string ending = file.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return ending == ".zip";
}

Result<UnpackedPictures> unpackPictures(const fs::path& zip, const KeptPictures& kept, ProgressSink& progress, const CancelToken& cancel) {
    if (auto readable = readFile(zip, 0); !readable && readable.error().code != ErrorCode::TooLarge) return fail(readable.error());  // no such file, a folder, not allowed: said as everywhere
    int code = 0;
    const std::unique_ptr<zip_t, Close> archive(zip_open(zip.c_str(), ZIP_RDONLY, &code));
    if (!archive) return fail(ErrorCode::ReadFailed, "is no zip file, or a damaged one", zip, "Copy it again, or drop the pictures themselves.");
    const auto entries = static_cast<std::uint64_t>(std::max<zip_int64_t>(0, zip_get_num_entries(archive.get(), 0)));
    if (entries > kMostPacked) return fail(ErrorCode::TooLarge, "holds more than " + std::to_string(kMostPacked) + " files", zip, kZipAdvice);
    UnpackedPictures unpacked;
    std::uint64_t total = 0;
    for (zip_uint64_t i = 0; i < entries; ++i) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        progress.report({kStage, static_cast<std::int64_t>(i), static_cast<std::int64_t>(entries)});
        const char* raw = zip_get_name(archive.get(), i, ZIP_FL_ENC_GUESS);
        const std::string entry = raw ? raw : "";
        if (isHidden(entry) || entry.ends_with('/') || !image::hasImageExtension(entry)) continue;
        const fs::path named = zip / fs::path(entry).relative_path();
        auto bytes = readZipEntry(archive.get(), i, image::DecodeLimits{}.maxFileBytes, named, "unpacks to more than any picture has", kZipAdvice);
        if (!bytes) {
            unpacked.problems.push_back(bytes.error());
            continue;
        }
        total += bytes->size();
        if (total > kMostUnpackedBytes) return fail(ErrorCode::TooLarge, "unpacks to more than 8 GB", zip, kZipAdvice);
        auto file = kept.keep(*bytes, entry);
        if (!file) return fail(file.error());
        unpacked.pictures.push_back({std::move(*file), named});
    }
    return unpacked;
}

}  // namespace leukolens::casebook
