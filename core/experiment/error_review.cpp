#include "core/experiment/error_review.h"

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kMaxBytes = 256u << 20;
constexpr int kVersion = 1;

/// Moves a file that cannot be read out of the way, over no other.
Result<void> setDamagedAside(const std::filesystem::path& runFolder) {
    namespace fs = std::filesystem;
    std::error_code code;
    const auto file = runFolder / kReviewFile;
    if (!fs::is_regular_file(file, code) || readErrorReview(runFolder)) return {};
    fs::path aside = runFolder / kDamagedReviewFile;
    for (int i = 2; fs::exists(fs::symlink_status(aside, code)); ++i) aside = runFolder / (std::string(kDamagedReviewFile) + '-' + std::to_string(i));
    fs::rename(file, aside, code);
    if (code) return fail(errorFromErrno(code.value(), aside, true));
    return {};
}

}  // namespace

std::string_view toString(ErrorCause cause) { return cause == ErrorCause::Label ? "label" : "network"; }

Result<ErrorReview> readErrorReview(const std::filesystem::path& runFolder) {
    const auto file = runFolder / kReviewFile;
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return ErrorReview();
    if (!text) return fail(text.error());
    const auto damaged = [&file](const char* what) { return fail(ErrorCode::ReadFailed, what, file, "The next note begins a new list; this file is kept beside it."); };
    const auto json = nlohmann::json::parse(*text, nullptr, false);
    if (!json.is_object() || json.value("version", nlohmann::json()) != kVersion) return damaged("is no list of reviewed errors that this program knows");
    const auto cells = json.find("cells");
    if (cells == json.end() || !cells->is_object()) return damaged("names no cells");
    ErrorReview review;
    for (const auto& [path, cause] : cells->items()) {
        if (cause == "label") review[path] = ErrorCause::Label;
        else if (cause == "network") review[path] = ErrorCause::Network;
        else return damaged("gives an error a cause that is neither label nor network");
    }
    return review;
}

Result<void> writeErrorReview(const std::filesystem::path& runFolder, const ErrorReview& review) {
    if (auto aside = setDamagedAside(runFolder); !aside) return aside;
    nlohmann::json cells = nlohmann::json::object();
    for (const auto& [path, cause] : review) cells[path] = toString(cause);
    return writeFileAtomically(runFolder / kReviewFile, nlohmann::json({{"version", kVersion}, {"cells", cells}}).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

}  // namespace leukolens::experiment
