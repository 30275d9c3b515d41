#include "core/dataset/read_index.h"

#include <algorithm>
#include <array>

#include "core/digest/sha256.h"

namespace leukolens::dataset {
namespace {

constexpr std::string_view kMagic = "LKINDEX\n";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kDigestBytes = 32;
constexpr std::size_t kHeaderBytes = 8 + 4 + kDigestBytes;
constexpr std::array kKept{ErrorCode::NotAnImage, ErrorCode::DamagedImage, ErrorCode::TooLarge};

class Writer {
public:
    void number(std::uint64_t value, int bytes) {
        for (int i = 0; i < bytes; ++i) m_bytes.push_back(static_cast<std::uint8_t>(value >> (8 * i)));
    }
    void text(const std::string& text) {
        number(text.size(), 4);
        m_bytes.insert(m_bytes.end(), text.begin(), text.end());
    }
    void raw(std::span<const std::uint8_t> bytes) { m_bytes.insert(m_bytes.end(), bytes.begin(), bytes.end()); }
    Bytes& bytes() { return m_bytes; }

private:
    Bytes m_bytes;
};

/// Once something did not fit, everything after it is zero and good() is false.
class Cursor {
public:
    explicit Cursor(std::span<const std::uint8_t> bytes) : m_left(bytes) {}

    std::uint64_t number(int bytes) {
        const auto digits = raw(static_cast<std::size_t>(bytes));
        std::uint64_t value = 0;
        for (std::size_t i = 0; i < digits.size(); ++i) value |= static_cast<std::uint64_t>(digits[i]) << (8 * i);
        return value;
    }
    std::string text() {
        const auto letters = raw(number(4));
        return {letters.begin(), letters.end()};
    }
    std::span<const std::uint8_t> raw(std::uint64_t count) {
        m_good = m_good && count <= m_left.size();
        if (!m_good) return {};
        const auto part = m_left.first(count);
        m_left = m_left.subspan(count);
        return part;
    }
    bool good() const { return m_good; }
    bool atEnd() const { return m_left.empty(); }

private:
    std::span<const std::uint8_t> m_left;
    bool m_good = true;
};

Bytes fromHex(const std::string& hex) {
    const auto digit = [](char c) { return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10); };
    Bytes bytes(hex.size() / 2);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::uint8_t>(digit(hex[2 * i]) << 4 | digit(hex[2 * i + 1]));
    return bytes;
}

std::string toHex(std::span<const std::uint8_t> bytes) {
    std::string hex;
    for (const std::uint8_t byte : bytes) {
        hex += "0123456789abcdef"[byte >> 4];
        hex += "0123456789abcdef"[byte & 15];
    }
    return hex;
}

void writeKey(Writer& out, const IndexKey& key) {
    out.text(key.root);
    out.text(key.rules);
    out.number(key.blobs.size(), 4);
    for (const auto& kind : key.blobs) {
        for (const std::uint32_t number : {kind.id, kind.version, kind.bytes}) out.number(number, 4);
    }
}

/// Compared as it is read: a hostile count of blobs is never believed.
bool readKey(Cursor& in, const IndexKey& key) {
    bool same = in.text() == key.root;
    same = in.text() == key.rules && same;
    same = in.number(4) == key.blobs.size() && same;
    for (std::size_t i = 0; same && i < key.blobs.size(); ++i) {
        for (const std::uint32_t number : {key.blobs[i].id, key.blobs[i].version, key.blobs[i].bytes}) same = in.number(4) == number && same;
    }
    return same && in.good();
}

/// As it stands there. Every kind takes 12 bytes, so that a hostile count ends with the bytes.
std::optional<IndexKey> anyKey(Cursor& in) {
    IndexKey key;
    key.root = in.text();
    key.rules = in.text();
    for (std::uint64_t left = in.number(4); left > 0 && in.good(); --left) {
        BlobKind kind;
        for (std::uint32_t* number : {&kind.id, &kind.version, &kind.bytes}) *number = static_cast<std::uint32_t>(in.number(4));
        key.blobs.push_back(kind);
    }
    return in.good() ? std::optional(std::move(key)) : std::nullopt;
}

/// Past magic, version and a checksum that is right; nothing otherwise.
std::optional<Cursor> contentOf(std::span<const std::uint8_t> bytes) {
    Cursor in(bytes);
    const auto magic = in.raw(kMagic.size());
    const bool ours = in.good() && std::equal(magic.begin(), magic.end(), kMagic.begin());
    if (!ours || in.number(4) != kVersion) return std::nullopt;
    const std::string digest = toHex(in.raw(kDigestBytes));
    if (!in.good() || digest::sha256(bytes.subspan(kHeaderBytes)) != digest) return std::nullopt;
    return in;
}

void writeFile(Writer& out, const std::string& path, const IndexedFile& file) {
    out.text(path);
    out.number(file.stamp.size, 8);
    for (const std::int64_t time : {file.stamp.mtimeNs, file.stamp.ctimeNs}) out.number(static_cast<std::uint64_t>(time), 8);
    out.number(file.stamp.inode, 8);
    out.number(static_cast<std::uint64_t>(file.readAtNs), 8);
    out.number(file.error ? 1 : 0, 1);
    if (file.error) {
        out.text(std::string(toString(file.error->code)));
        out.text(file.error->what);
        out.text(file.error->advice);
    } else {
        out.raw(fromHex(file.sha256));
        out.raw(file.blobs);
    }
}

/// False: the bytes make no sense.
bool readFile(Cursor& in, std::size_t blobBytes, std::string& path, IndexedFile& file) {
    path = in.text();
    file.stamp.size = in.number(8);
    file.stamp.mtimeNs = static_cast<std::int64_t>(in.number(8));
    file.stamp.ctimeNs = static_cast<std::int64_t>(in.number(8));
    file.stamp.inode = in.number(8);
    file.readAtNs = static_cast<std::int64_t>(in.number(8));
    const std::uint64_t kind = in.number(1);
    if (kind == 0) {
        file.sha256 = toHex(in.raw(kDigestBytes));
        const auto blobs = in.raw(blobBytes);
        file.blobs.assign(blobs.begin(), blobs.end());
        return in.good();
    }
    const std::string name = in.text();
    const auto code = std::find_if(kKept.begin(), kKept.end(), [&](ErrorCode kept) { return toString(kept) == name; });
    if (kind != 1 || code == kKept.end()) return false;
    const std::string what = in.text();
    file.error = Error{*code, what, {}, in.text()};
    return in.good();
}

}  // namespace

std::size_t IndexKey::blobBytes() const {
    std::size_t sum = 0;
    for (const auto& kind : blobs) sum += kind.bytes;
    return sum;
}

Bytes packIndex(const IndexKey& key, const IndexedFiles& files) {
    std::vector<const IndexedFiles::value_type*> sorted;
    for (const auto& file : files) sorted.push_back(&file);
    std::sort(sorted.begin(), sorted.end(), [](const auto* a, const auto* b) { return a->first < b->first; });
    Writer out;
    out.raw(std::span(reinterpret_cast<const std::uint8_t*>(kMagic.data()), kMagic.size()));
    out.number(kVersion, 4);
    out.raw(Bytes(kDigestBytes));
    writeKey(out, key);
    out.number(sorted.size(), 4);
    for (const auto* file : sorted) writeFile(out, file->first, file->second);
    const Bytes digest = fromHex(digest::sha256(std::span(out.bytes()).subspan(kHeaderBytes)));
    std::copy(digest.begin(), digest.end(), out.bytes().begin() + (kHeaderBytes - kDigestBytes));
    return std::move(out.bytes());
}

std::optional<IndexedFiles> unpackIndex(std::span<const std::uint8_t> bytes, const IndexKey& key) {
    auto in = contentOf(bytes);
    if (!in || !readKey(*in, key)) return std::nullopt;
    IndexedFiles files;
    for (std::uint64_t left = in->number(4); left > 0; --left) {
        std::string path;
        IndexedFile file;
        if (!readFile(*in, key.blobBytes(), path, file) || !files.emplace(std::move(path), std::move(file)).second) return std::nullopt;
    }
    return in->good() && in->atEnd() ? std::optional(std::move(files)) : std::nullopt;
}

std::optional<IndexListing> listIndex(std::span<const std::uint8_t> bytes) {
    auto in = contentOf(bytes);
    const auto key = in ? anyKey(*in) : std::nullopt;
    if (!key) return std::nullopt;
    IndexListing listing{key->root, {}};
    for (std::uint64_t left = in->number(4); left > 0; --left) {
        IndexedPicture picture;
        IndexedFile file;
        if (!readFile(*in, key->blobBytes(), picture.path, file)) return std::nullopt;
        picture.sha256 = std::move(file.sha256);
        if (!file.error) listing.pictures.push_back(std::move(picture));
    }
    return in->good() && in->atEnd() ? std::optional(std::move(listing)) : std::nullopt;
}

bool isKept(ErrorCode code) { return std::find(kKept.begin(), kKept.end(), code) != kKept.end(); }

}  // namespace leukolens::dataset
