#include "tests/support/zip_bytes.h"

namespace leukolens::test {
namespace {

template <class T>
void put(std::string& out, T value) {
    for (std::size_t i = 0; i < sizeof(T); ++i) out += static_cast<char>(static_cast<std::uint64_t>(value) >> (8 * i) & 0xff);
}

/// Bit by bit, on purpose another way than the program's.
std::uint32_t slowCrc(const std::string& text) {
    std::uint32_t crc = ~0u;
    for (const char c : text) {
        crc ^= static_cast<std::uint8_t>(c);
        for (int i = 0; i < 8; ++i) crc = (crc >> 1) ^ (0xedb88320u & (0u - (crc & 1)));
    }
    return ~crc;
}

template <class T>
T orTruth(std::int64_t claimed, T truth) {
    return claimed < 0 ? truth : static_cast<T>(claimed);
}

}  // namespace

std::string zipOf(const std::vector<ZipPart>& parts, bool zip64) {
    std::string out, central;
    for (const auto& part : parts) {
        const std::size_t place = out.size();
        const std::string localName = part.localName == "\x01" ? part.name : part.localName;
        const auto crc = orTruth(part.claimedCrc, slowCrc(part.content));
        const auto packed = orTruth<std::uint64_t>(part.claimedPackedSize, part.content.size()), size = orTruth<std::uint64_t>(part.claimedSize, part.content.size());
        const bool large = packed > 0xfffffffe || size > 0xfffffffe;
        put<std::uint32_t>(out, 0x04034b50);
        for (const std::uint16_t value : {std::uint16_t{45}, part.flags, part.method, std::uint16_t{0}, std::uint16_t{33}}) put(out, value);
        put(out, crc);
        put(out, static_cast<std::uint32_t>(large ? 0xffffffff : packed));
        put(out, static_cast<std::uint32_t>(large ? 0xffffffff : size));
        put(out, static_cast<std::uint16_t>(localName.size()));
        put<std::uint16_t>(out, 0);
        out += localName + part.content;

        put<std::uint32_t>(central, 0x02014b50);
        for (const std::uint16_t value : {std::uint16_t{45}, std::uint16_t{45}, part.flags, part.method, std::uint16_t{0}, std::uint16_t{33}}) put(central, value);
        put(central, crc);
        put(central, static_cast<std::uint32_t>(large ? 0xffffffff : packed));
        put(central, static_cast<std::uint32_t>(large ? 0xffffffff : size));
        put(central, static_cast<std::uint16_t>(part.name.size()));
        put<std::uint16_t>(central, large ? 20 : 0);
        for (int i = 0; i < 3; ++i) put<std::uint16_t>(central, 0);
        put<std::uint32_t>(central, 0);
        put(central, static_cast<std::uint32_t>(orTruth<std::uint64_t>(part.claimedPlace, place)));
        central += part.name;
        if (large) {
            put<std::uint16_t>(central, 1);
            put<std::uint16_t>(central, 16);
            put(central, size);
            put(central, packed);
        }
    }
    const std::uint64_t centralAt = out.size(), count = parts.size();
    out += central;
    if (zip64) {
        const std::uint64_t end64 = out.size();
        put<std::uint32_t>(out, 0x06064b50);
        put<std::uint64_t>(out, 44);
        put<std::uint16_t>(out, 45);
        put<std::uint16_t>(out, 45);
        put<std::uint64_t>(out, 0);
        for (const std::uint64_t value : {count, count, std::uint64_t{central.size()}, centralAt}) put(out, value);
        put<std::uint32_t>(out, 0x07064b50);
        put<std::uint32_t>(out, 0);
        put(out, end64);
        put<std::uint32_t>(out, 1);
    }
    put<std::uint32_t>(out, 0x06054b50);
    put<std::uint32_t>(out, 0);
    put(out, static_cast<std::uint16_t>(count));
    put(out, static_cast<std::uint16_t>(count));
    put(out, static_cast<std::uint32_t>(central.size()));
    put(out, zip64 ? 0xffffffffu : static_cast<std::uint32_t>(centralAt));
    put<std::uint16_t>(out, 0);
    return out;
}

}  // namespace leukolens::test
