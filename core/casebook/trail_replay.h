// Private to this folder: what stands by the lines of the trail, compared with what stands in the tables.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "core/casebook/audit_trail.h"
#include "core/casebook/database.h"

namespace leukolens::casebook {

/// What never changes of a cell's row once it is there, as its columns hold it. Not where its picture lies, and not its vector, by which no person reads it.
struct AnswerColumns {
    std::string modelName, classes, probabilities, flags, otherModels, added;
    int views = 1;
    long long fileBytes = 0;
    std::optional<double> disagreement;
};
std::string digestOf(const AnswerColumns& answer);  ///< SHA-256, as lines of the trail hold it

/// Cells, line by line.
class CellReplay {
public:
    void follow(const AuditRow& row, const nlohmann::json& detail);
    /// One that stands otherwise, or is there or gone against the trail. Ends the replay.
    std::optional<AlteredRow> firstOther(soci::session& sql);

private:
    struct Said {
        Verdict verdict;
        CaseId caseId = 0;
        std::optional<std::string> predicted, sha256, model, answer;  ///< nothing: earlier versions did not write it
        bool reviewIsVague = false;                                   ///< version 1 did not write what it knew of reviews
    };
    std::unordered_map<CellId, Said> m_cells;
};

/// Everything else that people enter or do: far fewer rows than cells, so their columns are compared as text.
class RowReplay {
public:
    void follow(const AuditRow& row, const nlohmann::json& detail);
    std::optional<AlteredRow> firstOther(soci::session& sql);

private:
    using Columns = std::map<std::string, std::string>;  ///< by name; what is not there is not compared

    void followSession(const AuditRow& row, const nlohmann::json& detail);
    void followPatient(const AuditRow& row, const nlohmann::json& detail);
    void followFact(const AuditRow& row, const nlohmann::json& detail);
    void followReading(const AuditRow& row, const nlohmann::json& detail);
    void followStore(const AuditRow& row, const nlohmann::json& detail);
    void sign(const AuditRow& row, const nlohmann::json& detail);
    void withdrawSignatures(const std::string& session);

    std::map<AlteredRow::Of, std::map<std::string, Columns>> m_said;
    std::map<std::string, int> m_signatures;  ///< that hold, by session
};

}  // namespace leukolens::casebook
