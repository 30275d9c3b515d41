#include "core/weights/zip_directory.h"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <optional>

#include "core/weights/crc32.h"
#include "core/weights/tensor_record.h"

namespace leukolens::weights {
namespace {

// Record layouts: PKWARE APPNOTE.TXT 6.3.9, sections 4.3.7 to 4.3.16. All numbers little-endian.
constexpr std::uint32_t kLocalHeader = 0x04034b50, kCentralHeader = 0x02014b50, kEnd = 0x06054b50, kEnd64 = 0x06064b50, kLocator64 = 0x07064b50;
constexpr std::size_t kLocalBytes = 30, kCentralBytes = 46, kEndBytes = 22, kEnd64Bytes = 56, kLocator64Bytes = 20;
constexpr std::size_t kMaxCommentBytes = 0xffff;
constexpr std::size_t kMaxEntries = 1u << 17;
constexpr std::uint16_t kEncrypted = 1, kZip64Extra = 1, kMethodStored = 0, kMethodDeflated = 8;
constexpr std::uint32_t kIn64 = 0xffffffff;

using Span = std::span<const std::uint8_t>;

template <class T>
T numberAt(Span bytes, std::size_t at) {
    T value;
    std::memcpy(&value, bytes.data() + at, sizeof(T));
    return value;
}

/// `length` bytes from `at`, if the file has them.
std::optional<Span> part(Span bytes, std::uint64_t at, std::uint64_t length) {
    if (at > bytes.size() || length > bytes.size() - at) return std::nullopt;
    return bytes.subspan(at, length);
}

struct Damage {
    std::string what;
};

struct Central {
    std::uint64_t at = 0, length = 0, entries = 0;
};

/// The end record is the last thing in the file but for a comment whose length it states.
Central findCentral(Span bytes) {
    if (bytes.size() < kEndBytes) throw Damage{"the list of its parts is missing"};
    const std::size_t lowest = bytes.size() - std::min(bytes.size(), kEndBytes + kMaxCommentBytes);
    for (std::size_t at = bytes.size() - kEndBytes + 1; at-- > lowest;) {
        if (numberAt<std::uint32_t>(bytes, at) != kEnd || numberAt<std::uint16_t>(bytes, at + 20) != bytes.size() - at - kEndBytes) continue;
        Central central{numberAt<std::uint32_t>(bytes, at + 16), numberAt<std::uint32_t>(bytes, at + 12), numberAt<std::uint16_t>(bytes, at + 10)};
        if (at >= kLocator64Bytes && numberAt<std::uint32_t>(bytes, at - kLocator64Bytes) == kLocator64) {
            const auto end64 = part(bytes, numberAt<std::uint64_t>(bytes, at - kLocator64Bytes + 8), kEnd64Bytes);
            if (!end64 || numberAt<std::uint32_t>(*end64, 0) != kEnd64) throw Damage{"the list of its parts is inconsistent"};
            central = {numberAt<std::uint64_t>(*end64, 48), numberAt<std::uint64_t>(*end64, 40), numberAt<std::uint64_t>(*end64, 32)};
        }
        return central;
    }
    throw Damage{"the list of its parts is missing"};
}

/// Numbers of the central header that stand in the zip64 extra field instead, in the order that the standard gives.
void readZip64Extra(Span extra, std::uint64_t& size, std::uint64_t& packedSize, std::uint64_t& headerAt) {
    for (std::size_t at = 0; at + 4 <= extra.size();) {
        const auto id = numberAt<std::uint16_t>(extra, at), length = numberAt<std::uint16_t>(extra, at + 2);
        const auto field = part(extra, at + 4, length);
        if (!field) throw Damage{"an entry's additional facts are cut off"};
        if (id == kZip64Extra) {
            std::size_t next = 0;
            for (std::uint64_t* number : {&size, &packedSize, &headerAt}) {
                if (*number != kIn64) continue;
                if (next + 8 > field->size()) throw Damage{"an entry's size is missing"};
                *number = numberAt<std::uint64_t>(*field, next);
                next += 8;
            }
        }
        at += 4 + std::size_t{length};
    }
}

struct Placed {
    ZipEntry entry;
    std::uint64_t headerAt = 0, endAt = 0;
};

/// The entry of the central directory that begins at `at`, which then is where the next one begins.
Placed readEntry(Span bytes, Span central, std::size_t& at) {
    const auto header = part(central, at, kCentralBytes);
    if (!header || numberAt<std::uint32_t>(*header, 0) != kCentralHeader) throw Damage{"the list of its parts is inconsistent"};
    const auto flags = numberAt<std::uint16_t>(*header, 8), method = numberAt<std::uint16_t>(*header, 10);
    const auto nameLength = numberAt<std::uint16_t>(*header, 28), extraLength = numberAt<std::uint16_t>(*header, 30),
               commentLength = numberAt<std::uint16_t>(*header, 32);
    const auto name = part(central, at + kCentralBytes, nameLength), extra = part(central, at + kCentralBytes + nameLength, extraLength);
    if (!name || !extra) throw Damage{"the list of its parts is cut off"};
    at += kCentralBytes + std::size_t{nameLength} + extraLength + commentLength;

    Placed placed;
    placed.entry.name.assign(name->begin(), name->end());
    const std::string shown = "'" + printable(placed.entry.name) + "'";
    if ((flags & kEncrypted) != 0) throw Damage{shown + " is encrypted"};
    if (method != kMethodStored && method != kMethodDeflated) throw Damage{shown + " is packed by a method that is not read here"};
    placed.entry.method = method == kMethodStored ? ZipEntry::Method::Stored : ZipEntry::Method::Deflated;
    placed.entry.crc32 = numberAt<std::uint32_t>(*header, 16);
    std::uint64_t packedSize = numberAt<std::uint32_t>(*header, 20), size = numberAt<std::uint32_t>(*header, 24);
    placed.headerAt = numberAt<std::uint32_t>(*header, 42);
    readZip64Extra(*extra, size, packedSize, placed.headerAt);
    placed.entry.size = size;

    const auto local = part(bytes, placed.headerAt, kLocalBytes);
    if (!local || numberAt<std::uint32_t>(*local, 0) != kLocalHeader) throw Damage{shown + " is not where the list says"};
    const auto localName = numberAt<std::uint16_t>(*local, 26), localExtra = numberAt<std::uint16_t>(*local, 28);
    const auto ownName = part(bytes, placed.headerAt + kLocalBytes, localName);
    if (!ownName || !std::equal(ownName->begin(), ownName->end(), name->begin(), name->end())) throw Damage{shown + " is called otherwise in its own header"};
    const std::uint64_t dataAt = placed.headerAt + kLocalBytes + localName + localExtra;
    const auto packed = part(bytes, dataAt, packedSize);
    if (!packed) throw Damage{shown + " claims " + std::to_string(packedSize) + " bytes of a file of " + std::to_string(bytes.size())};
    if (placed.entry.method == ZipEntry::Method::Stored && packedSize != size)
        throw Damage{shown + " claims " + std::to_string(size) + " bytes and has " + std::to_string(packedSize)};
    placed.entry.packed = *packed;
    placed.endAt = dataAt + packedSize;
    return placed;
}

}  // namespace

Result<ZipDirectory> ZipDirectory::read(std::span<const std::uint8_t> bytes, const std::filesystem::path& file) {
    if (bytes.size() < 4 || numberAt<std::uint32_t>(bytes, 0) != kLocalHeader)
        return fail(ErrorCode::NotAModel, "is no zip file", file, "Choose a model or a file of weights.");
    try {
        const Central central = findCentral(bytes);
        const auto list = part(bytes, central.at, central.length);
        if (!list || central.entries > central.length / kCentralBytes || central.entries > kMaxEntries) throw Damage{"the list of its parts is inconsistent"};
        std::vector<Placed> placed;
        std::size_t at = 0;
        for (std::uint64_t i = 0; i < central.entries; ++i) placed.push_back(readEntry(bytes, *list, at));
        std::sort(placed.begin(), placed.end(), [](const auto& a, const auto& b) { return a.headerAt < b.headerAt; });
        for (std::size_t i = 0; i < placed.size(); ++i) {
            const std::uint64_t next = i + 1 < placed.size() ? placed[i + 1].headerAt : central.at;
            if (placed[i].endAt > next) throw Damage{"'" + printable(placed[i].entry.name) + "' shares bytes with what follows it"};
        }
        ZipDirectory directory;
        for (auto& entry : placed) directory.m_entries.push_back(std::move(entry.entry));
        auto& byName = directory.m_byName;
        const auto nameOf = [&directory](std::size_t i) -> const std::string& { return directory.m_entries[i].name; };
        byName.resize(directory.m_entries.size());
        std::iota(byName.begin(), byName.end(), std::size_t{0});
        std::sort(byName.begin(), byName.end(), [&](std::size_t a, std::size_t b) { return nameOf(a) < nameOf(b); });
        const auto twice = std::adjacent_find(byName.begin(), byName.end(), [&](std::size_t a, std::size_t b) { return nameOf(a) == nameOf(b); });
        if (twice != byName.end()) throw Damage{"'" + printable(nameOf(*twice)) + "' occurs twice"};
        return directory;
    } catch (const Damage& damage) {
        return fail(ErrorCode::DamagedModel, "is truncated or damaged: " + damage.what, file, "Copy or download the file again.");
    }
}

const ZipEntry* ZipDirectory::find(std::string_view name) const {
    const auto found = std::lower_bound(m_byName.begin(), m_byName.end(), name,
                                        [this](std::size_t i, std::string_view wanted) { return m_entries[i].name < wanted; });
    return found != m_byName.end() && m_entries[*found].name == name ? &m_entries[*found] : nullptr;
}

Result<std::span<const std::uint8_t>> storedBytes(const ZipEntry& entry, const std::filesystem::path& file) {
    const std::string shown = "'" + printable(entry.name) + "'";
    if (entry.method != ZipEntry::Method::Stored)
        return fail(ErrorCode::DamagedModel, shown + " is compressed, which weights never are", file, "Pack it again without compression.");
    if (crc32(entry.packed) != entry.crc32)
        return fail(ErrorCode::DamagedModel, shown + " does not match its checksum", file, "Copy or download the file again.");
    return entry.packed;
}

}  // namespace leukolens::weights
