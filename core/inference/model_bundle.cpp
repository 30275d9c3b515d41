#include "core/inference/model_bundle.h"

#include <zip.h>

#include <cstring>
#include <memory>

#include "core/digest/sha256.h"

namespace leukolens::inference {
namespace {

constexpr std::uint64_t kMaxFileBytes = 4ull << 30;
constexpr std::uint64_t kMaxCardBytes = 4u << 20;
constexpr const char* kCardName = "card.json";
constexpr const char* kWeightsName = "weights.safetensors";
constexpr const char* kAdvice = "Choose a .leukomodel that Leukolens wrote.";

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* file) const { zip_fclose(file); }
    void operator()(zip_source_t* source) const { zip_source_free(source); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using Entry = std::unique_ptr<zip_file_t, Discard>;
using Source = std::unique_ptr<zip_source_t, Discard>;

tl::unexpected<Error> zipFailure(zip_error_t* error, const std::filesystem::path& file) {
    return fail(ErrorCode::WriteFailed, std::string("the model could not be packed: ") + zip_error_strerror(error), file);
}

Result<void> addEntry(zip_t* archive, const char* name, std::span<const std::uint8_t> bytes, bool compress, const std::filesystem::path& file) {
    zip_source_t* source = zip_source_buffer(archive, bytes.data(), bytes.size(), 0);
    if (!source) return zipFailure(zip_get_error(archive), file);
    const zip_int64_t index = zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        return zipFailure(zip_get_error(archive), file);
    }
    const auto at = static_cast<zip_uint64_t>(index);
    zip_set_file_compression(archive, at, compress ? ZIP_CM_DEFLATE : ZIP_CM_STORE, 0);
    // A fixed time: the same model gives the same file, and so the same checksum.
    zip_file_set_dostime(archive, at, 0, (1 << 5) | 1, 0);
    return {};
}

/// Zip file of both parts, in memory: saving is then one atomic write.
Result<Bytes> pack(const std::string& card, const Bytes& weights, const std::filesystem::path& file) {
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
    if (auto added = addEntry(archive.get(), kCardName, cardBytes, true, file); !added) return fail(added.error());
    if (auto added = addEntry(archive.get(), kWeightsName, weights, false, file); !added) return fail(added.error());
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

Result<Bytes> readEntry(zip_t* archive, const char* name, std::uint64_t maxBytes, const std::filesystem::path& file) {
    zip_stat_t info;
    if (zip_stat(archive, name, 0, &info) != 0)
        return fail(ErrorCode::NotAModel, std::string("is a zip file without ") + name, file, kAdvice);
    if ((info.valid & ZIP_STAT_SIZE) == 0 || info.size > maxBytes)
        return fail(ErrorCode::DamagedModel, std::string(name) + " claims to be larger than the file it is in", file, kAdvice);
    Entry entry(zip_fopen(archive, name, 0));
    Bytes bytes(info.size);
    // Reading to the end makes libzip check the CRC.
    const zip_int64_t got = entry ? zip_fread(entry.get(), bytes.data(), bytes.size()) : -1;
    std::uint8_t beyond = 0;
    if (got != static_cast<zip_int64_t>(bytes.size()) || zip_fread(entry.get(), &beyond, 1) != 0)
        return fail(ErrorCode::DamagedModel, std::string(name) + " is truncated or altered", file, "Copy or export the model again.");
    return bytes;
}

}  // namespace

Result<std::string> writeModelBundle(const std::filesystem::path& file, ModelBundle bundle) {
    bundle.card.weightsSha256 = digest::sha256(bundle.weights);
    const auto bytes = pack(toJson(bundle.card).dump(2) + "\n", bundle.weights, file);
    if (!bytes) return fail(bytes.error());
    if (auto written = writeFileAtomically(file, *bytes); !written) return fail(written.error());
    return digest::sha256(*bytes);
}

Result<ModelBundle> readModelBundle(const std::filesystem::path& file) {
    const auto bytes = readFile(file, kMaxFileBytes);
    if (!bytes) return fail(bytes.error());
    if (bytes->empty()) return fail(ErrorCode::NotAModel, "is empty", file, kAdvice);
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes->data(), bytes->size(), 0, &error);
    Archive archive(source ? zip_open_from_source(source, ZIP_RDONLY, &error) : nullptr);
    if (!archive) {
        if (source) zip_source_free(source);
        const bool zip = bytes->size() > 2 && (*bytes)[0] == 'P' && (*bytes)[1] == 'K';
        if (zip) return fail(ErrorCode::DamagedModel, "is truncated or damaged", file, "Copy or export the model again.");
        return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, kAdvice);
    }
    const auto cardBytes = readEntry(archive.get(), kCardName, std::min<std::uint64_t>(kMaxCardBytes, bytes->size() * 1000), file);
    if (!cardBytes) return fail(cardBytes.error());
    const auto json = nlohmann::json::parse(cardBytes->begin(), cardBytes->end(), nullptr, false);
    auto card = modelCardFromJson(json, file);
    if (!card) return fail(card.error());
    auto weights = readEntry(archive.get(), kWeightsName, bytes->size(), file);
    if (!weights) return fail(weights.error());
    if (digest::sha256(*weights) != card->weightsSha256)
        return fail(ErrorCode::DamagedModel, "the weights do not match the checksum in the model card", file, "Copy or export the model again.");
    return ModelBundle{std::move(*card), std::move(*weights), digest::sha256(*bytes)};
}

}  // namespace leukolens::inference
