#include "core/inference/bundle_zip.h"

#include <zip.h>
#include <zlib.h>

#include <memory>

#include "core/digest/sha256.h"
#include "core/weights/crc32.h"

namespace leukolens::inference {
namespace {

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;

tl::unexpected<Error> zipFailure(zip_error_t* error, const std::filesystem::path& file) {
    return fail(ErrorCode::WriteFailed, std::string("the model could not be packed: ") + zip_error_strerror(error), file);
}

Result<void> addEntry(zip_t* archive, const char* name, std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    if (!source) return zipFailure(zip_get_error(archive), file);
    const zip_int64_t index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return zipFailure(zip_get_error(archive), file);
    }
    const auto at = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(archive, at, ZIP_CM_STORE, 0);
    // A fixed time: the same model gives the same file, and so the same checksum.
    zip_file_set_dostime(archive, at, 0, (1 << 5) | 1, 0);
    return {};
}

/// Unpacks at most kMaxCardBytes, whatever the entry claims. Format 1 compressed its card, and so may a person who packs a model again.
Result<Bytes> inflated(const weights::ZipEntry& entry, const std::filesystem::path& file) {
    const auto damaged = [&](const char* what) { return fail(ErrorCode::DamagedModel, std::string(kCardName) + what, file, kCopyAdvice); };
    if (entry.size > kMaxCardBytes) return damaged(" is larger than any model card");
    if (entry.packed.size() > kMaxCardBytes) return damaged(" is truncated or altered");
    Bytes bytes(entry.size);
    z_stream stream{};
    if (inflateInit2(&stream, -MAX_WBITS) != Z_OK) throw std::bad_alloc();
    stream.next_in = const_cast<Bytef*>(entry.packed.data());
    stream.avail_in = static_cast<uInt>(entry.packed.size());
    stream.next_out = bytes.data();
    stream.avail_out = static_cast<uInt>(bytes.size());
    const int outcome = inflate(&stream, Z_FINISH);
    inflateEnd(&stream);
    if (outcome != Z_STREAM_END) return damaged(" is truncated or altered");  // more than claimed, or cut off
    if (weights::crc32(bytes) != entry.crc32) return damaged(" does not match its checksum");
    return bytes;
}

}  // namespace

Result<Bytes> packBundle(std::span<const BundlePart> parts, const std::filesystem::path& file) {
    zip_error_t error;
    zip_error_init(&error);
    Source target(zip_source_buffer_create(nullptr, 0, 0, &error));
    if (!target) return zipFailure(&error, file);
    zip_source_keep(target.get());  // zip_close releases the archive's reference, ours is read from
    Archive archive(zip_open_from_source(target.get(), ZIP_TRUNCATE, &error));
    if (!archive) {
        zip_source_free(target.get());
        return zipFailure(&error, file);
    }
    for (const auto& part : parts)
        if (auto added = addEntry(archive.get(), part.name, part.bytes, file); !added) return fail(added.error());
    if (zip_close(archive.get()) != 0) return zipFailure(zip_get_error(archive.get()), file);
    archive.release();
    zip_stat_t info;
    if (zip_source_open(target.get()) != 0 || zip_source_stat(target.get(), &info) != 0)
        return zipFailure(zip_source_error(target.get()), file);
    Bytes bytes(info.size);
    const zip_int64_t got = zip_source_read(target.get(), bytes.data(), bytes.size());
    zip_source_close(target.get());
    if (got != static_cast<zip_int64_t>(bytes.size())) return zipFailure(zip_source_error(target.get()), file);
    return bytes;
}

bool looksLikeZip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 'P' && bytes[1] == 'K'; }

Result<Bytes> bundleCard(const weights::ZipDirectory& zip, const std::filesystem::path& file) {
    const auto* found = zip.find(kCardName);
    if (!found) return fail(ErrorCode::NotAModel, std::string("is a zip file without ") + kCardName, file, kBundleAdvice);
    const auto& entry = *found;
    if (entry.method == weights::ZipEntry::Method::Deflated) return inflated(entry, file);
    if (entry.packed.size() > kMaxCardBytes) return fail(ErrorCode::DamagedModel, std::string(kCardName) + " is larger than any model card", file, kCopyAdvice);
    const auto bytes = weights::storedBytes(entry, file);
    if (!bytes) return fail(bytes.error());
    return Bytes(bytes->begin(), bytes->end());
}

Result<std::span<const std::uint8_t>> bundlePart(const weights::ZipDirectory& zip, const char* name, const std::string& sha256, const std::filesystem::path& file) {
    const auto* entry = zip.find(name);
    if (!entry) return fail(ErrorCode::DamagedModel, std::string("holds no ") + name, file, kCopyAdvice);
    if (entry->method != weights::ZipEntry::Method::Stored)
        return fail(ErrorCode::DamagedModel, std::string(name) + " is compressed, which it never is", file, "Pack it again without compression.");
    // SHA-256 says more than the zip's own checksum.
    if (digest::sha256(entry->packed) != sha256) return fail(ErrorCode::DamagedModel, std::string(name) + " does not match the checksum in the model card", file, kCopyAdvice);
    return entry->packed;
}

}  // namespace leukolens::inference
