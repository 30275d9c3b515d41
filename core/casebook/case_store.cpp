#include "core/casebook/case_store.h"

#include <pwd.h>
#include <unistd.h>

#include <array>

#include "core/base/iso_time.h"
#include "core/casebook/case_rows.h"
#include "core/casebook/case_state.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

constexpr const char* kSigned = "signed";

std::string loginName() {
    std::array<char, 4096> buffer{};
    if (::getlogin_r(buffer.data(), buffer.size()) == 0 && buffer[0] != '\0' && isPlainText(buffer.data()))
        return buffer.data();
    passwd entry{};
    passwd* found = nullptr;
    ::getpwuid_r(::geteuid(), &entry, buffer.data(), buffer.size(), &found);
    if (found && found->pw_name && isPlainText(found->pw_name)) return found->pw_name;
    return "uid " + std::to_string(::geteuid());
}

Refused noSuchCase(CaseId id, const std::filesystem::path& file) {
    return {{ErrorCode::NotFound, "there is no case " + std::to_string(id), file, "Choose a case of this file."}};
}

constexpr const char* kSummaryColumns =
    "c.id, c.name, c.created, c.changed, c.state, c.signed_by, c.signed_at, (SELECT count(*) FROM cell WHERE case_id = c.id)";

struct SummaryRow {
    CaseSummary summary;
    long long id = 0, cells = 0;
    std::string state;

    CaseSummary get() {
        summary.id = id;
        summary.cells = static_cast<int>(cells);
        summary.state = state == kSigned ? CaseState::Signed : CaseState::Open;
        return summary;
    }
};

}  // namespace

Refused noSuchCell(CellId cell, CaseId id, const std::filesystem::path& file) {
    return {
        {ErrorCode::InvalidArgument, "cell " + std::to_string(cell) + " is not in case " + std::to_string(id), file, {}}};
}

void requireText(const std::string& text, const char* what, const std::filesystem::path& file) {
    if (!isPlainText(text))
        throw Refused{{ErrorCode::InvalidArgument, std::string(what) + " is not UTF-8 text", file, "Type it again."}};
}

CaseSummary CaseStore::State::find(CaseId id) {
    SummaryRow row;
    const long long wanted = id;
    sql() << std::string("SELECT ") + kSummaryColumns + " FROM case_session c WHERE c.id = :id", soci::use(wanted), soci::into(row.id),
        soci::into(row.summary.name), soci::into(row.summary.created), soci::into(row.summary.changed), soci::into(row.state),
        soci::into(row.summary.signedBy), soci::into(row.summary.signedAt), soci::into(row.cells);
    if (!sql().got_data()) throw noSuchCase(id, path());
    return row.get();
}

CaseSummary CaseStore::State::findOpen(CaseId id) {
    CaseSummary found = find(id);
    if (found.state == CaseState::Signed)
        throw Refused{{ErrorCode::CaseSigned, "the case was signed by " + found.signedBy + " at " + found.signedAt, path(),
                       "Reopen it before you change it."}};
    return found;
}

void CaseStore::State::record(CaseId id, const std::string& time, const std::string& action, const json& detail) {
    const long long caseId = id;
    const std::string text = toColumn(detail);
    sql() << "INSERT INTO audit (case_id, time, user, action, detail) VALUES (:case, :time, :user, :action, :detail)",
        soci::use(caseId), soci::use(time), soci::use(user), soci::use(action), soci::use(text);
}

void CaseStore::State::recordChange(CaseId id, const std::string& action, const json& detail) {
    const long long caseId = id;
    const std::string now = isoLocalTimeNow();
    record(id, now, action, detail);
    sql() << "UPDATE case_session SET changed = :time WHERE id = :id", soci::use(now), soci::use(caseId);
}

long long CaseStore::State::lastInsertId() {
    long long id = 0;
    sql() << "SELECT last_insert_rowid()", soci::into(id);
    return id;
}

CaseStore::CaseStore(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CaseStore::~CaseStore() = default;

Result<std::unique_ptr<CaseStore>> CaseStore::open(const std::filesystem::path& file) {
    auto opened = openCaseFile(file);
    if (!opened) return fail(opened.error());
    auto state = std::make_unique<State>();
    state->file = std::move(*opened);
    state->user = loginName();
    return std::unique_ptr<CaseStore>(new CaseStore(std::move(state)));
}

void CaseStore::setUser(std::string user) {
    m_state->user = user.empty() || !isPlainText(user) ? loginName() : std::move(user);
}

const std::string& CaseStore::user() const {
    return m_state->user;
}

const std::filesystem::path& CaseStore::backupMade() const {
    return m_state->file->backup;
}

Result<CaseId> CaseStore::createCase(const std::string& name) {
    return guarded(m_state->path(), [&]() -> Result<CaseId> {
        requireText(name, "the name", m_state->path());
        Transaction transaction(m_state->sql());
        const std::string now = isoLocalTimeNow();
        m_state->sql() << "INSERT INTO case_session (name, created, changed) VALUES (:name, :created, :changed)",
            soci::use(name), soci::use(now), soci::use(now);
        const CaseId id = m_state->lastInsertId();
        m_state->record(id, now, "create_case", {{"name", name}});
        transaction.commit();
        return id;
    });
}

Result<void> CaseStore::renameCase(CaseId id, const std::string& name) {
    return guarded(m_state->path(), [&]() -> Result<void> {
        requireText(name, "the name", m_state->path());
        Transaction transaction(m_state->sql());
        const std::string before = m_state->findOpen(id).name;
        if (before == name) return {};
        const long long wanted = id;
        m_state->sql() << "UPDATE case_session SET name = :name WHERE id = :id", soci::use(name), soci::use(wanted);
        m_state->recordChange(id, "rename_case", {{"from", before}, {"to", name}});
        transaction.commit();
        return {};
    });
}

Result<std::vector<CaseSummary>> CaseStore::listCases() {
    return guarded(m_state->path(), [&]() -> Result<std::vector<CaseSummary>> {
        SummaryRow row;
        // Ordered by the trail, not by the clock: clocks are set back.
        soci::statement query =
            (m_state->sql().prepare << std::string("SELECT ") + kSummaryColumns +
                                           " FROM case_session c ORDER BY (SELECT max(id) FROM audit WHERE case_id = c.id) DESC, c.id DESC",
             soci::into(row.id), soci::into(row.summary.name), soci::into(row.summary.created), soci::into(row.summary.changed),
             soci::into(row.state), soci::into(row.summary.signedBy), soci::into(row.summary.signedAt), soci::into(row.cells));
        std::vector<CaseSummary> rows;
        for (query.execute(); query.fetch();) rows.push_back(row.get());
        return rows;
    });
}

Result<CaseSummary> CaseStore::findCase(CaseId id) {
    return guarded(m_state->path(), [&]() -> Result<CaseSummary> { return m_state->find(id); });
}

Result<int> CaseStore::casesUsingModel(const std::string& modelSha256) {
    return guarded(m_state->path(), [&]() -> Result<int> {
        long long cases = 0;
        m_state->sql() << "SELECT count(DISTINCT case_id) FROM cell WHERE model_sha256 = :model OR EXISTS (SELECT 1 FROM "
                          "json_each(other_models) AS other WHERE other.value = :other)",
            soci::use(modelSha256, "model"), soci::use(modelSha256, "other"), soci::into(cases);
        return static_cast<int>(cases);
    });
}

Result<CaseClaim> CaseStore::claimCase(CaseId id) {
    if (auto held = m_state->locks[id].lock()) return CaseClaim{std::move(held), {}};
    auto claim = CaseClaim::of(m_state->path(), id, m_state->user);
    if (claim) m_state->locks[id] = claim->lock;
    return claim;
}

Result<void> CaseStore::sign(CaseId id) {
    return guarded(m_state->path(), [&]() -> Result<void> {
        Transaction transaction(m_state->sql());
        const CaseSummary found = m_state->findOpen(id);
        if (found.cells == 0) throw Refused{{ErrorCode::WrongState, "there is no cell in this case", m_state->path(), "Add cells before you sign."}};
        const long long wanted = id;
        long long open = 0;
        m_state->sql() << "SELECT count(*) FROM cell WHERE case_id = :case AND assigned_class = '' AND reviewed = 0 AND excluded = 0",
            soci::use(wanted), soci::into(open);
        if (open > 0)
            throw Refused{{ErrorCode::WrongState, "cells in Unidentified that nobody has reviewed: " + std::to_string(open), m_state->path(),
                           "Decide or confirm them before you sign."}};
        const std::string now = isoLocalTimeNow(), signer = m_state->user;
        m_state->sql() << "UPDATE case_session SET state = 'signed', signed_by = :by, signed_at = :at WHERE id = :id", soci::use(signer),
            soci::use(now), soci::use(wanted);
        m_state->recordChange(id, "sign", {{"cellCount", found.cells}});
        transaction.commit();
        return {};
    });
}

Result<void> CaseStore::reopen(CaseId id, const std::string& reason) {
    return guarded(m_state->path(), [&]() -> Result<void> {
        requireText(reason, "the reason", m_state->path());
        Transaction transaction(m_state->sql());
        const CaseSummary found = m_state->find(id);
        if (found.state != CaseState::Signed) throw Refused{{ErrorCode::WrongState, "the case is not signed", m_state->path(), {}}};
        const long long wanted = id;
        m_state->sql() << "UPDATE case_session SET state = 'open', signed_by = '', signed_at = '' WHERE id = :id", soci::use(wanted);
        m_state->recordChange(id, "reopen", {{"signedBy", found.signedBy}, {"signedAt", found.signedAt}, {"reason", reason}});
        transaction.commit();
        return {};
    });
}

}  // namespace leukolens::casebook
