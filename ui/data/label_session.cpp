#include "ui/data/label_session.h"

#include <QUndoCommand>

#include <variant>

#include "core/base/files.h"
#include "core/base/iso_time.h"
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

LabelSession::LabelSession(AppContext& context, QObject* parent) : QObject(parent), m_context(context) {}

void LabelSession::open(DatasetPointer read, dataset::Corrections known) {
    m_read = std::move(read);
    m_corrections = std::move(known);
    m_undo.clear();
    m_relabelled = m_excluded = 0;
    auto corrected = dataset::withCorrections(*m_read, m_corrections);
    if (corrected) {
        m_relabelled = corrected->relabelled;
        m_excluded = corrected->excluded;
        m_context.setDataset(std::make_shared<const dataset::Dataset>(std::move(corrected->dataset)));
    } else {
        m_context.setDataset(m_read);
        Q_EMIT refused(corrected.error());
    }
    Q_EMIT opened();
}

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

void LabelSession::push(std::vector<Change> changes, const QString& words) {
    if (changes.empty()) return;
    const auto possible = dataset::withCorrections(*m_read, withChanges(m_corrections, changes));
    if (!possible) {
        Q_EMIT refused(possible.error());
        return;
    }
    m_undo.push(new LabelCommand(*this, std::move(changes), words));
}

void LabelSession::apply(const std::vector<Change>& changes) {
    m_corrections = withChanges(std::move(m_corrections), changes);
    correct();
    save();
    Q_EMIT changed();
}

void LabelSession::setFacts(std::vector<dataset::SubjectFacts> facts) {
    auto read = std::make_shared<dataset::Dataset>(*m_read);
    read->facts = std::move(facts);
    m_read = std::move(read);
    correct();
}

void LabelSession::correct() {
    // A change of labels is possible: push() has tried it, and what is undone was possible before.
    auto corrected = dataset::withCorrections(*m_read, m_corrections);
    if (corrected) {
        m_relabelled = corrected->relabelled;
        m_excluded = corrected->excluded;
        m_context.setDataset(std::make_shared<const dataset::Dataset>(std::move(corrected->dataset)));
    } else {
        m_context.setDataset(m_read);  // as open() did
    }
}

void LabelSession::save() {
    const std::filesystem::path file = AppSettings::correctionsFile().toStdString();
    using Nothing = std::monostate;
    m_context.fileWorker.run<Nothing>(
        tr("Saving corrections"),
        [file, corrections = m_corrections](ProgressSink&, const CancelToken&) -> Result<Nothing> {
            if (auto created = createFolder(file.parent_path()); !created) return fail(created.error());
            if (auto written = dataset::writeCorrections(file, corrections); !written) return fail(written.error());
            return Nothing{};
        },
        this,
        [this](const Result<Nothing>& written) {
            if (!written) Q_EMIT notSaved(written.error());
        },
        JobPolicy::MustFinish);
}

}  // namespace leukolens::ui
