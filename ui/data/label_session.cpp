#include "ui/data/label_session.h"

#include <QUndoCommand>

#include "core/base/iso_time.h"
#include "core/dataset/apply_decisions.h"
#include "core/dataset/leaks.h"
#include "ui/shell/save_later.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {
namespace {

dataset::Corrections withChanges(dataset::Corrections corrections, const std::vector<LabelSession::Change>& changes) {
    for (const auto& [sha256, correction] : changes) {
        if (correction) {
            corrections.put(*correction);
        } else {
            corrections.remove(sha256);
        }
    }
    return corrections;
}

dataset::LeakDecisions withDecisions(dataset::LeakDecisions decisions, const std::vector<dataset::DecidedPair>& changes) {
    for (const auto& [first, second, decision] : changes) decisions.set(first, second, decision);
    return decisions;
}

}  // namespace

class LabelCommand : public QUndoCommand {
public:
    LabelCommand(LabelSession& session, std::vector<LabelSession::Change> changes, const QString& words) : QUndoCommand(words), m_session(session), m_after(std::move(changes)) {
        for (const auto& [sha256, correction] : m_after) {
            const auto* known = session.corrections().find(sha256);
            m_before.emplace_back(sha256, known ? std::optional(*known) : std::nullopt);
        }
    }
    void undo() override { m_session.apply(m_before); }
    void redo() override { m_session.apply(m_after); }

private:
    LabelSession& m_session;
    std::vector<LabelSession::Change> m_before, m_after;
};

class DecisionCommand : public QUndoCommand {
public:
    DecisionCommand(LabelSession& session, std::vector<dataset::DecidedPair> after, const QString& words) : QUndoCommand(words), m_session(session), m_after(std::move(after)) {
        for (const auto& pair : m_after) m_before.push_back(session.decisions().pairOf(pair.first, pair.second));
    }
    void undo() override { m_session.apply(m_before); }
    void redo() override { m_session.apply(m_after); }

private:
    LabelSession& m_session;
    std::vector<dataset::DecidedPair> m_before, m_after;
};

LabelSession::LabelSession(AppContext& context, QObject* parent) : QObject(parent), m_context(context) {}

void LabelSession::open(DatasetPointer read, dataset::Corrections corrections, dataset::LeakDecisions decisions) {
    m_read = std::move(read);
    m_corrections = std::move(corrections);
    m_decisions = std::move(decisions);
    m_undo.clear();
    const auto possible = tryOut(m_corrections, m_decisions);
    if (possible) {
        show();
    } else {
        m_relabelled = m_excluded = 0;
        m_context.setDataset(m_read);
        Q_EMIT refused(possible.error());
    }
    Q_EMIT opened();
}

Result<dataset::CorrectedDataset> LabelSession::tryOut(const dataset::Corrections& corrections, const dataset::LeakDecisions& decisions) const {
    auto corrected = dataset::withCorrections(*m_read, corrections);
    if (!corrected) return corrected;
    corrected->dataset = dataset::applyDecisions(std::move(corrected->dataset), decisions);
    if (corrected->dataset.classes.size() < 2)
        return fail(ErrorCode::OneClassOnly, "would leave cells of one class only, expected two classes at least", m_read->source, "Leave one of the others out instead.");
    return corrected;
}

/// The program's data as they are now. A change is possible, it was tried out before; what was not possible when it was opened stays out.
void LabelSession::show() {
    auto now = tryOut(m_corrections, m_decisions);
    if (!now) {
        m_relabelled = m_excluded = 0;
        return m_context.setDataset(m_read);
    }
    m_relabelled = now->relabelled;
    m_excluded = now->excluded;
    m_context.setDataset(std::make_shared<const dataset::Dataset>(std::move(now->dataset)));
}

LabelSession::DatasetPointer LabelSession::now() const { return m_context.dataset(); }

const dataset::Correction* LabelSession::correctionOf(int cell) const {
    return m_corrections.find(m_read->cells[static_cast<std::size_t>(cell)].sha256);
}

void LabelSession::relabel(const std::vector<int>& cells, const std::string& to, const QString& reason) {
    std::vector<Change> changes;
    for (const int index : cells) {
        const dataset::Cell& cell = m_read->cells[static_cast<std::size_t>(index)];
        const std::string& from = m_read->classes[static_cast<std::size_t>(cell.classIndex)];
        // Back to what the folder says is no correction.
        if (from == to) {
            if (m_corrections.find(cell.sha256)) changes.emplace_back(cell.sha256, std::nullopt);
            continue;
        }
        changes.emplace_back(cell.sha256, dataset::Correction{dataset::Correction::Kind::Relabel, cell.sha256, from, to, reason.toStdString(), isoUtcNow()});
    }
    push(std::move(changes), tr("label %Ln cell(s)", "", static_cast<int>(cells.size())));
}

void LabelSession::exclude(const std::vector<int>& cells, const QString& reason) {
    std::vector<Change> changes;
    for (const int index : cells) {
        const dataset::Cell& cell = m_read->cells[static_cast<std::size_t>(index)];
        const std::string& from = m_read->classes[static_cast<std::size_t>(cell.classIndex)];
        changes.emplace_back(cell.sha256, dataset::Correction{dataset::Correction::Kind::Exclude, cell.sha256, from, {}, reason.toStdString(), isoUtcNow()});
    }
    push(std::move(changes), tr("leave out %Ln cell(s)", "", static_cast<int>(cells.size())));
}

void LabelSession::takeBack(const std::vector<int>& cells) {
    std::vector<Change> changes;
    for (const int index : cells) {
        const std::string& sha256 = m_read->cells[static_cast<std::size_t>(index)].sha256;
        if (m_corrections.find(sha256)) changes.emplace_back(sha256, std::nullopt);
    }
    push(std::move(changes), tr("restore %Ln cell(s)", "", static_cast<int>(changes.size())));
}

void LabelSession::decide(const std::vector<std::pair<int, int>>& pairs, dataset::LeakDecision decision) {
    std::vector<dataset::DecidedPair> changes;
    for (const auto& [first, second] : pairs) {
        const dataset::DecidedPair wanted{dataset::cellAt(*m_read, first).sha256, dataset::cellAt(*m_read, second).sha256, decision};
        if (m_decisions.pairOf(wanted.first, wanted.second) != wanted) changes.push_back(wanted);
    }
    if (changes.empty()) return;
    const auto possible = tryOut(m_corrections, withDecisions(m_decisions, changes));
    if (!possible) {
        Q_EMIT refused(possible.error());
        return;
    }
    m_undo.push(new DecisionCommand(*this, std::move(changes), tr("decide about %Ln pair(s)", "", static_cast<int>(pairs.size()))));
}

void LabelSession::push(std::vector<Change> changes, const QString& words) {
    if (changes.empty()) return;
    const auto possible = tryOut(withChanges(m_corrections, changes), m_decisions);
    if (!possible) {
        Q_EMIT refused(possible.error());
        return;
    }
    m_undo.push(new LabelCommand(*this, std::move(changes), words));
}

void LabelSession::apply(const std::vector<Change>& changes) {
    m_corrections = withChanges(std::move(m_corrections), changes);
    show();
    save(AppSettings::correctionsFile(), [corrections = m_corrections](const std::filesystem::path& file) { return dataset::writeCorrections(file, corrections); });
    Q_EMIT changed();
}

void LabelSession::setFacts(std::vector<dataset::SubjectFacts> facts) {
    auto read = std::make_shared<dataset::Dataset>(*m_read);
    read->facts = std::move(facts);
    m_read = std::move(read);
    show();
}

void LabelSession::apply(const std::vector<dataset::DecidedPair>& changes) {
    m_decisions = withDecisions(std::move(m_decisions), changes);
    show();
    save(AppSettings::decisionsFile(), [decisions = m_decisions](const std::filesystem::path& file) { return dataset::writeLeakDecisions(file, decisions); });
    Q_EMIT changed();
}

void LabelSession::save(const QString& file, std::function<Result<void>(const std::filesystem::path&)> write) {
    saveLater(m_context, tr("Saving corrections"), file, std::move(write), this, [this](const Error& error) { Q_EMIT notSaved(error); });
}

}  // namespace leukolens::ui
