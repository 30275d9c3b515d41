#include <nlohmann/json.hpp>

#include "core/casebook/archive_content.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/embedding.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

const char* stateWord(CaseState state) {
    switch (state) {
        case CaseState::Open: return "open";
        case CaseState::AwaitingSecond: return "awaiting_second";
        case CaseState::Signed: return "signed";
    }
    return "open";
}

const char* removalWord(Removal removal) {
    switch (removal) {
        case Removal::None: return "none";
        case Removal::TakenOut: return "taken_out";
        case Removal::Undone: return "undone";
    }
    return "none";
}

json textOrNull(const std::string& text) { return text.empty() ? json(nullptr) : json(text); }

json cellJson(const ArchivedCell& archived) {
    const CaseCell& cell = archived.cell;
    json exported = {{"id", cell.id},
                     {"name", cell.path},
                     {"sha256", cell.sha256},
                     {"originalSha256", textOrNull(archived.originalSha256)},
                     {"picture", textOrNull(archived.picture)},
                     {"model", cell.modelName},
                     {"modelSha256", cell.modelSha256},
                     {"classes", cell.classes},
                     {"probabilities", cell.probabilities},
                     {"views", cell.asked.views},
                     {"otherModels", cell.asked.otherModels},
                     {"disagreement", nullptr},
                     {"predicted", cell.predictedClass},
                     {"class", cell.assignedClass},
                     {"flags", cell.flags},
                     {"embedding", embeddingToColumn(cell.embedding)},
                     {"added", cell.added},
                     {"bytes", cell.fileBytes},
                     {"excluded", cell.excluded},
                     {"marked", cell.marked},
                     {"reviewed", cell.reviewed}};
    if (cell.disagreement) exported["disagreement"] = *cell.disagreement;
    return exported;
}

json readingJson(const ArchivedReading& archived) {
    json decisions = json::array();
    for (const auto& [cell, verdict] : archived.decisions) decisions.push_back({{"cell", cell}, {"class", verdict.className}, {"excluded", verdict.excluded}});
    return {{"reader", archived.reading.reader}, {"started", archived.reading.started}, {"finished", archived.reading.finished}, {"decisions", decisions}};
}

json markJson(const ArchivedMark& archived) {
    const SlideCell& mark = archived.mark;
    json exported = {{"slide", mark.slide}, {"x", mark.x}, {"y", mark.y}, {"width", mark.width}, {"height", mark.height}, {"score", nullptr}, {"cell", nullptr}, {"removal", removalWord(mark.removal)}};
    if (mark.score) exported["score"] = *mark.score;
    if (archived.cell != 0) exported["cell"] = archived.cell;
    return exported;
}

json sessionJson(const ArchivedSession& session) {
    json signatures = json::array(), cells = json::array(), readings = json::array(), marks = json::array();
    for (const Signature& signature : session.signatures)
        signatures.push_back({{"person", signature.person}, {"role", signature.role}, {"time", signature.time}, {"head", signature.head}, {"reentered", signature.reentered}});
    for (const ArchivedCell& cell : session.cells) cells.push_back(cellJson(cell));
    for (const ArchivedReading& reading : session.readings) readings.push_back(readingJson(reading));
    for (const ArchivedMark& mark : session.marks) marks.push_back(markJson(mark));
    const CaseSummary& summary = session.summary;
    return {{"id", summary.id},        {"taken", summary.taken},   {"material", toString(summary.material)}, {"comment", summary.comment}, {"created", summary.created}, {"state", stateWord(summary.state)},
            {"signatures", signatures}, {"cells", std::move(cells)}, {"readings", readings},                   {"marks", marks}};
}

}  // namespace

json toJson(const ArchivedCase& archived) {
    json facts = json::array(), sessions = json::array(), models = json::array(), entries = json::array();
    for (const PatientFact& fact : archived.facts)
        facts.push_back({{"name", fact.name}, {"value", fact.value}, {"date", fact.date}, {"note", fact.note}, {"entered", fact.entered}, {"enteredBy", fact.enteredBy}});
    for (const ArchivedSession& session : archived.sessions) sessions.push_back(sessionJson(session));
    for (const auto& [sha256, card] : archived.cards) models.push_back({{"sha256", sha256}, {"card", card}});
    for (const ArchiveEntry& entry : archived.entries) entries.push_back({{"name", entry.name}, {"bytes", entry.bytes}, {"sha256", entry.sha256}});
    return {{"format", kArchiveFormat},
            {"version", kArchiveVersion},
            {"notice", "For research use only. Not for diagnosis."},
            {"program", archived.program},
            {"made", archived.made},
            {"deidentified", archived.deidentified},
            {"daysSince", toString(archived.since)},
            {"origin", {{"auditHead", archived.originHead}}},
            {"patient", {{"label", archived.patient.label}, {"notes", archived.patient.notes}, {"created", archived.patient.created}}},
            {"facts", std::move(facts)},
            {"sessions", std::move(sessions)},
            {"models", std::move(models)},
            {"entries", std::move(entries)}};
}

json toJson(const std::vector<AuditRow>& trail) {
    json rows = json::array();
    for (const AuditRow& row : trail) {
        json line = {{"id", row.id}, {"time", row.time}, {"person", row.person}, {"case", nullptr}, {"patient", nullptr}, {"action", row.action}, {"detail", row.detail}, {"previous", row.previous}, {"hash", row.hash}};
        if (row.caseId) line["case"] = *row.caseId;
        if (row.patient) line["patient"] = *row.patient;
        rows.push_back(std::move(line));
    }
    return rows;
}

}  // namespace leukolens::casebook
