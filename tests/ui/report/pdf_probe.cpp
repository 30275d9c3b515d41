#include "tests/ui/report/pdf_probe.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

namespace leukolens::test {
namespace {

std::string quoted(const std::filesystem::path& file) {
    std::string text = "'";
    for (const char c : file.string()) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

std::string outputOf(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (!pipe) throw std::runtime_error("could not run " + command);
    std::string output;
    std::array<char, 4096> buffer{};
    while (const std::size_t got = std::fread(buffer.data(), 1, buffer.size(), pipe)) output.append(buffer.data(), got);
    if (::pclose(pipe) != 0) throw std::runtime_error(command + " failed");
    return output;
}

std::string simplified(std::string text) {
    for (auto at = text.find("\u00a0"); at != std::string::npos; at = text.find("\u00a0", at)) text.replace(at, 2, " ");
    std::istringstream words(text);
    std::string word, joined;
    while (words >> word) joined += (joined.empty() ? "" : " ") + word;
    return joined;
}

}  // namespace

bool hasPoppler() {
    return std::system("pdftotext -v >/dev/null 2>&1 && pdfimages -v >/dev/null 2>&1 && pdffonts -v >/dev/null 2>&1") == 0;
}

std::string pdfText(const std::filesystem::path& file, int page) {
    const std::string pages = page > 0 ? " -f " + std::to_string(page) + " -l " + std::to_string(page) : "";
    return simplified(outputOf("pdftotext -raw -enc UTF-8" + pages + " " + quoted(file) + " -"));
}

std::string pdfInfo(const std::filesystem::path& file, const std::string& key) {
    std::istringstream lines(outputOf("pdfinfo " + quoted(file)));
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind(key + ":", 0) == 0) return simplified(line.substr(key.size() + 1));
    }
    return {};
}

bool hasQpdf() { return std::system("qpdf --version >/dev/null 2>&1") == 0; }

std::vector<std::string> pdfFonts(const std::filesystem::path& file) {
    std::istringstream lines(outputOf("pdffonts " + quoted(file)));
    std::vector<std::string> fonts;
    for (std::string line; std::getline(lines, line);) fonts.push_back(simplified(line));
    fonts.erase(fonts.begin(), fonts.begin() + std::min<std::ptrdiff_t>(2, static_cast<std::ptrdiff_t>(fonts.size())));  // the table's head
    return fonts;
}

std::string qpdfComplaints(const std::filesystem::path& file) {
    const std::string said = outputOf("qpdf --check " + quoted(file) + " 2>&1 || true");
    return said.find("No syntax or stream encoding errors found") != std::string::npos && said.find("WARNING") == std::string::npos ? std::string() : said;
}

std::string pdfMetadata(const std::filesystem::path& file) { return outputOf("pdfinfo -meta " + quoted(file)); }

std::string pdfUncompressed(const std::filesystem::path& file) {
    if (!hasQpdf()) return {};
    // Images stay as they are: their pixels are no letters, and a decoded one takes megabytes.
    return outputOf("qpdf --qdf --object-streams=disable --decode-level=generalized " + quoted(file) + " - 2>/dev/null");
}

int pdfPictures(const std::filesystem::path& file) {
    return countOf(outputOf("pdfimages -list " + quoted(file)), " image ");
}

int countOf(const std::string& text, const std::string& words) {
    int count = 0;
    for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + words.size())) ++count;
    return count;
}

}  // namespace leukolens::test
