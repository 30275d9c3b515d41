#include <zlib.h>

#include "tests/core/image/format_pictures.h"
#include "tests/fuzz/damage.h"
#include "tests/fuzz/seeds.h"

namespace leukolens::fuzz {
namespace {

std::uint32_t big32(const std::string& bytes, std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = 0; i < 4; ++i) value = value << 8 | static_cast<std::uint8_t>(bytes[at + i]);
    return value;
}

/// Checksums that fit, as far as chunks follow each other: without, no damage would get past them.
void mendChecksums(std::string& png) {
    for (std::size_t at = 8; at + 12 <= png.size();) {
        const std::size_t length = big32(png, at);
        if (length > png.size() - at - 12) return;
        const auto sum = static_cast<std::uint32_t>(crc32_z(0, reinterpret_cast<const Bytef*>(png.data() + at + 4), length + 4));
        for (std::size_t i = 0; i < 4; ++i) png[at + 8 + length + i] = static_cast<char>(sum >> (24 - 8 * i));
        at += length + 12;
    }
}

/// A number of a directory entry made awkward; the directory is where the header says.
void damageDirectory(std::string& tiff, Random& random) {
    const bool big = tiff[0] == 'M';
    const auto number = [&](std::size_t at, std::size_t count) {
        std::size_t value = 0;
        for (std::size_t i = 0; i < count && at + i < tiff.size(); ++i) value |= static_cast<std::size_t>(static_cast<std::uint8_t>(tiff[at + i])) << 8 * (big ? count - 1 - i : i);
        return value;
    };
    const std::size_t directory = number(4, 4), entries = number(directory, 2);
    if (entries == 0) return;
    const std::size_t at = directory + 2 + 12 * random.below(entries) + 4 * (1 + random.below(2));
    const std::uint64_t value = random.below(2) == 0 ? awkward(random) : random.below(300);
    for (std::size_t i = 0; i < 4 && at + i < tiff.size(); ++i) tiff[at + i] = static_cast<char>(value >> 8 * (big ? 3 - i : i));
}

}  // namespace

std::vector<std::string> soundFiles(const std::filesystem::path& fixtures) {
    std::vector<std::string> files;
    for (const auto& picture : image::test::formatPictures(fixtures / "formats.json"))
        if (picture.refused.empty()) files.emplace_back(picture.file.begin(), picture.file.end());
    return files;
}

std::string spoilt(const std::vector<std::string>& sound, Random& random) {
    std::string file = sound[random.below(sound.size())];
    const bool isTiff = file.starts_with("II") || file.starts_with("MM");
    if (isTiff && random.below(2) == 0) {
        for (auto times = 1 + random.below(3); times > 0; --times) damageDirectory(file, random);
    } else {
        damage(file, random);
    }
    if (file.starts_with("\x89PNG") && random.below(4) != 0) mendChecksums(file);
    return file;
}

const char* keptName() { return "spoilt-picture"; }

}  // namespace leukolens::fuzz
