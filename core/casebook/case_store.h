// Cases of a lab in one SQLite file. Every change is one transaction together with its line in the audit trail.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::casebook {

using CaseId = std::int64_t;
using CellId = std::int64_t;

/// Class name under which cells are kept that are uncertain or no cells.
inline constexpr const char* kUnidentified = "";

struct CaseSummary {
    CaseId id = 0;
    std::string name;     ///< patient's name or number as typed; may be empty
    std::string created;  ///< ISO 8601, local time with offset
    std::string changed;
    int cells = 0;
};

/// One image of a case.
struct CaseCell {
    CellId id = 0;
    std::string path;    ///< UTF-8, absolute
    std::string sha256;  ///< of the file when it was classified
    std::string modelName, modelSha256;
    std::vector<std::string> classes;   ///< of that model
    std::vector<double> probabilities;  ///< one a class
    std::string predictedClass;         ///< by the model; kUnidentified where it was uncertain
    std::string assignedClass;          ///< what stands now; differs from predictedClass when a person corrected it
    bool corrected() const { return assignedClass != predictedClass; }
};

struct AuditRow {
    std::int64_t id = 0;
    std::string time;  ///< ISO 8601, local time with offset
    std::string user;
    std::string action;  ///< "create_case", "rename_case", "add_cells", "assign_class", "remove_cells"
    std::string detail;  ///< JSON
};

/// Not thread-safe: used from one thread (in the window: the store worker).
class CaseStore {
public:
    /// Opens or creates the file (WAL, foreign keys, synchronous full). Fails with NotFound (no such folder), NoPermission,
    /// DiskFull or StoreFailed (not a case file, or of a newer version).
    static Result<std::unique_ptr<CaseStore>> open(const std::filesystem::path& file);
    ~CaseStore();

    /// Whom the audit trail names from now on; the login name until then. Empty: the login name again.
    void setUser(std::string user);
    const std::string& user() const;

    /// Names may be any UTF-8 text without NUL; other bytes are InvalidArgument.
    Result<CaseId> createCase(const std::string& name);
    Result<void> renameCase(CaseId id, const std::string& name);
    Result<std::vector<CaseSummary>> listCases();  ///< newest change first
    Result<CaseSummary> findCase(CaseId id);       ///< NotFound
    /// How many cases hold a cell that this model (SHA-256 of its file) classified. Cells removed from a case do not count.
    Result<int> casesUsingModel(const std::string& modelSha256);

    /// Adds in one transaction; ids are filled in on return (unchanged on failure). One finite probability a class, or
    /// InvalidArgument.
    Result<void> addCells(CaseId id, std::vector<CaseCell>& cells);
    /// In the order they were added.
    Result<std::vector<CaseCell>> cells(CaseId id);
    /// Moves cells to a class (kUnidentified included), one transaction. A cell that is not in the case is InvalidArgument,
    /// and then nothing is moved. Cells that already are in the class are passed over; where none moves, no audit line is
    /// written.
    Result<void> assignClass(CaseId id, const std::vector<CellId>& cells, const std::string& className);
    /// As above with a class for each cell: what undo needs.
    Result<void> assignClasses(CaseId id, const std::vector<std::pair<CellId, std::string>>& classes);
    /// Removed cells leave the case; the audit trail keeps that they were there.
    Result<void> removeCells(CaseId id, const std::vector<CellId>& cells);
    Result<std::vector<AuditRow>> audit(CaseId id);  ///< oldest first

private:
    struct State;
    explicit CaseStore(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace leukolens::casebook
