// ClassifySession: what people decide, signing, blinded review and second readings.
#include <algorithm>

#include "ui/classify/classify_session.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {

ClassifySession::Access ClassifySession::access() const {
    if (m_heldElsewhere) return Access::HeldElsewhere;
    return m_case->shown.state == casebook::CaseState::Open ? Access::Open : Access::Signed;
}

bool ClassifySession::mayDecide() const {
    if (m_loading || m_changingState) return false;
    return m_reading ? !m_heldElsewhere : access() == Access::Open;
}

void ClassifySession::refuse() {
    if (m_loading || m_changingState) return;  // a moment later it can be done
    if (m_reading) return Q_EMIT noticeRaised(tr("Finish or leave the second reading first."));
    Q_EMIT noticeRaised(access() == Access::Signed ? tr("This case is signed. Reopen it to change it.")
                                                   : tr("This case is being changed elsewhere. You can view it here, but not change it."));
}

void ClassifySession::decide(const std::vector<CellKey>& keys, const std::function<void(casebook::Verdict&)>& change, const QString& text) {
    std::vector<VerdictChange> changes;
    for (const CellKey key : keys) {
        const casebook::CaseCell* cell = m_cells.find(key);
        if (!cell) continue;
        casebook::Verdict to = cell->verdict();
        change(to);
        if (to != cell->verdict()) changes.push_back({key, cell->verdict(), std::move(to)});
    }
    if (changes.empty()) return;
    if (!mayDecide()) return refuse();
    undoStack().push(new DecideCommand(*this, std::move(changes), text));
}

bool ClassifySession::allOf(const std::vector<CellKey>& keys, bool casebook::CaseCell::*flag) const {
    return std::all_of(keys.begin(), keys.end(), [&](CellKey key) {
        const casebook::CaseCell* cell = m_cells.find(key);
        return !cell || cell->*flag;
    });
}

void ClassifySession::relabel(const std::vector<CellKey>& keys, const std::string& className) {
    const QString title = classTitle(className);
    decide(
        keys,
        [&className](casebook::Verdict& verdict) {
            verdict.assignedClass = className;
            verdict.excluded = false;
            verdict.reviewed = true;
        },
        //: %1 is a class
        keys.size() == 1 ? tr("Move cell to %1").arg(title)
                         //: %1 is a number of two or more, %2 a class
                         : tr("Move %1 cells to %2").arg(keys.size()).arg(title));
}

void ClassifySession::confirm(const std::vector<CellKey>& keys) {
    const bool concealed = std::any_of(keys.begin(), keys.end(), [this](CellKey key) {
        const casebook::CaseCell* cell = m_cells.find(key);
        return cell && m_cells.binOf(*cell) == BinId::undecided();
    });
    if (concealed) return Q_EMIT noticeRaised(tr("The model's answer is hidden: choose a class by its number."));
    decide(keys, [](casebook::Verdict& verdict) { verdict.reviewed = true; }, keys.size() == 1 ? tr("Confirm cell") : tr("Confirm %1 cells").arg(keys.size()));
}

void ClassifySession::exclude(const std::vector<CellKey>& keys) {
    decide(
        keys,
        [](casebook::Verdict& verdict) {
            verdict.excluded = true;
            verdict.reviewed = true;
        },
        keys.size() == 1 ? tr("Exclude cell") : tr("Exclude %1 cells").arg(keys.size()));
}

void ClassifySession::toggleExcluded(const std::vector<CellKey>& keys) {
    if (!allOf(keys, &casebook::CaseCell::excluded)) return exclude(keys);
    decide(keys, [](casebook::Verdict& verdict) { verdict.excluded = false; }, keys.size() == 1 ? tr("Include cell") : tr("Include %1 cells").arg(keys.size()));
}

void ClassifySession::toggleMarked(const std::vector<CellKey>& keys) {
    if (m_reading) return Q_EMIT noticeRaised(tr("A second reading has no marks."));
    const bool mark = !allOf(keys, &casebook::CaseCell::marked);
    const QString one = mark ? tr("Mark cell") : tr("Take mark off cell"), many = mark ? tr("Mark %1 cells") : tr("Take marks off %1 cells");
    decide(keys, [mark](casebook::Verdict& verdict) { verdict.marked = mark; }, keys.size() == 1 ? one : many.arg(keys.size()));
}

void ClassifySession::remove(const std::vector<CellKey>& keys) {
    if (keys.empty()) return;
    if (m_reading || !mayDecide()) return refuse();
    m_undo.push(new RemoveCommand(*this, keys));
}

void ClassifySession::undo() {
    if (!undoStack().canUndo()) return;
    if (!mayDecide()) return refuse();
    undoStack().undo();
}

void ClassifySession::redo() {
    if (!undoStack().canRedo()) return;
    if (!mayDecide()) return refuse();
    undoStack().redo();
}

void ClassifySession::giveReason(CellKey key, const QString& reason) {
    const casebook::CaseCell* cell = m_cells.find(key);
    if (!cell || reason.trimmed().isEmpty()) return;
    if (m_reading || !mayDecide()) return refuse();
    m_writer->change(deciding(m_case, {{key, cell->verdict()}}, reason.trimmed().toStdString()));
}

void ClassifySession::applyVerdicts(const std::vector<KeyedVerdict>& verdicts) {
    m_cells.setVerdicts(verdicts);
    m_writer->change(m_reading ? decidingReading(m_case, m_reading->id, verdicts) : deciding(m_case, verdicts, {}));
}

std::vector<PlacedCell> ClassifySession::takeCells(const std::vector<CellKey>& keys) {
    std::vector<PlacedCell> taken = m_cells.take(keys);
    std::vector<CellKey> found;
    for (const PlacedCell& placed : taken) {
        found.push_back(placed.shown.key);
        m_case->sha256s.remove(QString::fromStdString(placed.shown.cell.sha256));
    }
    m_writer->change(removing(m_case, std::move(found)));
    return taken;
}

void ClassifySession::putBackCells(const std::vector<PlacedCell>& cells) {
    m_cells.putBack(cells);
    std::vector<CellKey> keys;
    std::vector<casebook::CaseCell> contents;
    for (const PlacedCell& placed : cells) {
        keys.push_back(placed.shown.key);
        contents.push_back(placed.shown.cell);
        m_case->sha256s.insert(QString::fromStdString(placed.shown.cell.sha256));
    }
    m_writer->change(adding(m_case, std::move(keys), std::move(contents)));
}

void ClassifySession::readHistory(CellKey key, QObject* receiver,
                                  std::function<void(Result<std::vector<casebook::CellEvent>>)> done) {
    m_writer->read<std::vector<casebook::CellEvent>>(
        tr("Reading the history"),
        [target = m_case, key](casebook::CaseStore& store) { return historyOf(store, *target, key); }, receiver,
        std::move(done));
}

QString ClassifySession::whyNotSigned() const {
    if (m_reading) return tr("Finish or leave the second reading first.");
    if (m_loading || m_changingState || classifying()) return tr("Wait until all cells are classified.");
    if (access() == Access::HeldElsewhere) return tr("This case is being changed elsewhere.");
    if (const auto& person = m_context.person()) {
        if (!person->maySign) return tr("Only reviewers and administrators sign. Ask one of them.");
        if (m_case->shown.state == casebook::CaseState::AwaitingSecond && m_case->shown.signedBy == person->name.toStdString()) return tr("You have signed this case. The second signature is another person's.");
    }
    if (m_cells.rowCount() == 0) return tr("The case has no cells: there is nothing to sign.");
    const auto& cells = m_cells.cells();
    const auto open = std::count_if(cells.begin(), cells.end(), [](const ShownCell& shown) {
        return shown.cell.assignedClass == casebook::kUnidentified && !shown.cell.reviewed && !shown.cell.excluded;
    });
    return open == 0 ? QString() : tr("Cells in Unidentified that nobody has reviewed: %1. Decide or confirm them first.").arg(open);
}

void ClassifySession::sign(const QString& passphrase) {
    if (const QString why = whyNotSigned(); !why.isEmpty()) return Q_EMIT noticeRaised(why);
    changeState(
        tr("Signing"), [passphrase = passphrase.toStdString()](casebook::CaseStore& store, const OpenCase& target) { return store.sign(target.id, target.seen, passphrase); }, tr("The case could not be signed."));
}

void ClassifySession::reopenSigned(const QString& reason) {
    if (access() != Access::Signed) return;
    changeState(
        tr("Reopening"), [reason = reason.trimmed().toStdString()](casebook::CaseStore& store, const OpenCase& target) { return store.reopen(target.id, reason); },
        tr("The case could not be reopened."));
}

void ClassifySession::changeState(const QString& jobName, StateChange change, const QString& failed) {
    m_changingState = true;
    Q_EMIT caseChanged();
    m_writer->read<casebook::CaseSummary>(
        jobName,
        [target = m_case, change = std::move(change)](casebook::CaseStore& store) -> Result<casebook::CaseSummary> {
            if (auto changed = change(store, *target); !changed) return fail(changed.error());
            auto now = store.findCase(target->id);
            if (now) target->seen = now->version;
            return now;
        },
        this,
        [this, target = m_case, failed](Result<casebook::CaseSummary> now) {
            m_changingState = false;
            if (now) target->shown = std::move(*now);
            Q_EMIT caseChanged();
            if (!now && now.error().code != ErrorCode::Cancelled) {
                Q_EMIT errorRaised(failed, now.error());
                if (now.error().code == ErrorCode::Conflict && target == m_case) reopen();  // what stands there now is looked at before it is signed
                return;
            }
            m_knownCasesTimer.start();
        });
}

void ClassifySession::setBlinded(bool blinded) {
    if (blinded == m_blinded) return;
    m_blinded = blinded;
    updateConcealment();
    Q_EMIT caseChanged();
}

void ClassifySession::updateConcealment() {
    // A second reader does not learn the model's answer by deciding either: that would be no independent reading.
    m_cells.setConcealment(m_reading ? Concealment::Always : m_blinded ? Concealment::UntilReviewed : Concealment::None);
    Q_EMIT classesChanged();
}

void ClassifySession::startReading(const QString& reader) {
    if (m_reading || m_loading || m_changingState || classifying() || m_heldElsewhere) return refuse();
    m_writer->read<ReadingRead>(
        tr("Opening the second reading"),
        [target = m_case, name = reader.trimmed().toStdString()](casebook::CaseStore& store) -> Result<ReadingRead> {
            const auto id = store.startReading(target->id, name);
            if (!id) return fail(id.error());
            const auto decisions = store.readingDecisions(*id);
            if (!decisions) return fail(decisions.error());
            ReadingRead read{*id, {}};
            for (const auto& [key, cell] : target->ids)
                if (const auto said = decisions->find(cell); said != decisions->end()) read.decisions.emplace_back(key, said->second);
            return read;
        },
        this,
        [this, target = m_case, reader](Result<ReadingRead> read) {
            if (target != m_case || m_reading) return;
            if (!read) return Q_EMIT errorRaised(tr("The second reading could not be opened."), read.error());
            showReading(reader.trimmed(), *read);
        });
}

void ClassifySession::showReading(const QString& reader, const ReadingRead& read) {
    m_reading = ReadingMode{read.id, reader, m_cells.cells()};
    std::vector<ShownCell> shown = m_cells.cells();
    QHash<CellKey, casebook::ReaderVerdict> said;
    for (const auto& [key, verdict] : read.decisions) said.insert(key, verdict);
    for (ShownCell& cell : shown) {
        const auto found = said.constFind(cell.key);
        const bool decided = found != said.constEnd();
        cell.cell.setVerdict(decided ? casebook::Verdict{found->className, found->excluded, false, true} : casebook::Verdict{});
    }
    m_readingUndo.clear();
    m_undoGroup.setActiveStack(&m_readingUndo);
    m_cells.reset(std::move(shown));
    updateConcealment();
    Q_EMIT caseChanged();
}

void ClassifySession::endReading() {
    std::vector<ShownCell> own = std::move(m_reading->ownCells);
    m_reading.reset();
    m_readingUndo.clear();
    m_undoGroup.setActiveStack(&m_undo);
    m_cells.reset(std::move(own));
    updateConcealment();
    Q_EMIT caseChanged();
}

void ClassifySession::leaveReading() {
    if (m_reading) endReading();
}

void ClassifySession::finishReading() {
    if (!m_reading) return;
    m_writer->read<casebook::CaseSummary>(
        tr("Finishing the second reading"),
        [target = m_case, id = m_reading->id](casebook::CaseStore& store) -> Result<casebook::CaseSummary> {
            if (auto finished = store.finishReading(id); !finished) return fail(finished.error());
            return store.findCase(target->id);
        },
        this,
        [this, target = m_case](Result<casebook::CaseSummary> done) {
            if (!done) return Q_EMIT errorRaised(tr("The second reading could not be finished."), done.error());
            if (target != m_case || !m_reading) return;
            endReading();
            Q_EMIT noticeRaised(tr("The second reading is finished. Review → Agreement compares it."));
        });
}

}  // namespace leukolens::ui
