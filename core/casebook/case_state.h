// Private to this folder: what every part of CaseStore works with.
#pragma once

#include <nlohmann/json.hpp>

#include "core/casebook/case_file.h"
#include "core/casebook/case_store.h"

namespace leukolens::casebook {

struct CaseStore::State {
    std::unique_ptr<CaseFile> file;
    std::string user;
    std::map<CaseId, std::weak_ptr<CaseLock>> locks;

    soci::session& sql() { return file->sql; }
    const std::filesystem::path& path() const { return file->path; }

    /// Throws where there is no such case.
    CaseSummary find(CaseId id);
    /// As above; throws too where the case is signed. Inside the transaction that changes it.
    CaseSummary findOpen(CaseId id);

    /// The line of the trail that belongs to the change just made.
    void record(CaseId id, const std::string& time, const std::string& action, const nlohmann::json& detail);
    /// As above, and dates the case.
    void recordChange(CaseId id, const std::string& action, const nlohmann::json& detail);

    long long lastInsertId();
};

Refused noSuchCell(CellId cell, CaseId id, const std::filesystem::path& file);
/// Throws InvalidArgument where a text is not what a column can hold; `what`: "the name".
void requireText(const std::string& text, const char* what, const std::filesystem::path& file);

}  // namespace leukolens::casebook
