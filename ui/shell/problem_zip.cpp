#include <zip.h>

#include <unistd.h>

#include "core/base/files.h"
#include "ui/shell/problem_report.h"

namespace leukolens::ui {
namespace {

Error packingFailed(zip_error_t* error, const std::filesystem::path& file) {
    if (zip_error_system_type(error) == ZIP_ET_SYS && zip_error_code_system(error) != 0) return errorFromErrno(zip_error_code_system(error), file, true);
    return {ErrorCode::WriteFailed, std::string("could not be packed: ") + zip_error_strerror(error), file, "Choose another folder."};
}

Result<void> addEntry(zip_t* archive, const std::string& name, const std::string& text, const std::filesystem::path& file) {
    zip_source_t* source = zip_source_buffer(archive, text.data(), text.size(), 0);
    if (!source) return fail(packingFailed(zip_get_error(archive), file));
    if (zip_file_add(archive, name.c_str(), source, ZIP_FL_ENC_UTF_8) < 0) {
        zip_source_free(source);
        return fail(packingFailed(zip_get_error(archive), file));
    }
    return {};
}

/// `texts` live until the archive is closed: libzip reads them then.
Result<void> pack(const std::filesystem::path& temporary, const std::filesystem::path& file, const std::vector<ReportEntry>& entries, const std::vector<std::string>& texts) {
    int code = 0;
    zip_t* archive = zip_open(temporary.c_str(), ZIP_CREATE | ZIP_TRUNCATE, &code);
    if (!archive) {
        zip_error_t error;
        zip_error_init_with_code(&error, code);
        return fail(packingFailed(&error, file));
    }
    for (std::size_t i = 0; i < entries.size(); ++i) {
        if (auto added = addEntry(archive, entries[i].name.toStdString(), texts[i], file); !added) {
            zip_discard(archive);
            return added;
        }
    }
    if (zip_close(archive) == 0) return {};
    const Error error = packingFailed(zip_get_error(archive), file);
    zip_discard(archive);
    return fail(error);
}

}  // namespace

Result<void> saveProblemZip(const std::filesystem::path& file, const std::vector<ReportEntry>& entries) {
    std::vector<std::string> texts;
    for (const ReportEntry& entry : entries) texts.push_back(entry.text.toStdString());
    const auto temporary = createTemporaryBeside(file);
    if (!temporary) return fail(temporary.error());
    if (auto packed = pack(*temporary, file, entries, texts); !packed) {
        ::unlink(temporary->c_str());
        return packed;
    }
    return moveIntoPlace(*temporary, file);
}

}  // namespace leukolens::ui
