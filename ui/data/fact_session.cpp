#include "ui/data/fact_session.h"

#include <QUndoCommand>

#include <algorithm>

#include "ui/data/label_session.h"
#include "ui/shell/save_later.h"
#include "ui/shell/app_context.h"

namespace leukolens::ui {

class FactCommand : public QUndoCommand {
public:
    FactCommand(FactSession& session, FactSession::Edits after, const QString& words)
        : QUndoCommand(words), m_session(session), m_after(std::move(after)) {
        for (const auto& [subject, edit] : m_after) m_before[subject] = session.m_edits[static_cast<std::size_t>(subject)];
    }
    void undo() override { m_session.apply(m_before); }
    void redo() override { m_session.apply(m_after); }

private:
    FactSession& m_session;
    FactSession::Edits m_before, m_after;
};

namespace {

int placeOf(const dataset::Dataset& data, const std::string& subject) {
    const auto found = std::ranges::lower_bound(data.subjects, subject);
    return found != data.subjects.end() && *found == subject ? static_cast<int>(found - data.subjects.begin()) : -1;
}

dataset::SubjectFacts readFacts(const dataset::Dataset& data, int subject) {
    const auto place = static_cast<std::size_t>(subject);
    return place < data.facts.size() ? data.facts[place] : dataset::SubjectFacts();
}

}  // namespace

FactSession::FactSession(AppContext& context, LabelSession& labels, QObject* parent)
    : QObject(parent), m_context(context), m_labels(labels), m_read(std::make_shared<const dataset::Dataset>()) {}

QUndoStack& FactSession::undoStack() {
    return m_labels.undoStack();
}

DatasetPointer FactSession::open(const DatasetPointer& read, dataset::FactEdits known) {
    m_read = read;
    m_known = std::move(known);
    m_edits = m_known.of(*read);
    Q_EMIT opened();
    return std::make_shared<const dataset::Dataset>(dataset::withFactEdits(*read, m_edits));
}

dataset::SubjectFacts FactSession::factsOf(const std::string& subject) const {
    const int place = placeOf(*m_read, subject);
    if (place < 0) return {};
    return dataset::withEdit(readFacts(*m_read, place), m_edits[static_cast<std::size_t>(place)]);
}

void FactSession::type(const std::string& subject, const dataset::SubjectFacts& wanted) {
    const int place = placeOf(*m_read, subject);
    if (place < 0) return;
    push({{place, dataset::editBetween(readFacts(*m_read, place), wanted)}},
         tr("facts of %1").arg(QString::fromStdString(subject)));
}

FactSession::Import FactSession::planImport(const dataset::SubjectFactsTable& table, const QString& source) const {
    dataset::Dataset now = dataset::withFactEdits(*m_read, m_edits);
    const auto before = now.facts;
    now.problems.clear();
    now = dataset::withFacts(std::move(now), table, source.toStdString());
    Import planned;
    for (std::size_t i = 0; i < before.size(); ++i) {
        if (now.facts[i] != before[i]) planned.facts[now.subjects[i]] = now.facts[i];
    }
    planned.problems = std::move(now.problems);
    return planned;
}

void FactSession::import(const Import& planned) {
    Edits edits;
    for (const auto& [subject, facts] : planned.facts) {
        if (const int place = placeOf(*m_read, subject); place >= 0)
            edits[place] = dataset::editBetween(readFacts(*m_read, place), facts);
    }
    push(std::move(edits), tr("imported facts of %Ln subject(s)", "", static_cast<int>(planned.facts.size())));
}

void FactSession::push(Edits after, const QString& words) {
    std::erase_if(after, [this](const auto& edit) { return edit.second == m_edits[static_cast<std::size_t>(edit.first)]; });
    if (!after.empty()) undoStack().push(new FactCommand(*this, std::move(after), words));
}

void FactSession::apply(const Edits& edits) {
    for (const auto& [subject, edit] : edits) {
        m_edits[static_cast<std::size_t>(subject)] = edit;
        m_known.put(*m_read, subject, edit);
    }
    m_labels.setFacts(dataset::withFactEdits(*m_read, m_edits).facts);
    save();
}

void FactSession::save() {
    saveLater(
        m_context, tr("Saving facts"), AppSettings::factsFile(), [known = m_known](const std::filesystem::path& file) { return dataset::writeFactEdits(file, known); }, this,
        [this](const Error& error) { Q_EMIT notSaved(error); });
}

}  // namespace leukolens::ui
