#include "core/inference/model_bundle.h"

#include <zip.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"
#include "core/weights/checked_json.h"
#include "core/weights/crc32.h"
#include "core/weights/safetensors.h"
#include "core/weights/zip_directory.h"

namespace leukolens::inference {
namespace {

constexpr int kMaxCardDepth = 8;
constexpr std::uint64_t kMaxCardBytes = 1u << 20;
constexpr const char* kCardName = "card.json";
constexpr const char* kWeightsName = "weights.safetensors";
constexpr const char* kAdvice = "Choose a .leukomodel that Leukolens wrote.";
constexpr const char* kCopyAdvice = "Copy or export the model again.";

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

/// Zip file of both parts, in memory: saving is then one atomic write.
Result<Bytes> pack(const std::string& card, std::span<const std::uint8_t> weights, const std::filesystem::path& file) {
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
    const std::span cardBytes(reinterpret_cast<const std::uint8_t*>(card.data()), card.size());
    if (auto added = addEntry(archive.get(), kCardName, cardBytes, file); !added) return fail(added.error());
    if (auto added = addEntry(archive.get(), kWeightsName, weights, file); !added) return fail(added.error());
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

Result<Bytes> cardBytes(const weights::ZipEntry& entry, const std::filesystem::path& file) {
    if (entry.method == weights::ZipEntry::Method::Deflated) return inflated(entry, file);
    if (entry.packed.size() > kMaxCardBytes) return fail(ErrorCode::DamagedModel, std::string(kCardName) + " is larger than any model card", file, kCopyAdvice);
    const auto bytes = weights::storedBytes(entry, file);
    if (!bytes) return fail(bytes.error());
    return Bytes(bytes->begin(), bytes->end());
}

Result<ModelCard> readCard(const weights::ZipDirectory& zip, const std::filesystem::path& file) {
    const auto* entry = zip.find(kCardName);
    if (!entry) return fail(ErrorCode::NotAModel, std::string("is a zip file without ") + kCardName, file, kAdvice);
    const auto bytes = cardBytes(*entry, file);
    if (!bytes) return fail(bytes.error());
    try {
        return modelCardFromJson(weights::parseChecked(*bytes, kMaxCardDepth), file);
    } catch (const std::invalid_argument& e) {
        return fail(ErrorCode::DamagedModel, std::string("the model card is damaged: it ") + e.what(), file, kCopyAdvice);
    }
}

bool looksLikeZip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 'P' && bytes[1] == 'K'; }

}  // namespace

Result<std::string> writeModelBundle(const std::filesystem::path& file, ModelCard card, std::span<const std::uint8_t> weights) {
    card.weightsSha256 = digest::sha256(weights);
    if (auto sound = checkCard(card, file); !sound) return fail(sound.error());
    const auto bytes = pack(toJson(card).dump(2) + "\n", weights, file);
    if (!bytes) return fail(bytes.error());
    if (auto written = writeFileAtomically(file, *bytes); !written) return fail(written.error());
    return digest::sha256(*bytes);
}

Result<std::string> changeCard(const std::filesystem::path& file, const std::function<void(ModelCard&)>& change) {
    auto bundle = readModelBundle(file);
    if (!bundle) return fail(bundle.error());
    change(bundle->card);
    return writeModelBundle(file, bundle->card, weights::writeSafetensors(bundle->weights.tensors(), bundle->weights.metadata()));
}

bool looksLikeModelBundle(std::span<const std::uint8_t> bytes) {
    if (!looksLikeZip(bytes)) return false;
    const auto zip = weights::ZipDirectory::read(bytes, {});
    return zip && zip->find(kCardName);
}

Result<ModelBundle> readModelBundle(const std::filesystem::path& file) {
    auto bytes = readFile(file, weights::kMaxFileBytes);
    if (!bytes) return fail(bytes.error());
    return readModelBundle(std::make_shared<const Bytes>(std::move(*bytes)), file);
}

Result<ModelBundle> readModelBundle(std::shared_ptr<const Bytes> bytes, const std::filesystem::path& file) {
    if (bytes->empty()) return fail(ErrorCode::NotAModel, "is empty", file, kAdvice);
    if (!looksLikeZip(*bytes)) return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, kAdvice);
    const auto zip = weights::ZipDirectory::read(*bytes, file);
    if (!zip) return fail(zip.error());
    auto card = readCard(*zip, file);
    if (!card) return fail(card.error());
    const auto* entry = zip->find(kWeightsName);
    if (!entry) return fail(ErrorCode::DamagedModel, std::string("holds no ") + kWeightsName, file, kCopyAdvice);
    if (entry->method != weights::ZipEntry::Method::Stored)
        return fail(ErrorCode::DamagedModel, std::string(kWeightsName) + " is compressed, which it never is", file, "Pack it again without compression.");
    // SHA-256 says more than the zip's own checksum.
    if (digest::sha256(entry->packed) != card->weightsSha256)
        return fail(ErrorCode::DamagedModel, "the weights do not match the checksum in the model card", file, kCopyAdvice);
    std::string sha256 = digest::sha256(*bytes);
    const std::uint64_t size = bytes->size();
    auto weights = weights::WeightsFile::fromBytes(std::move(bytes), entry->packed, file);
    if (!weights) return fail(weights.error());
    return ModelBundle{std::move(*card), std::move(*weights), std::move(sha256), size};
}

}  // namespace leukolens::inference
