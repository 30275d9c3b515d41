// Private to this folder: what an archive of a case says, and its form as JSON.
#pragma once

#include <map>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/deidentify.h"

namespace leukolens::casebook {

inline constexpr int kArchiveVersion = 1;
inline constexpr const char* kArchiveFormat = "leukolens-case";
inline constexpr const char* kManifestEntry = "manifest.json";
inline constexpr const char* kTrailEntry = "trail.json";
inline constexpr std::uint64_t kMostTextBytes = 512ull << 20;  ///< of each of the two

struct ArchivedCell {
    CaseCell cell = {};               ///< path: the name of its file, or "cell 3"; sha256: of the picture in the archive where there is one
    std::string originalSha256 = {};  ///< of the file that was classified; empty in a deidentified archive
    std::string picture = {};         ///< entry; empty: the picture is not in the archive
};

struct ArchivedReading {
    Reading reading = {};
    std::map<CellId, ReaderVerdict> decisions = {};
};

struct ArchivedMark {
    SlideCell mark = {};  ///< slide: the name of its file, or "slide 1"; picture: empty
    CellId cell = 0;      ///< the session's cell that was cut out around it; 0: none is there
};

struct ArchivedSession {
    CaseSummary summary = {};
    std::vector<Signature> signatures = {};
    std::vector<ArchivedCell> cells = {};
    std::vector<ArchivedReading> readings = {};
    std::vector<ArchivedMark> marks = {};
};

struct ArchiveEntry {
    std::string name, sha256;
    std::uint64_t bytes = 0;
};

struct ArchivedCase {
    std::string program = {}, made = {};
    bool deidentified = false;
    DayCount::Since since = DayCount::Since::Nothing;
    std::string originHead = {};
    Patient patient = {};
    std::vector<PatientFact> facts = {};
    std::vector<ArchivedSession> sessions = {};
    std::map<std::string, std::string> cards = {};  ///< of models, by SHA-256: JSON text
    std::vector<ArchiveEntry> entries = {};         ///< all but the manifest
};

/// Pictures are still what the store knows of them: path and checksum of the original.
void deidentify(ArchivedCase& archived);

nlohmann::json toJson(const ArchivedCase& archived);
nlohmann::json toJson(const std::vector<AuditRow>& trail);

/// Strict: every key is there and of its kind, numbers are in their ranges, names of entries have their one form and none comes twice. Fails with ReadFailed, saying in words what is wrong.
Result<ArchivedCase> archivedCaseFromJson(std::span<const std::uint8_t> text, const std::filesystem::path& archive);

}  // namespace leukolens::casebook
