#include "ui/classify/relabel_command.h"

#include <QCoreApplication>

#include "ui/classify/classify_session.h"

namespace leukolens::ui {

namespace {
QString translated(const char* text) {
    return QCoreApplication::translate("ClassifyActions", text);
}
}  // namespace

RelabelCommand::RelabelCommand(ClassifySession& session, std::vector<ClassChange> changes, const QString& targetTitle)
    : m_session(session), m_changes(std::move(changes)) {
    //: %1 is a class
    setText(m_changes.size() == 1 ? translated(QT_TRANSLATE_NOOP("ClassifyActions", "Move cell to %1")).arg(targetTitle)
                                  //: %1 is a number of two or more, %2 a class
                                  : translated(QT_TRANSLATE_NOOP("ClassifyActions", "Move %1 cells to %2"))
                                        .arg(m_changes.size())
                                        .arg(targetTitle));
}

void RelabelCommand::undo() {
    std::vector<std::pair<CellKey, std::string>> classes;
    for (const ClassChange& change : m_changes) classes.emplace_back(change.key, change.from);
    m_session.applyClasses(classes);
}

void RelabelCommand::redo() {
    std::vector<std::pair<CellKey, std::string>> classes;
    for (const ClassChange& change : m_changes) classes.emplace_back(change.key, change.to);
    m_session.applyClasses(classes);
}

RemoveCommand::RemoveCommand(ClassifySession& session, std::vector<CellKey> keys)
    : m_session(session), m_keys(std::move(keys)) {
    setText(m_keys.size() == 1 ? translated(QT_TRANSLATE_NOOP("ClassifyActions", "Remove cell"))
                               //: %1 is a number of two or more
                               : translated(QT_TRANSLATE_NOOP("ClassifyActions", "Remove %1 cells")).arg(m_keys.size()));
}

void RemoveCommand::undo() {
    m_session.putBackCells(m_taken);
}

void RemoveCommand::redo() {
    m_taken = m_session.takeCells(m_keys);
}

}  // namespace leukolens::ui
