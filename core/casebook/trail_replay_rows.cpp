#include <vector>

#include "core/casebook/code_key.h"
#include "core/casebook/trail_replay.h"
#include "core/casebook/trail_verdict.h"
#include "core/digest/sha256.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;
using Of = AlteredRow::Of;

/// How rows of one kind are read: the first column names them, as AlteredRow::which does.
struct Kind {
    Of of;
    std::vector<std::string> names;    ///< of the further columns
    std::vector<std::string> columns;  ///< SQL
    std::string from;
};

const std::vector<Kind>& kinds() {
    static const std::vector<Kind> kKinds = {
        {Of::Session, {"patient", "taken", "material", "comment", "state", "signed_by", "signed_at"}, {"id", "patient_id", "taken", "material", "comment", "state", "signed_by", "signed_at"}, "case_session"},
        {Of::Signature,
         {"person", "role", "time", "head", "reentered"},
         {"CAST(case_id AS TEXT) || '/' || CAST(row_number() OVER (PARTITION BY case_id ORDER BY id) AS TEXT)", "person", "role", "time", "head", "reentered"},
         "signature WHERE withdrawn = ''"},
        {Of::Patient, {"label", "notes"}, {"id", "label", "notes"}, "patient"},
        {Of::Fact, {"patient", "name", "value", "date", "note", "removed", "by"}, {"id", "patient_id", "name", "value", "date", "note", "removed", "entered_by"}, "patient_fact"},
        {Of::Reading, {"case", "reader", "finished"}, {"id", "case_id", "reader", "CASE WHEN finished IS NULL THEN 0 ELSE 1 END"}, "reading"},
        {Of::ReadingDecision, {"class", "excluded"}, {"CAST(reading_id AS TEXT) || '/' || CAST(cell_id AS TEXT)", "class", "excluded"}, "reading_decision"},
        {Of::Account, {"role", "active", "passphrase"}, {"name", "role", "active", "passphrase"}, "account"},
        {Of::Rule, {"value"}, {"name", "value"}, "store_rule WHERE name <> '" + kCodeKey + "'"},
    };
    return kKinds;
}

/// As a column is read: numbers and truth as the database writes them.
std::string asText(const json& value) {
    if (value.is_string()) return value.get<std::string>();
    if (value.is_boolean()) return value.get<bool>() ? "1" : "0";
    return value.is_number() ? value.dump() : std::string();
}

std::string numberIn(const json& detail, const char* key) { return asText(partOf(detail, key)); }

}  // namespace

void RowReplay::follow(const AuditRow& row, const json& detail) {
    if (row.patient) followPatient(row, detail);
    if (row.caseId) followSession(row, detail);
    followFact(row, detail);
    followReading(row, detail);
    followStore(row, detail);
}

void RowReplay::followSession(const AuditRow& row, const json& detail) {
    const std::string session = std::to_string(*row.caseId);
    // Earlier versions wrote nothing of the sample, and migration took its date from elsewhere.
    const auto [place, isNew] = m_said[Of::Session].try_emplace(session, Columns{{"material", ""}, {"comment", ""}, {"state", "open"}, {"signed_by", ""}, {"signed_at", ""}});
    Columns& said = place->second;
    if (isNew && row.patient) said["patient"] = std::to_string(*row.patient);
    if (row.action == "create_case") {
        if (const auto taken = textOf(detail, "taken")) said["taken"] = *taken;
    } else if (row.action == "move_case") {
        said["patient"] = numberIn(detail, "toPatient");
    } else if (row.action == "describe_sample") {
        for (const char* column : {"taken", "material", "comment"})
            if (const auto value = textOf(partOf(detail, "to"), column)) said[column] = *value;
    } else if (row.action == "sign") {
        said["state"] = partOf(detail, "awaitsSecond").is_boolean() ? "open" : "signed";
        said["signed_by"] = row.person;
        said.erase("signed_at");
        if (const auto at = textOf(detail, "at")) said["signed_at"] = *at;
        sign(row, detail);
    } else if (row.action == "reopen") {
        said["state"] = "open";
        said["signed_by"] = said["signed_at"] = "";
        withdrawSignatures(session);
    }
}

void RowReplay::sign(const AuditRow& row, const json& detail) {
    const std::string session = std::to_string(*row.caseId);
    Columns& said = m_said[Of::Signature][session + "/" + std::to_string(++m_signatures[session])];
    said = {{"person", row.person}};
    const auto at = textOf(detail, "at");
    if (!at) return;  // as versions before 5 signed
    said["time"] = *at;
    said["head"] = row.previous;
    said["role"] = textOf(detail, "role").value_or("");
    said["reentered"] = said["role"].empty() ? "0" : "1";
}

void RowReplay::withdrawSignatures(const std::string& session) {
    for (int& count = m_signatures[session]; count > 0; --count) m_said[Of::Signature].erase(session + "/" + std::to_string(count));
}

void RowReplay::followPatient(const AuditRow& row, const json& detail) {
    Columns& said = m_said[Of::Patient].try_emplace(std::to_string(*row.patient), Columns{{"notes", ""}}).first->second;
    if (row.action == "create_patient") said["label"] = textOf(detail, "label").value_or("");
    if (row.action == "rename_patient") said["label"] = textOf(detail, "to").value_or("");
    if (row.action == "note") said["notes"] = textOf(detail, "to").value_or("");
}

void RowReplay::followFact(const AuditRow& row, const json& detail) {
    const bool adds = row.action == "add_fact", changes = row.action == "change_fact", removes = row.action == "remove_fact";
    if (!row.patient || (!adds && !changes && !removes && row.action != "restore_fact")) return;
    const std::string fact = numberIn(detail, "fact");
    Columns& said = m_said[Of::Fact][fact];
    const json& values = changes ? partOf(detail, "to") : detail;
    said["patient"] = std::to_string(*row.patient);
    for (const char* column : {"name", "value", "date", "note"}) said[column] = textOf(values, column).value_or("");
    if (adds || changes) said["by"] = row.person;
    if (!changes) said["removed"] = removes ? "1" : "0";
}

void RowReplay::followReading(const AuditRow& row, const json& detail) {
    if (!row.caseId) return;
    const std::string reading = numberIn(detail, "reading");
    if (row.action == "start_reading") {
        m_said[Of::Reading][reading] = {{"case", std::to_string(*row.caseId)}, {"reader", textOf(detail, "reader").value_or("")}, {"finished", "0"}};
    } else if (row.action == "finish_reading") {
        m_said[Of::Reading][reading]["finished"] = "1";
    } else if (row.action == "decide_reading") {
        for (const json& entry : partOf(detail, "decisions")) {
            const std::string which = reading + "/" + numberIn(entry, "cell");
            const json& to = partOf(entry, "to");
            if (to.is_object()) m_said[Of::ReadingDecision][which] = {{"class", textOf(to, "class").value_or("")}, {"excluded", asText(partOf(to, "excluded"))}};
            else m_said[Of::ReadingDecision].erase(which);
        }
    }
}

void RowReplay::followStore(const AuditRow& row, const json& detail) {
    const auto name = textOf(detail, "name");
    if (!name) return;
    const auto setPassphrase = [&](Columns& account) {
        account.erase("passphrase");
        if (const auto digest = textOf(detail, "digest")) account["passphrase"] = *digest;
    };
    if (row.action == "create_account") {
        Columns& said = m_said[Of::Account][*name] = {{"role", textOf(detail, "role").value_or("")}, {"active", "1"}};
        setPassphrase(said);
    } else if (row.action == "set_passphrase") {
        setPassphrase(m_said[Of::Account][*name]);
    } else if (row.action == "change_account") {
        Columns& said = m_said[Of::Account][*name];
        for (const char* column : {"role", "active"}) said[column] = asText(partOf(partOf(detail, "to"), column));
    } else if (row.action == "set_rule") {
        Columns& said = m_said[Of::Rule][*name];
        if (!partOf(detail, "to").is_null()) said["value"] = asText(partOf(detail, "to"));
    }
}

std::optional<AlteredRow> RowReplay::firstOther(soci::session& sql) {
    for (const Kind& kind : kinds()) {
        auto& said = m_said[kind.of];
        std::vector<std::string> values(kind.columns.size());
        std::string select;
        soci::statement query(sql);
        for (std::size_t i = 0; i < values.size(); ++i) {
            select += (i == 0 ? "SELECT CAST(" : ", CAST(") + kind.columns[i] + " AS TEXT)";
            query.exchange(soci::into(values[i]));
        }
        query.alloc();
        query.prepare(select + " FROM " + kind.from);
        query.define_and_bind();
        for (query.execute(); query.fetch();) {
            const auto found = said.find(values[0]);
            if (found == said.end()) return AlteredRow{kind.of, values[0]};
            for (std::size_t i = 0; i < kind.names.size(); ++i) {
                const auto told = found->second.find(kind.names[i]);
                // Not the hash of a passphrase itself: lines of the trail are shown.
                const std::string is = kind.names[i] == "passphrase" ? digest::sha256(std::string_view(values[i + 1])) : values[i + 1];
                if (told != found->second.end() && told->second != is) return AlteredRow{kind.of, values[0]};
            }
            said.erase(found);
        }
        if (!said.empty()) return AlteredRow{kind.of, said.begin()->first};
    }
    return {};
}

}  // namespace leukolens::casebook
