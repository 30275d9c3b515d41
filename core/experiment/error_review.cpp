#include "core/experiment/error_review.h"

#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace leukolens::experiment {
namespace {

constexpr std::uint64_t kMaxBytes = 256u << 20;
constexpr int kVersion = 1;

}  // namespace

std::string_view toString(ErrorCause cause) { return cause == ErrorCause::Label ? "label" : "network"; }

Result<ErrorReview> readErrorReview(const std::filesystem::path& runFolder) {
    const auto file = runFolder / kReviewFile;
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return ErrorReview();
    if (!text) return fail(text.error());
    const auto damaged = [&file](const char* what) { return fail(ErrorCode::ReadFailed, what, file, "Move the file away: what was noted of errors is lost then, the run is not."); };
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
    nlohmann::json cells = nlohmann::json::object();
    for (const auto& [path, cause] : review) cells[path] = toString(cause);
    return writeFileAtomically(runFolder / kReviewFile, nlohmann::json({{"version", kVersion}, {"cells", cells}}).dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + '\n');
}

}  // namespace leukolens::experiment
