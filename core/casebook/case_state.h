// Private to this folder: what every part of CaseStore works with.
#pragma once

#include <nlohmann/json.hpp>

#include "core/casebook/accounts.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/database.h"
#include "core/casebook/case_store.h"

namespace leukolens::casebook {

struct CaseStore::State {
    std::unique_ptr<Database> database;
    std::string user;
    std::map<CaseId, std::weak_ptr<CaseLock>> locks;

    std::optional<Role> role;  ///< of who is logged in; nothing: nobody is, or the store has no accounts

    soci::session& sql() { return database->sql; }
    const std::filesystem::path& path() const { return database->address.shown(); }  ///< for errors
    const std::filesystem::path& file() const { return database->address.file(); }   ///< empty of a server

    /// Throws where there is no such case.
    CaseSummary find(CaseId id);
    /// As above; throws too where the case is signed, by one person or all. Inside the transaction that changes it.
    CaseSummary findOpen(CaseId id);
    std::vector<CaseSummary> list(std::optional<PatientId> of);  ///< newest change first

    /// The line of the trail that belongs to the change just made, about a case and its patient, a patient alone, or the store.
    void record(std::optional<CaseId> id, std::optional<PatientId> patient, const std::string& action, const nlohmann::json& detail);
    void record(CaseId id, const std::string& action, const nlohmann::json& detail) { record(id, patientOf(id), action, detail); }
    /// As above, and dates the case.
    void recordChange(CaseId id, const std::string& action, const nlohmann::json& detail);

    /// A line about the store by whom it says, who may be logged in or not.
    void recordBy(const std::string& person, const std::string& action, const nlohmann::json& detail);

    /// Throws where the store has accounts and nobody is logged in, or whose account is active no more. Asked by record(), and so by every change. role is what stands of it then.
    void requireWriter();
    /// As above, and throws where the person is less. In a store without accounts everybody may.
    void requireRole(Role least);
    /// Throws NotAllowed, after a second and a line in the trail: no such active account, or not its passphrase. Outside a transaction.
    Account authenticate(const std::string& name, const std::string& passphrase);
    StoreRules rules();

    PatientId patientOf(CaseId id);  ///< throws where there is no such case
    std::optional<PatientId> patientNamed(const std::string& label);
    PatientId createPatient(const std::string& label);
    /// The patient and all sessions count it as a change of theirs.
    void relabel(PatientId id, const std::string& label);

    /// Who has changed it last and when, as an error: `what` "the sample of case 3".
    Refused conflict(const std::string& what, std::optional<CaseId> id, std::optional<PatientId> patient);
};

/// Of a path inside the folder of the case file: from that folder on; empty otherwise, and where there is no case file.
std::string relativeTo(const std::filesystem::path& caseFile, const std::string& path);
/// Where the picture is now: `path`, or at the same place below the folder of the case file, if both were moved there and `path` is gone.
std::string foundAt(const std::filesystem::path& caseFile, const std::string& path, const std::string& relative);

/// The form in which labels are compared and kept: without blanks at the ends.
std::string asLabel(const std::string& name);

Refused noSuchCell(CellId cell, CaseId id, const std::filesystem::path& file);
/// Throws InvalidArgument where a text is not what a column can hold; `what`: "the name".
void requireText(const std::string& text, const char* what, const std::filesystem::path& file);

}  // namespace leukolens::casebook
