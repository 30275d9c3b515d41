#include "core/casebook/automatic_copies.h"

#include <algorithm>
#include <charconv>
#include <compare>
#include <optional>
#include <vector>

#include "core/base/files.h"
#include "core/base/iso_date.h"
#include "core/casebook/audit_chain.h"
#include "core/casebook/database.h"
#include "core/casebook/store_copy.h"

namespace leukolens::casebook {
namespace fs = std::filesystem;
namespace {

constexpr const char* kEnding = ".leukocases";

struct Copy {
    std::chrono::sys_days day;
    long long lines = 0;  ///< of the trail, at least: read before the copy was begun
    fs::path file;
    auto operator<=>(const Copy&) const = default;
};

/// What the names of copies of this file begin with.
std::string beginning(const fs::path& caseFile) { return (caseFile.extension() == kEnding ? caseFile.stem() : caseFile.filename()).string() + "-automatic-"; }

std::string nameOf(const fs::path& caseFile, std::chrono::sys_days day, long long lines) { return beginning(caseFile) + isoDate(day) + '-' + std::to_string(lines) + kEnding; }

/// Nothing where nameOf() could not have given it.
std::optional<Copy> copyNamed(const fs::path& caseFile, const fs::path& file) {
    constexpr std::size_t kDayChars = 10;
    const std::string name = file.filename().string(), begin = beginning(caseFile);
    if (!name.starts_with(begin) || !name.ends_with(kEnding) || name.size() < begin.size() + kDayChars) return std::nullopt;
    const auto day = isoDate(std::string_view(name).substr(begin.size(), kDayChars));
    const char* digits = name.data() + begin.size() + kDayChars + 1;
    Copy copy{day.value_or(std::chrono::sys_days()), 0, file};
    if (day && digits < name.data() + name.size()) std::from_chars(digits, name.data() + name.size(), copy.lines);
    if (!day || copy.lines < 0 || name != nameOf(caseFile, *day, copy.lines)) return std::nullopt;
    return copy;
}

/// Oldest first. No folder: none.
Result<std::vector<Copy>> copiesOf(const fs::path& caseFile) {
    std::vector<Copy> copies;
    const fs::path folder = automaticCopiesFolder(caseFile);
    std::error_code problem;
    fs::directory_iterator entries(folder, problem);
    if (problem == std::errc::no_such_file_or_directory) return copies;
    for (; !problem && entries != fs::directory_iterator(); entries.increment(problem)) {
        auto copy = copyNamed(caseFile, entries->path());
        std::error_code unknown;
        if (copy && entries->symlink_status(unknown).type() == fs::file_type::regular) copies.push_back(std::move(*copy));
    }
    if (problem) return fail(errorFromErrno(problem.value(), folder, false));
    std::ranges::sort(copies);
    return copies;
}

struct Trail {
    long long lines = 0;
    bool changed = false;  ///< since `copied` lines
};

Result<Trail> trailOf(const fs::path& caseFile, std::optional<long long> copied) {
    auto database = openDatabase(caseFile);
    if (!database) return fail(database.error());
    return guarded(**database, [&]() -> Result<Trail> {
        soci::session& sql = (*database)->sql;
        const Snapshot snapshot(sql);
        Trail trail;
        sql << "SELECT lines FROM audit_head", soci::into(trail.lines);
        // A file that was put back from a copy may have fewer.
        long long others = 0, since = copied.value_or(0);
        sql << "SELECT COUNT(*) FROM audit WHERE id > :since AND action <> 'back_up'", soci::use(since), soci::into(others);
        trail.changed = others > 0 || trail.lines < since;
        return trail;
    });
}

/// Whether the trail of a copy does.
Result<bool> holds(const fs::path& copy, ProgressSink& progress, const CancelToken& cancel) {
    auto database = openDatabase(copy);
    if (!database) return fail(database.error());
    return guarded(**database, [&]() -> Result<bool> {
        const Snapshot snapshot((*database)->sql);
        const auto found = verifyTrail((*database)->sql, progress, cancel, {});
        if (!found) return fail(found.error());
        return found->intact();
    });
}

Result<void> removeOldest(const std::vector<Copy>& copies, int kept) {
    for (std::size_t i = 0; i + static_cast<std::size_t>(kept) < copies.size(); ++i) {
        std::error_code problem;
        fs::remove(copies[i].file, problem);
        if (problem) return fail(errorFromErrno(problem.value(), copies[i].file, true));
    }
    return {};
}

}  // namespace

fs::path automaticCopiesFolder(const fs::path& caseFile) { return caseFile.parent_path() / "backups"; }

Result<AutomaticCopy> keepAutomaticCopy(const fs::path& caseFile, int kept, std::chrono::sys_days today, ProgressSink& progress, const CancelToken& cancel) {
    std::error_code unknown;
    if (kept <= 0 || fs::status(caseFile, unknown).type() == fs::file_type::not_found) return AutomaticCopy();
    auto copies = copiesOf(caseFile);
    if (!copies) return fail(copies.error());
    AutomaticCopy made;
    if (std::ranges::none_of(*copies, [&](const Copy& copy) { return copy.day == today; })) {
        const auto trail = trailOf(caseFile, copies->empty() ? std::nullopt : std::optional(copies->back().lines));
        if (!trail) return fail(trail.error());
        if (trail->changed) {
            made.file = automaticCopiesFolder(caseFile) / nameOf(caseFile, today, trail->lines);
            if (auto folder = createFolder(made.file.parent_path()); !folder) return fail(folder.error());
            const auto copied = backUpStore(caseFile, made.file, progress, cancel);
            // Another window was first.
            if (!copied && copied.error().code == ErrorCode::AlreadyExists) return AutomaticCopy();
            if (!copied) return fail(copied.error());
            // Last, whatever a clock that went wrong has left: what was just made is not removed.
            copies->push_back({today, trail->lines, made.file});
            made.altered = !copied->intact();
        }
    }
    if (copies->size() <= static_cast<std::size_t>(kept)) return made;
    const auto sound = made.file.empty() ? holds(copies->back().file, progress, cancel) : Result<bool>(!made.altered);
    if (!sound) return fail(sound.error());
    if (!*sound) return made;
    if (auto removed = removeOldest(*copies, kept); !removed) return fail(removed.error());
    return made;
}

}  // namespace leukolens::casebook
