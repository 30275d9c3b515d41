#include "core/casebook/zip_entry.h"

#include <zip.h>

#include <memory>

namespace leukolens::casebook {

Result<Bytes> readZipEntry(struct zip* archive, std::uint64_t index, std::uint64_t most, const std::filesystem::path& named, const char* tooMuch, const char* advice) {
    const std::unique_ptr<zip_file_t, decltype(&zip_fclose)> file(zip_fopen_index(archive, index, 0), &zip_fclose);
    if (!file) {
        const bool locked = zip_error_code_zip(zip_get_error(archive)) == ZIP_ER_NOPASSWD;
        return fail(ErrorCode::ReadFailed, locked ? "is locked by a password" : std::string("could not be unpacked: ") + zip_strerror(archive), named, advice);
    }
    Bytes bytes;
    constexpr std::size_t kPiece = 1 << 20;
    for (;;) {
        const std::size_t before = bytes.size();
        bytes.resize(before + kPiece);
        const zip_int64_t got = zip_fread(file.get(), bytes.data() + before, kPiece);
        if (got < 0) return fail(ErrorCode::ReadFailed, std::string("could not be unpacked: ") + zip_file_strerror(file.get()), named, advice);
        bytes.resize(before + static_cast<std::size_t>(got));
        if (bytes.size() > most) return fail(ErrorCode::TooLarge, tooMuch, named, advice);
        if (got == 0) return bytes;
    }
}

}  // namespace leukolens::casebook
