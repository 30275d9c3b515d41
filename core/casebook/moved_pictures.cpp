// Pictures that lie in the folder of the case file are found again when both are moved.
#include "core/base/files.h"
#include "core/casebook/case_state.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

fs::path folderOf(const fs::path& caseFile) {
    return fs::absolute(caseFile).lexically_normal().parent_path();
}

}  // namespace

std::string relativeTo(const fs::path& caseFile, const std::string& path) {
    if (caseFile.empty()) return {};
    const fs::path relative = fs::path(path).lexically_normal().lexically_relative(folderOf(caseFile));
    return relative.empty() || *relative.begin() == ".." ? std::string() : toUtf8(relative);
}

std::string foundAt(const fs::path& caseFile, const std::string& path, const std::string& relative) {
    if (caseFile.empty() || relative.empty()) return path;
    // The text comes from a file: it may not lead out of the folder.
    const fs::path below = fs::path(relative).lexically_normal();
    if (below.is_absolute() || below.empty() || *below.begin() == "..") return path;
    const fs::path here = folderOf(caseFile) / below;
    std::error_code unknown;
    if (here == fs::path(path) || fs::exists(path, unknown) || !fs::exists(here, unknown)) return path;
    return toUtf8(here);
}

}  // namespace leukolens::casebook
