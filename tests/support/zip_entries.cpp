#include "tests/support/zip_entries.h"

#include <zip.h>

#include <memory>
#include <stdexcept>

namespace leukolens::test {

std::map<std::string, std::string> zipEntries(const std::filesystem::path& file) {
    const std::unique_ptr<zip_t, decltype(&zip_discard)> archive(zip_open(file.c_str(), ZIP_RDONLY, nullptr), &zip_discard);
    if (!archive) throw std::runtime_error("no zip: " + file.string());
    std::map<std::string, std::string> entries;
    for (zip_int64_t i = 0; i < zip_get_num_entries(archive.get(), 0); ++i) {
        zip_stat_t stat;
        zip_stat_index(archive.get(), static_cast<zip_uint64_t>(i), 0, &stat);
        std::string content(stat.size, '\0');
        const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> entry(zip_fopen_index(archive.get(), static_cast<zip_uint64_t>(i), 0), &zip_fclose);
        if (!entry || zip_fread(entry.get(), content.data(), content.size()) != static_cast<zip_int64_t>(content.size())) throw std::runtime_error("cannot be read: " + std::string(stat.name));
        entries[stat.name] = std::move(content);
    }
    return entries;
}

}  // namespace leukolens::test
