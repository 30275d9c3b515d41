#include <limits>

#include "core/casebook/case_rows.h"
#include "core/casebook/trail_replay.h"
#include "core/casebook/trail_verdict.h"
#include "core/digest/sha256.h"

namespace leukolens::casebook {

using nlohmann::json;

std::string digestOf(const AnswerColumns& answer) {
    const json disagreement = answer.disagreement ? json(*answer.disagreement) : json(nullptr);
    const json columns = json::array({answer.modelName, answer.classes, answer.probabilities, answer.flags, answer.otherModels, answer.added, answer.views, answer.fileBytes, disagreement});
    return digest::sha256(std::string_view(toColumn(columns)));
}

void CellReplay::follow(const AuditRow& row, const json& detail) {
    if (!row.caseId) return;
    const bool adds = row.action == "add_cells", decides = row.action == "decide" || row.action == "assign_class";
    if (!adds && !decides && row.action != "remove_cells") return;
    for (const json& entry : partOf(detail, "cells")) {
        const json& id = partOf(entry, "id");
        if (!id.is_number_integer()) continue;
        const CellId cell = id.get<CellId>();
        if (row.action == "remove_cells") {
            m_cells.erase(cell);
        } else if (adds) {
            Said& said = m_cells[cell] = {};
            applyTo(said.verdict, entry);
            said.caseId = *row.caseId;
            said.predicted = textOf(entry, "predicted");
            said.sha256 = textOf(entry, "sha256");
            said.model = textOf(entry, "model");
            said.answer = textOf(entry, "answer");
        } else {
            applyTo(m_cells[cell].verdict, partOf(entry, "to"));
            m_cells[cell].reviewIsVague = m_cells[cell].reviewIsVague || row.action == "assign_class";
        }
    }
}

std::optional<AlteredRow> CellReplay::firstOther(soci::session& sql) {
    const auto altered = [](CellId cell) { return AlteredRow{AlteredRow::Of::Cell, std::to_string(cell)}; };
    constexpr long long kRowsAStep = 10'000;  // a server's answer is held in memory
    long long id = 0, caseId = 0, after = std::numeric_limits<long long>::min(), read = kRowsAStep;
    int excluded = 0, marked = 0, reviewed = 0;
    double disagreement = 0;
    soci::indicator disagrees = soci::i_null;
    Verdict stands;
    AnswerColumns answer;
    std::string predicted, sha256, model;
    soci::statement query = (sql.prepare << "SELECT id, case_id, assigned_class, excluded, marked, reviewed, predicted_class, sha256, model_sha256, model_name, classes, probabilities, flags, other_models, added, "
                                            "views, file_bytes, disagreement FROM cell WHERE id > :after ORDER BY id LIMIT :step",
                             soci::use(after), soci::use(kRowsAStep), soci::into(id), soci::into(caseId), soci::into(stands.assignedClass), soci::into(excluded), soci::into(marked), soci::into(reviewed), soci::into(predicted), soci::into(sha256),
                             soci::into(model), soci::into(answer.modelName), soci::into(answer.classes), soci::into(answer.probabilities), soci::into(answer.flags), soci::into(answer.otherModels),
                             soci::into(answer.added), soci::into(answer.views), soci::into(answer.fileBytes), soci::into(disagreement, disagrees));
    while (read == kRowsAStep) {
        read = 0;
        for (query.execute(); query.fetch(); ++read) {
            after = id;
            const auto found = m_cells.find(id);
            if (found == m_cells.end()) return altered(id);
            const Said& said = found->second;
            stands.excluded = excluded != 0;
            stands.marked = marked != 0;
            stands.reviewed = said.reviewIsVague ? said.verdict.reviewed : reviewed != 0;
            answer.disagreement = disagrees == soci::i_ok ? std::optional(disagreement) : std::nullopt;
            const auto other = [](const std::optional<std::string>& told, const std::string& is) { return told && *told != is; };
            if (caseId != said.caseId || stands != said.verdict || other(said.predicted, predicted) || other(said.sha256, sha256) || other(said.model, model)) return altered(id);
            if (said.answer && *said.answer != digestOf(answer)) return altered(id);
            m_cells.erase(found);
        }
    }
    return m_cells.empty() ? std::nullopt : std::optional(altered(m_cells.begin()->first));
}

}  // namespace leukolens::casebook
