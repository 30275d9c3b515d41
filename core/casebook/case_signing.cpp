// CaseStore: signatures.
#include "core/base/iso_time.h"
#include "core/casebook/case_state.h"

namespace leukolens::casebook {
namespace {

using nlohmann::json;

void requireSignable(soci::session& sql, const CaseSummary& found, const std::filesystem::path& file) {
    if (found.cells == 0) throw Refused{{ErrorCode::WrongState, "there is no cell in this case", file, "Add cells before you sign."}};
    const long long wanted = found.id;
    long long open = 0;
    sql << "SELECT count(*) FROM cell WHERE case_id = :case AND assigned_class = '' AND reviewed = 0 AND excluded = 0", soci::use(wanted), soci::into(open);
    if (open > 0)
        throw Refused{{ErrorCode::WrongState, "cells in Unidentified that nobody has reviewed: " + std::to_string(open), file, "Decide or confirm them before you sign."}};
}

/// Two signatures are of two people.
void requireSecondPerson(soci::session& sql, CaseId id, const std::string& person, const std::filesystem::path& file) {
    const long long wanted = id;
    long long theirs = 0;
    sql << "SELECT count(*) FROM signature WHERE case_id = :case AND person = :person AND withdrawn = ''", soci::use(wanted), soci::use(person), soci::into(theirs);
    if (theirs > 0) throw Refused{{ErrorCode::WrongState, "the same person has signed this case already", file, "Have another reviewer or administrator sign."}};
}

}  // namespace

Result<void> CaseStore::sign(CaseId id, RowVersion seen, const std::string& passphrase) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        m_state->requireRole(Role::Reviewer);
        const bool byAccount = m_state->role.has_value();
        if (byAccount) m_state->authenticate(m_state->user, passphrase);
        Transaction transaction(m_state->sql());
        m_state->requireRole(Role::Reviewer);
        CaseSummary found = m_state->find(id);
        if (found.version != seen) throw m_state->conflict("case " + std::to_string(id), id, {});
        if (found.state == CaseState::AwaitingSecond)
            requireSecondPerson(m_state->sql(), id, m_state->user, m_state->path());
        else
            found = m_state->findOpen(id);
        requireSignable(m_state->sql(), found, m_state->path());
        const bool complete = found.state == CaseState::AwaitingSecond || !byAccount || !m_state->rules().twoSignatures;
        const long long wanted = id;
        const int reentered = byAccount;
        const std::string now = isoLocalTimeNow(), signer = m_state->user, role = byAccount ? std::string(toString(*m_state->role)) : std::string(), word = complete ? "signed" : "open";
        std::string head;
        m_state->sql() << "SELECT hash FROM audit_head WHERE id = 1", soci::into(head);
        m_state->sql() << "INSERT INTO signature (case_id, person, role, time, head, reentered, withdrawn) VALUES (:case, :person, :role, :time, :head, :reentered, '')", soci::use(wanted), soci::use(signer),
            soci::use(role), soci::use(now), soci::use(head), soci::use(reentered);
        m_state->sql() << "UPDATE case_session SET state = :state, signed_by = :by, signed_at = :at, version = version + 1 WHERE id = :id", soci::use(word), soci::use(signer), soci::use(now),
            soci::use(wanted);
        json detail = {{"cellCount", found.cells}, {"at", now}};
        if (byAccount) detail["role"] = role;
        if (!complete) detail["awaitsSecond"] = true;
        m_state->recordChange(id, "sign", detail);
        transaction.commit();
        return {};
    });
}

Result<void> CaseStore::reopen(CaseId id, const std::string& reason) {
    return guarded(*m_state->database, [&]() -> Result<void> {
        requireText(reason, "the reason", m_state->path());
        Transaction transaction(m_state->sql());
        m_state->requireRole(Role::Reviewer);
        const CaseSummary found = m_state->find(id);
        if (found.state == CaseState::Open) throw Refused{{ErrorCode::WrongState, "the case is not signed", m_state->path(), {}}};
        const long long wanted = id;
        const std::string now = isoLocalTimeNow();
        m_state->sql() << "UPDATE case_session SET state = 'open', signed_by = '', signed_at = '', version = version + 1 WHERE id = :id", soci::use(wanted);
        m_state->sql() << "UPDATE signature SET withdrawn = :time WHERE case_id = :case AND withdrawn = ''", soci::use(now), soci::use(wanted);
        m_state->recordChange(id, "reopen", {{"signedBy", found.signedBy}, {"signedAt", found.signedAt}, {"reason", reason}});
        transaction.commit();
        return {};
    });
}

Result<std::vector<Signature>> CaseStore::signatures(CaseId id) {
    return guarded(*m_state->database, [&]() -> Result<std::vector<Signature>> {
        m_state->find(id);
        const long long wanted = id;
        Signature row;
        int reentered = 0;
        soci::statement query = (m_state->sql().prepare << "SELECT person, role, time, head, reentered FROM signature WHERE case_id = :case AND withdrawn = '' ORDER BY id", soci::use(wanted),
                                 soci::into(row.person), soci::into(row.role), soci::into(row.time), soci::into(row.head), soci::into(reentered));
        std::vector<Signature> signatures;
        for (query.execute(); query.fetch();) {
            row.reentered = reentered != 0;
            signatures.push_back(row);
        }
        return signatures;
    });
}

}  // namespace leukolens::casebook
