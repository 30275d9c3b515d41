// Everything that people do to cells, as undo commands; each is one saved change. Undo is without limit.
#pragma once

#include <QUndoCommand>

#include <vector>

#include "ui/classify/cell_model.h"

namespace leukolens::ui {

class ClassifySession;

/// What stood of a cell, and what stands instead.
struct VerdictChange {
    CellKey key = 0;
    casebook::Verdict from, to;
};

/// Class, exclusion, mark, review: old verdicts to new ones. The session outlives the command.
class DecideCommand : public QUndoCommand {
public:
    DecideCommand(ClassifySession& session, std::vector<VerdictChange> changes, const QString& text);
    void undo() override;
    void redo() override;

private:
    ClassifySession& m_session;
    std::vector<VerdictChange> m_changes;
};

/// Cells taken out of the case. Undo adds them again, where they were.
class RemoveCommand : public QUndoCommand {
public:
    RemoveCommand(ClassifySession& session, std::vector<CellKey> keys);
    void undo() override;
    void redo() override;

private:
    ClassifySession& m_session;
    std::vector<CellKey> m_keys;
    std::vector<PlacedCell> m_taken;
};

}  // namespace leukolens::ui
