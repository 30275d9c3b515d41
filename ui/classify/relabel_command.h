// What a person did to the cells, so that it can be undone without limit.
#pragma once

#include <QUndoCommand>

#include <string>
#include <vector>

#include "ui/classify/cell_model.h"

namespace leukolens::ui {

class ClassifySession;

/// One cell's move from a class to another.
struct ClassChange {
    CellKey key = 0;
    std::string from, to;
};

/// Cells moved to another class. The session outlives the command.
class RelabelCommand : public QUndoCommand {
public:
    RelabelCommand(ClassifySession& session, std::vector<ClassChange> changes, const QString& targetTitle);
    void undo() override;
    void redo() override;

private:
    ClassifySession& m_session;
    std::vector<ClassChange> m_changes;
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
