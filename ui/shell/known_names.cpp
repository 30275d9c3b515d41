#include "ui/shell/known_names.h"

#include <filesystem>
#include <set>

#include <nlohmann/json.hpp>

#include "core/casebook/accounts.h"
#include "core/casebook/audit_trail.h"
#include "core/casebook/patients.h"

namespace leukolens::ui {
namespace {

/// More than a log of three files tells of.
constexpr int kTrailLines = 20'000;

/// What a patient was called before.
void addEarlierNames(const casebook::AuditRow& line, std::set<std::string>& names) {
    static const std::set<std::string> naming = {"create_case", "create_patient", "rename_patient", "move_case"};
    if (!naming.contains(line.action)) return;
    const auto detail = nlohmann::json::parse(line.detail, nullptr, false);
    if (!detail.is_object()) return;
    for (const char* key : {"name", "label", "from", "to"})
        if (const auto found = detail.find(key); found != detail.end() && found->is_string()) names.insert(found->get<std::string>());
}

}  // namespace

Result<std::vector<std::string>> namesInStore(const std::string& store) {
    const auto address = casebook::StoreAddress::parse(store);
    if (!address) return fail(address.error());
    std::error_code unknown;
    if (!address->isServer() && std::filesystem::status(address->file(), unknown).type() == std::filesystem::file_type::not_found) return std::vector<std::string>{};
    const auto opened = casebook::CaseStore::open(*address);
    if (!opened) return fail(opened.error());
    std::set<std::string> names;
    const auto cases = (*opened)->listCases();
    if (!cases) return fail(cases.error());
    for (const auto& session : *cases) names.insert(session.name);
    const auto patients = casebook::Patients(**opened).list();
    if (!patients) return fail(patients.error());
    for (const auto& summary : *patients) names.insert(summary.patient.label);
    const auto accounts = casebook::Accounts(**opened).list();
    if (!accounts) return fail(accounts.error());
    for (const auto& account : *accounts) names.insert(account.name);
    const auto lines = casebook::AuditTrail(**opened).newest(kTrailLines);
    if (!lines) return fail(lines.error());
    for (const auto& line : *lines) {
        names.insert(line.person);
        addEarlierNames(line, names);
    }
    names.erase(std::string());
    return std::vector<std::string>(names.begin(), names.end());
}

}  // namespace leukolens::ui
