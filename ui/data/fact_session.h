// What a person types about the subjects of the open data: undone without limit, saved as it is done. Without widgets.
#pragma once

#include <QObject>

#include <map>
#include <string>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/fact_edits.h"
#include "core/dataset/facts_table.h"
#include "ui/data/dataset_job.h"

class QUndoStack;

namespace leukolens::ui {

class AppContext;
class LabelSession;

/// GUI thread only. Steps of undo lie on the label session's stack: what was done last in Data is undone first.
class FactSession : public QObject {
    Q_OBJECT
public:
    FactSession(AppContext& context, LabelSession& labels, QObject* parent = nullptr);

    /// What was read, with all facts that were typed at any time; then the label session opens that.
    DatasetPointer open(const DatasetPointer& read, dataset::FactEdits known);

    const std::vector<std::string>& subjects() const { return m_read->subjects; }
    /// Also of a subject whose cells were all left out. Nothing is known of a subject that is not in the data.
    dataset::SubjectFacts factsOf(const std::string& subject) const;
    QUndoStack& undoStack();

    /// Facts of one subject as they are to be; one step of undo, none where nothing changes.
    void type(const std::string& subject, const dataset::SubjectFacts& wanted);

    /// What importing would do; problems name `source`.
    struct Import {
        std::map<std::string, dataset::SubjectFacts> facts;  ///< as they would be, of subjects that would change
        std::vector<dataset::Problem> problems;
    };
    Import planImport(const dataset::SubjectFactsTable& table, const QString& source) const;
    void import(const Import& planned);  ///< one step of undo

Q_SIGNALS:
    void opened();  ///< the subjects are others: what is being typed is of nobody here
    void notSaved(const leukolens::Error& error);  ///< the change holds until the program ends

private:
    friend class FactCommand;
    using Edits = std::map<int, dataset::FactEdit>;  ///< by place among the subjects
    void push(Edits after, const QString& words);
    void apply(const Edits& edits);
    void save();

    AppContext& m_context;
    LabelSession& m_labels;
    DatasetPointer m_read;                   ///< as the files say
    std::vector<dataset::FactEdit> m_edits;  ///< of its subjects
    dataset::FactEdits m_known;              ///< of all data
};

}  // namespace leukolens::ui
