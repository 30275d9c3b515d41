#include "core/inference/model_bundle.h"

#include <zip.h>
#include <zlib.h>

#include <cerrno>

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
constexpr const char* kReferencesName = "neighbours.safetensors";
constexpr const char* kAdvice = "Choose a .leukomodel that Leukolens wrote.";
constexpr const char* kCopyAdvice = "Copy or export the model again.";

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;
using OpenEntry = std::unique_ptr<zip_file_t, Discard>;

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

/// Zip file of all parts, in memory: saving is then one atomic write. references: empty for none.
Result<Bytes> pack(const std::string& card, std::span<const std::uint8_t> weights, std::span<const std::uint8_t> references, const std::filesystem::path& file) {
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
    if (!references.empty())
        if (auto added = addEntry(archive.get(), kReferencesName, references, file); !added) return fail(added.error());
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

Result<ModelCard> cardFrom(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    try {
        return modelCardFromJson(weights::parseChecked(bytes, kMaxCardDepth), file);
    } catch (const std::invalid_argument& e) {
        return fail(ErrorCode::DamagedModel, std::string("the model card is damaged: it ") + e.what(), file, kCopyAdvice);
    }
}

Result<ModelCard> readCard(const weights::ZipDirectory& zip, const std::filesystem::path& file) {
    const auto* entry = zip.find(kCardName);
    if (!entry) return fail(ErrorCode::NotAModel, std::string("is a zip file without ") + kCardName, file, kAdvice);
    const auto bytes = cardBytes(*entry, file);
    if (!bytes) return fail(bytes.error());
    return cardFrom(*bytes, file);
}

/// The bytes of a part that is stored as it is and has the checksum that the card states.
Result<std::span<const std::uint8_t>> checkedPart(const weights::ZipDirectory& zip, const char* name, const std::string& sha256, const std::filesystem::path& file) {
    const auto* entry = zip.find(name);
    if (!entry) return fail(ErrorCode::DamagedModel, std::string("holds no ") + name, file, kCopyAdvice);
    if (entry->method != weights::ZipEntry::Method::Stored)
        return fail(ErrorCode::DamagedModel, std::string(name) + " is compressed, which it never is", file, "Pack it again without compression.");
    // SHA-256 says more than the zip's own checksum.
    if (digest::sha256(entry->packed) != sha256) return fail(ErrorCode::DamagedModel, std::string(name) + " does not match the checksum in the model card", file, kCopyAdvice);
    return entry->packed;
}

Result<std::optional<ReferenceCells>> referencesOf(const weights::ZipDirectory& zip, const ModelCard& card, const std::shared_ptr<const Bytes>& bytes, const std::filesystem::path& file) {
    if (card.referencesSha256.empty()) return std::optional<ReferenceCells>();
    const auto part = checkedPart(zip, kReferencesName, card.referencesSha256, file);
    if (!part) return fail(part.error());
    const auto tensors = weights::WeightsFile::fromBytes(bytes, *part, file);
    if (!tensors) return fail(tensors.error());
    auto references = readReferenceCells(*tensors, card.classes.size());
    if (!references) return fail(references.error());
    return std::optional(std::move(*references));
}

bool looksLikeZip(std::span<const std::uint8_t> bytes) { return bytes.size() >= 2 && bytes[0] == 'P' && bytes[1] == 'K'; }

}  // namespace

Result<std::string> writeModelBundle(const std::filesystem::path& file, ModelCard card, std::span<const std::uint8_t> weights, const ReferenceCells* references) {
    if (references)
        if (const auto fault = faultOf(*references, card.classes.size()); !fault.empty()) return fail(ErrorCode::InvalidArgument, "the list of training cells: " + fault, file);
    const Bytes list = references ? writeReferenceCells(*references) : Bytes();
    card.weightsSha256 = digest::sha256(weights);
    card.referencesSha256 = references ? digest::sha256(list) : std::string();
    if (auto sound = checkCard(card, file); !sound) return fail(sound.error());
    const auto bytes = pack(toJson(card).dump(2) + "\n", weights, list, file);
    if (!bytes) return fail(bytes.error());
    if (auto written = writeFileAtomically(file, *bytes); !written) return fail(written.error());
    return digest::sha256(*bytes);
}

Result<std::string> changeCard(const std::filesystem::path& file, const std::function<void(ModelCard&)>& change) {
    auto bundle = readModelBundle(file);
    if (!bundle) return fail(bundle.error());
    change(bundle->card);
    return writeModelBundle(file, bundle->card, weights::writeSafetensors(bundle->weights.tensors(), bundle->weights.metadata()),
                            bundle->references ? &*bundle->references : nullptr);
}

bool looksLikeModelBundle(std::span<const std::uint8_t> bytes) {
    if (!looksLikeZip(bytes)) return false;
    const auto zip = weights::ZipDirectory::read(bytes, {});
    return zip && zip->find(kCardName);
}

Result<ModelCard> readModelCard(const std::filesystem::path& file) {
    std::error_code problem;
    const auto status = std::filesystem::status(file, problem);
    if (problem) return fail(errorFromErrno(problem.value(), file, false));
    if (!std::filesystem::is_regular_file(status)) return fail(ErrorCode::NotAFile, "is not an ordinary file", file, "Choose an ordinary file.");
    int code = 0;
    const Archive archive(zip_open(file.c_str(), ZIP_RDONLY, &code));
    if (!archive && code == ZIP_ER_OPEN) return fail(errorFromErrno(errno, file, false));
    if (!archive) return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, kAdvice);
    zip_stat_t info;
    if (zip_stat(archive.get(), kCardName, 0, &info) != 0) return fail(ErrorCode::NotAModel, std::string("is a zip file without ") + kCardName, file, kAdvice);
    if (info.size > kMaxCardBytes) return fail(ErrorCode::DamagedModel, std::string(kCardName) + " is larger than any model card", file, kCopyAdvice);
    Bytes bytes(info.size);
    const OpenEntry entry(zip_fopen_index(archive.get(), info.index, 0));
    std::uint8_t beyond = 0;  // the checksum is compared where the entry ends
    if (!entry || zip_fread(entry.get(), bytes.data(), bytes.size()) != static_cast<zip_int64_t>(bytes.size()) || zip_fread(entry.get(), &beyond, 1) != 0)
        return fail(ErrorCode::DamagedModel, std::string(kCardName) + " is truncated or altered", file, kCopyAdvice);
    return cardFrom(bytes, file);
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
    const auto part = checkedPart(*zip, kWeightsName, card->weightsSha256, file);
    if (!part) return fail(part.error());
    auto references = referencesOf(*zip, *card, bytes, file);
    if (!references) return fail(references.error());
    std::string sha256 = digest::sha256(*bytes);
    const std::uint64_t size = bytes->size();
    auto weights = weights::WeightsFile::fromBytes(std::move(bytes), *part, file);
    if (!weights) return fail(weights.error());
    return ModelBundle{std::move(*card), std::move(*weights), std::move(*references), std::move(sha256), size};
}

}  // namespace leukolens::inference
