#include "ui/classify/decide_command.h"

#include "ui/classify/classify_session.h"

namespace leukolens::ui {

DecideCommand::DecideCommand(ClassifySession& session, std::vector<VerdictChange> changes, const QString& text)
    : m_session(session), m_changes(std::move(changes)) {
    setText(text);
}

void DecideCommand::undo() {
    std::vector<KeyedVerdict> verdicts;
    for (const VerdictChange& change : m_changes) verdicts.emplace_back(change.key, change.from);
    m_session.applyVerdicts(verdicts);
}

void DecideCommand::redo() {
    std::vector<KeyedVerdict> verdicts;
    for (const VerdictChange& change : m_changes) verdicts.emplace_back(change.key, change.to);
    m_session.applyVerdicts(verdicts);
}

RemoveCommand::RemoveCommand(ClassifySession& session, std::vector<CellKey> keys)
    : m_session(session), m_keys(std::move(keys)) {
    setText(m_keys.size() == 1 ? ClassifySession::tr("Remove cell")
                               //: %1 is a number of two or more
                               : ClassifySession::tr("Remove %1 cells").arg(m_keys.size()));
}

void RemoveCommand::undo() {
    m_session.putBackCells(m_taken);
}

void RemoveCommand::redo() {
    m_taken = m_session.takeCells(m_keys);
}

}  // namespace leukolens::ui
