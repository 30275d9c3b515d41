#include "core/inference/model_bundle.h"

#include <zip.h>

#include <cerrno>

#include <nlohmann/json.hpp>

#include "core/digest/sha256.h"
#include "core/inference/bundle_zip.h"
#include "core/weights/checked_json.h"
#include "core/weights/safetensors.h"
#include "core/weights/zip_directory.h"

namespace leukolens::inference {
namespace {

constexpr const char* kReferencesName = "neighbours.safetensors";

struct Discard {
    void operator()(zip_t* archive) const { zip_discard(archive); }
    void operator()(zip_file_t* entry) const { zip_fclose(entry); }
};
using Archive = std::unique_ptr<zip_t, Discard>;
using OpenEntry = std::unique_ptr<zip_file_t, Discard>;

Result<ModelCard> cardFrom(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    try {
        return modelCardFromJson(weights::parseChecked(bytes, kMaxCardDepth), file);
    } catch (const std::invalid_argument& e) {
        return fail(ErrorCode::DamagedModel, std::string("the model card is damaged: it ") + e.what(), file, kCopyAdvice);
    }
}

Result<ModelCard> readCard(const weights::ZipDirectory& zip, const std::filesystem::path& file) {
    const auto bytes = bundleCard(zip, file);
    if (!bytes) return fail(bytes.error());
    return cardFrom(*bytes, file);
}

Result<std::optional<ReferenceCells>> referencesOf(const weights::ZipDirectory& zip, const ModelCard& card, const std::shared_ptr<const Bytes>& bytes, const std::filesystem::path& file) {
    if (card.referencesSha256.empty()) return std::optional<ReferenceCells>();
    const auto part = bundlePart(zip, kReferencesName, card.referencesSha256, file);
    if (!part) return fail(part.error());
    const auto tensors = weights::WeightsFile::fromBytes(bytes, *part, file);
    if (!tensors) return fail(tensors.error());
    auto references = readReferenceCells(*tensors, card.classes.size());
    if (!references) return fail(references.error());
    return std::optional(std::move(*references));
}

}  // namespace

Result<std::string> writeModelBundle(const std::filesystem::path& file, ModelCard card, std::span<const std::uint8_t> weights, const ReferenceCells* references) {
    if (references)
        if (const auto fault = faultOf(*references, card.classes.size()); !fault.empty()) return fail(ErrorCode::InvalidArgument, "the list of training cells: " + fault, file);
    const Bytes list = references ? writeReferenceCells(*references) : Bytes();
    card.weightsSha256 = digest::sha256(weights);
    card.referencesSha256 = references ? digest::sha256(list) : std::string();
    if (auto sound = checkCard(card, file); !sound) return fail(sound.error());
    const std::string text = toJson(card).dump(2) + "\n";
    std::vector<BundlePart> parts{{kCardName, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}}, {kWeightsName, weights}};
    if (references) parts.push_back({kReferencesName, list});
    const auto bytes = packBundle(parts, file);
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
    if (!archive) return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, kBundleAdvice);
    zip_stat_t info;
    if (zip_stat(archive.get(), kCardName, 0, &info) != 0) return fail(ErrorCode::NotAModel, std::string("is a zip file without ") + kCardName, file, kBundleAdvice);
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
    if (bytes->empty()) return fail(ErrorCode::NotAModel, "is empty", file, kBundleAdvice);
    if (!looksLikeZip(*bytes)) return fail(ErrorCode::NotAModel, "is no model of Leukolens", file, kBundleAdvice);
    const auto zip = weights::ZipDirectory::read(*bytes, file);
    if (!zip) return fail(zip.error());
    auto card = readCard(*zip, file);
    if (!card) return fail(card.error());
    const auto part = bundlePart(*zip, kWeightsName, card->weightsSha256, file);
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
