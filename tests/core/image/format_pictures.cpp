#include "tests/core/image/format_pictures.h"

#include <cctype>
#include <fstream>
#include <nlohmann/json.hpp>

namespace leukolens::image::test {
namespace {

Bytes fromBase64(const std::string& text) {
    static const std::string kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    Bytes bytes;
    unsigned bits = 0, count = 0;
    for (const char digit : text) {
        if (digit == '=') break;
        bits = bits << 6 | static_cast<unsigned>(kDigits.find(digit));
        count += 6;
        if (count < 8) continue;
        count -= 8;
        bytes.push_back(static_cast<std::uint8_t>(bits >> count));
    }
    return bytes;
}

}  // namespace

std::vector<FormatPicture> formatPictures(const std::filesystem::path& file) {
    const auto json = nlohmann::json::parse(std::ifstream(file));
    std::vector<FormatPicture> all;
    for (const auto& entry : json["pictures"]) {
        FormatPicture picture{entry["name"], fromBase64(entry["file"]), {}, entry.value("tolerance", 0), entry.value("refused", std::vector<std::string>())};
        if (picture.refused.empty()) picture.expected = {entry["width"], entry["height"], fromBase64(json["pixels"][entry["rgb"].get<std::size_t>()])};
        all.push_back(std::move(picture));
    }
    return all;
}

void PrintTo(const FormatPicture& picture, std::ostream* out) { *out << picture.name; }

std::string testName(const FormatPicture& picture) {
    std::string name = picture.name;
    for (char& c : name) {
        if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
    }
    return name;
}

}  // namespace leukolens::image::test
