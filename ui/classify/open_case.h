// A case while the window works on it: which cell of the window is which row of the case file, and the changes that keep
// both alike.
#pragma once

#include <QSet>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "ui/classify/case_writer.h"
#include "ui/classify/cell_model.h"

namespace leukolens::ui {

/// Shared by the window and by changes under way; each side touches its own part only.
struct OpenCase {
    // The file worker's part.
    casebook::CaseId id = 0;  ///< 0: not in the file yet; the first change creates it
    std::string name;         ///< as in the file
    casebook::RowVersion seen = 1;  ///< of the session's row, as this window last showed or made it
    std::unordered_map<CellKey, casebook::CellId> ids;  ///< also of removed cells: put back, they are the same rows
    std::shared_ptr<casebook::CaseLock> lock;           ///< held while this case may be changed here

    // The window's part.
    casebook::CaseSummary shown;  ///< what the window knows of it
    QSet<QString> sha256s;        ///< of the cells in it and on their way into it
};
using CaseRef = std::shared_ptr<OpenCase>;

/// What stands of a cell from now on.
using KeyedVerdict = std::pair<CellKey, casebook::Verdict>;

CaseWriter::Change renaming(CaseRef target, std::string name);
CaseWriter::Change adding(CaseRef target, std::vector<CellKey> keys, std::vector<casebook::CaseCell> cells);
CaseWriter::Change deciding(CaseRef target, std::vector<KeyedVerdict> verdicts, std::string reason);
CaseWriter::Change removing(CaseRef target, std::vector<CellKey> keys);
/// Any other change of the case, which is made first where it is not in the file yet.
CaseWriter::Change changing(CaseRef target, std::function<Result<void>(casebook::CaseStore&, casebook::CaseId)> change);
/// Into a second reading, not into the case. What is not reviewed is not decided.
CaseWriter::Change decidingReading(CaseRef target, casebook::ReadingId reading, std::vector<KeyedVerdict> verdicts);

/// Oldest first. File worker only, as are the changes above.
Result<std::vector<casebook::CellEvent>> historyOf(casebook::CaseStore& store, const OpenCase& target, CellKey key);

}  // namespace leukolens::ui
