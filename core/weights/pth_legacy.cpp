#include <algorithm>
#include <cstring>
#include <map>

#include "core/weights/pth_records.h"
#include "core/weights/readers.h"

namespace leukolens::weights {
namespace {

// The first two pickles are always the same: the number 0x1950a86a20f9469cfc6c, and the protocol 1001. In protocol 2, which torch.save
// uses unless told otherwise.
constexpr std::uint8_t kStart[] = {0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, '.', 0x80, 0x02, 'M', 0xe9, 0x03, '.'};

}  // namespace

bool looksLikePthLegacy(std::span<const std::uint8_t> bytes) {
    return bytes.size() >= sizeof(kStart) && std::equal(std::begin(kStart), std::end(kStart), bytes.begin());
}

Result<Records> readPthLegacy(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    const auto damaged = [&](const std::string& what) {
        return fail(ErrorCode::DamagedModel, "damaged weights: " + what, file, "Copy or download the file again.");
    };
    if (!looksLikePthLegacy(bytes)) return fail(ErrorCode::NotAModel, "is no .pth of PyTorch's old form", file, "Choose a file of weights.");
    auto rest = bytes.subspan(sizeof(kStart));
    const auto system = readPickledSystem(rest, file);
    if (!system) return fail(system.error());
    if (!system->littleEndian) return fail(ErrorCode::NotAModel, "was saved with another byte order", file, "Save it again on an x86 or ARM computer.");
    rest = rest.subspan(system->length);
    const auto state = readPickledState(rest, file);
    if (!state) return fail(state.error());
    rest = rest.subspan(state->length);
    const auto keys = readPickledTexts(rest, file);
    if (!keys) return fail(keys.error());
    rest = rest.subspan(keys->length);

    // One storage after the other, in the order of the keys: the count of its numbers, then the numbers.
    std::map<std::string, std::span<const std::uint8_t>> storages;
    for (const auto& key : keys->texts) {
        const std::string shown = "storage '" + printable(key) + "'";
        const auto typeName = state->storageTypes.find(key);
        if (typeName == state->storageTypes.end()) return damaged(shown + " is used nowhere, so its length is not known");
        const auto type = typeOfStorage(typeName->second);
        if (!type)
            return fail(ErrorCode::NotAModel, shown + " is of the type " + printable(typeName->second) + ", which is not read here", file,
                        "Save the weights as float32, float16 or bfloat16.");
        std::uint64_t count = 0;
        if (rest.size() < sizeof(count)) return damaged(shown + " is missing");
        std::memcpy(&count, rest.data(), sizeof(count));
        rest = rest.subspan(sizeof(count));
        if (count > rest.size() / bytesOf(*type))
            return damaged(shown + " claims " + std::to_string(count) + " numbers, " + std::to_string(rest.size()) + " bytes are left");
        const std::size_t length = static_cast<std::size_t>(count) * bytesOf(*type);
        if (!storages.emplace(key, rest.first(length)).second) return damaged(shown + " occurs twice");
        rest = rest.subspan(length);
    }
    if (!rest.empty()) return damaged(std::to_string(rest.size()) + " bytes are left over");

    Records records;
    for (const auto& tensor : state->tensors) {
        const auto storage = storages.find(tensor.storageKey);
        if (storage == storages.end()) return damaged("the numbers of '" + printable(tensor.name) + "' are missing");
        auto record = recordOf(tensor, storage->second, file);
        if (!record) return fail(record.error());
        records.push_back(std::move(*record));
    }
    return records;
}

}  // namespace leukolens::weights
