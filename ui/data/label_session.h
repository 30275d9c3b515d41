// What a person changes about the open data, labels and pictures that are there twice: undone without limit, saved as it is done. Without widgets.
#pragma once

#include <QObject>
#include <QUndoStack>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/error.h"
#include "core/dataset/corrections.h"
#include "core/dataset/leak_decisions.h"

namespace leukolens::ui {

class AppContext;

/// GUI thread only. The open data of the program (AppContext::dataset()) are the data as they were read with the
/// corrections applied, then the decisions.
class LabelSession : public QObject {
    Q_OBJECT
public:
    using DatasetPointer = std::shared_ptr<const dataset::Dataset>;
    /// Per picture what there is to be; nothing: no correction.
    using Change = std::pair<std::string, std::optional<dataset::Correction>>;

    explicit LabelSession(AppContext& context, QObject* parent = nullptr);

    /// Opens what was read, with all corrections and decisions that the program knows; if they leave too little to train on that is told by
    /// refused() and none is applied. What was undone before stays undone.
    void open(DatasetPointer read, dataset::Corrections corrections, dataset::LeakDecisions decisions = {});
    /// Facts of subjects are others now, one for each of read()->subjects: labels and what can be undone stay.
    void setFacts(std::vector<dataset::SubjectFacts> facts);
    const DatasetPointer& read() const { return m_read; }  ///< as the folder says; null before open()
    DatasetPointer now() const;  ///< with corrections and decisions: what is trained on
    const dataset::Corrections& corrections() const { return m_corrections; }
    const dataset::Correction* correctionOf(int cell) const;  ///< of read()->cells; null: none
    const dataset::LeakDecisions& decisions() const { return m_decisions; }
    QUndoStack& undoStack() { return m_undo; }
    int relabelled() const { return m_relabelled; }
    int excluded() const { return m_excluded; }

    // Cells by their places in read()->cells. One step of undo each.
    void relabel(const std::vector<int>& cells, const std::string& to, const QString& reason);
    void exclude(const std::vector<int>& cells, const QString& reason);
    void takeBack(const std::vector<int>& cells);

    /// Pairs of places as in dataset::Leak, in read(); Drop leaves each second one out. One step of undo.
    void decide(const std::vector<std::pair<int, int>>& pairs, dataset::LeakDecision decision);

Q_SIGNALS:
    void opened();   ///< read() is another
    void changed();  ///< corrections() or decisions() are others; the program's data are already the corrected ones
    void refused(const leukolens::Error& error);     ///< nothing was changed
    void notSaved(const leukolens::Error& error);    ///< the change holds until the program ends

private:
    friend class LabelCommand;
    friend class DecisionCommand;
    void push(std::vector<Change> changes, const QString& words);
    void apply(const std::vector<Change>& changes);
    void apply(const std::vector<dataset::DecidedPair>& changes);
    /// What the program's data would be.
    Result<dataset::CorrectedDataset> tryOut(const dataset::Corrections& corrections, const dataset::LeakDecisions& decisions) const;
    void show();
    void save(const QString& file, std::function<Result<void>(const std::filesystem::path&)> write);

    AppContext& m_context;
    DatasetPointer m_read;
    dataset::Corrections m_corrections;
    dataset::LeakDecisions m_decisions;
    int m_relabelled = 0, m_excluded = 0;
    QUndoStack m_undo;
};

}  // namespace leukolens::ui
