#include "core/weights/weights_file.h"

#include <algorithm>

#include "core/weights/readers.h"
#include "core/weights/safetensors.h"

namespace leukolens::weights {
namespace {

struct Content {
    Form form;
    Records records;
    std::map<std::string, std::string> metadata;
};

Result<Content> readContent(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    const auto with = [](Form form, Result<Records> records) -> Result<Content> {
        if (!records) return fail(records.error());
        return Content{form, std::move(*records), {}};
    };
    if (bytes.size() >= 2 && bytes[0] == 'P' && bytes[1] == 'K') {
        const auto zip = ZipDirectory::read(bytes, file);
        if (!zip) return fail(zip.error());
        if (zip->find("card.json")) return fail(ErrorCode::NotAModel, "is a model of Leukolens, not a plain file of weights", file, "Export its weights first.");
        return with(Form::PthZip, readPthZip(*zip, file));
    }
    if (looksLikePthLegacy(bytes)) return with(Form::PthLegacy, readPthLegacy(bytes, file));
    if (looksLikeSafetensors(bytes)) {
        std::map<std::string, std::string> metadata;
        auto content = with(Form::Safetensors, readSafetensors(bytes, file, &metadata));
        if (content) content->metadata = std::move(metadata);
        return content;
    }
    return fail(ErrorCode::NotAModel, "is neither a .pth nor a .safetensors file", file, "Choose a file of weights.");
}

}  // namespace

std::string_view nameOf(Form form) {
    switch (form) {
        case Form::PthZip: return "pth";
        case Form::PthLegacy: return "pth-legacy";
        case Form::Safetensors: return "safetensors";
    }
    return "";
}

Result<WeightsFile> WeightsFile::open(const std::filesystem::path& file) {
    auto bytes = readFile(file, kMaxFileBytes);
    if (!bytes) return fail(bytes.error());
    auto shared = std::make_shared<const Bytes>(std::move(*bytes));
    const std::span<const std::uint8_t> whole(*shared);
    return fromBytes(std::move(shared), whole, file);
}

Result<WeightsFile> WeightsFile::fromBytes(std::shared_ptr<const Bytes> bytes, std::span<const std::uint8_t> part, const std::filesystem::path& file) {
    auto content = readContent(part, file);
    if (!content) return fail(content.error());
    if (auto checked = checkRecords(content->records, file); !checked) return fail(checked.error());
    WeightsFile weights;
    weights.m_file = file;
    weights.m_bytes = std::move(bytes);
    weights.m_form = content->form;
    weights.m_tensors = std::move(content->records);
    weights.m_metadata = std::move(content->metadata);
    return weights;
}

const TensorRecord* WeightsFile::find(std::string_view name) const {
    const auto found = std::lower_bound(m_tensors.begin(), m_tensors.end(), name, [](const auto& record, std::string_view wanted) { return record.name < wanted; });
    return found != m_tensors.end() && found->name == name ? &*found : nullptr;
}

}  // namespace leukolens::weights
