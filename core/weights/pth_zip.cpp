#include <map>
#include <optional>

#include "core/weights/pth_records.h"
#include "core/weights/readers.h"

namespace leukolens::weights {
namespace {

constexpr std::string_view kList = "data.pkl";

/// Every entry lies in one folder, named after the file as it was saved: "archive/".
std::optional<std::string> rootOf(const ZipDirectory& zip) {
    for (const auto& entry : zip.entries()) {
        const auto slash = entry.name.find('/');
        if (slash != std::string::npos && std::string_view(entry.name).substr(slash + 1) == kList) return entry.name.substr(0, slash + 1);
    }
    return std::nullopt;
}

}  // namespace

Result<Records> readPthZip(const ZipDirectory& zip, const std::filesystem::path& file) {
    const auto root = rootOf(zip);
    if (!root) return fail(ErrorCode::NotAModel, "is a zip file without PyTorch weights", file, "Choose a .pth saved by torch.save.");
    if (zip.find(*root + "constants.pkl"))
        return fail(ErrorCode::NotAModel, "is a TorchScript program, of which only weights could be read", file, "Save the network's state_dict() with torch.save.");
    if (const auto* order = zip.find(*root + "byteorder")) {
        const auto text = storedBytes(*order, file);
        if (!text) return fail(text.error());
        if (std::string_view(reinterpret_cast<const char*>(text->data()), text->size()) != "little")
            return fail(ErrorCode::NotAModel, "was saved with another byte order", file, "Save it again on an x86 or ARM computer.");
    }
    const auto pickle = storedBytes(*zip.find(*root + std::string(kList)), file);
    if (!pickle) return fail(pickle.error());
    const auto state = readPickledState(*pickle, file);
    if (!state) return fail(state.error());

    Records records;
    std::map<std::string, std::span<const std::uint8_t>> storages;  // each checksum is tested once
    for (const auto& tensor : state->tensors) {
        auto storage = storages.find(tensor.storageKey);
        if (storage == storages.end()) {
            const auto* entry = zip.find(*root + "data/" + tensor.storageKey);
            if (!entry)
                return fail(ErrorCode::DamagedModel, "damaged weights: the numbers of '" + printable(tensor.name) + "' are missing", file,
                            "Copy or download the file again.");
            const auto bytes = storedBytes(*entry, file);
            if (!bytes) return fail(bytes.error());
            storage = storages.emplace(tensor.storageKey, *bytes).first;
        }
        auto record = recordOf(tensor, storage->second, file);
        if (!record) return fail(record.error());
        records.push_back(std::move(*record));
    }
    return records;
}

}  // namespace leukolens::weights
