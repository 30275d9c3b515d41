#include "core/dataset/manifest.h"

#include <array>
#include <map>
#include <set>
#include <sstream>

#include "core/base/files.h"
#include "core/dataset/reader.h"
#include "core/digest/sha256.h"

namespace leukolens::dataset {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t kMaxManifestBytes = 64u << 20;
constexpr std::uint64_t kMaxImageBytes = 256u << 20;

struct Row {
    fs::path path;
    std::string sha256;
};

std::vector<std::string> fields(std::string line) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    std::vector<std::string> parts;
    std::istringstream stream(line);
    for (std::string part; std::getline(stream, part, ',');) parts.push_back(part);
    return parts;
}

Result<std::vector<Row>> readRows(const fs::path& csv) {
    const auto text = readTextFile(csv, kMaxManifestBytes);
    if (!text) return fail(text.error());
    std::istringstream stream(*text);
    std::string line;
    std::getline(stream, line);
    std::size_t pathColumn = 0, hashColumn = 0, needed = 0;
    const auto header = fields(line);
    for (std::size_t i = 0; i < header.size(); ++i) {
        if (header[i] == "official_path") pathColumn = i, ++needed;
        if (header[i] == "sha256") hashColumn = i, ++needed;
    }
    if (needed != 2)
        return fail(ErrorCode::ReadFailed, "its first line names no columns official_path and sha256", csv, "Choose the manifest of the data set.");
    std::vector<Row> rows;
    for (int number = 2; std::getline(stream, line); ++number) {
        if (line.empty()) continue;
        const auto row = fields(line);
        if (row.size() <= std::max(pathColumn, hashColumn) || row[hashColumn].size() != 64)
            return fail(ErrorCode::ReadFailed, "line " + std::to_string(number) + " is damaged", csv, "Download the manifest again.");
        rows.push_back({row[pathColumn], row[hashColumn]});
    }
    return rows;
}

/// Path without its first folder.
fs::path withoutRoot(const fs::path& path) { return path.lexically_relative(*path.begin()); }

/// Every ending of a file's path below the folder, so that the folder may be the root or anything below it.
std::map<fs::path, fs::path> byEnding(const fs::path& folder) {
    std::map<fs::path, fs::path> found;
    std::error_code code;
    const fs::path root = fs::weakly_canonical(folder, code);
    for (const auto& file : findImages({root}).files) {
        fs::path tail;
        fs::path rest = file;
        for (int depth = 0; depth < 6 && rest.has_filename(); ++depth) {
            tail = tail.empty() ? rest.filename() : rest.filename() / tail;
            rest = rest.parent_path();
            found.emplace(tail, file);
        }
    }
    return found;
}

}  // namespace

Result<ManifestResult> compareWithManifest(const fs::path& folder, const fs::path& csv, ProgressSink& progress, const CancelToken& cancel) {
    const auto rows = readRows(csv);
    if (!rows) return fail(rows.error());
    const auto files = byEnding(folder);
    ManifestResult result;
    std::int64_t done = 0;
    for (const auto& row : *rows) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        progress.report({"Comparing", ++done, static_cast<std::int64_t>(rows->size())});
        const auto found = files.find(withoutRoot(row.path));
        if (found == files.end()) {
            ++result.missing;
            continue;
        }
        const auto bytes = readFile(found->second, kMaxImageBytes);
        ++(bytes && digest::sha256(*bytes) == row.sha256 ? result.matched : result.changed);
    }
    return result;
}

bool isUnusableFile(const Problem& problem) {
    static const std::set<std::string> kWorthKnowing = {
        "duplicate",           "subject_in_two_classes", "unlabelled",      "unknown_file_name", "merged_parts",  "no_subject",
        "similar_classes",     "similar_subjects",       "duplicate_row",   "outside_folder",    "personal_data", "implausible_fact",
        "contradicting_facts", "unknown_subject",        "column_not_kept", "unknown_unit",      "unclear_column"};
    return kWorthKnowing.count(problem.code) == 0;
}

}  // namespace leukolens::dataset
