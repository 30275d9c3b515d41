// How much a run would be and how long it would take, found out in the background while a person fills in the form.
#pragma once

#include <QObject>

#include <map>
#include <memory>
#include <optional>

#include "core/base/cancel_token.h"
#include "core/experiment/run_estimate.h"

class QTimer;

namespace leukolens::ui {

class JobRunner;

/// GUI thread only. Counts on the files' worker, measures on the training worker, never while that is busy. What was measured is
/// kept for as long as the program runs.
class EstimateProbe : public QObject {
    Q_OBJECT
public:
    EstimateProbe(JobRunner& trainingWorker, JobRunner& fileWorker, QObject* parent = nullptr);
    ~EstimateProbe() override;

    /// A little later, unless asked anew meanwhile. dataset null: nothing is known any more.
    void ask(std::shared_ptr<const dataset::Dataset> dataset, const experiment::TrainSettings& settings);
    /// Nothing is measured while false (the form is not seen); asked for again where it becomes true.
    void setActive(bool active);

    const std::optional<experiment::RunCounts>& counts() const { return m_counts; }
    const std::optional<Error>& countError() const { return m_countError; }  ///< the cells cannot be divided so
    std::optional<experiment::Speed> speed() const;  ///< of the settings asked for last
    bool measuring() const { return m_measuring; }
    bool failed() const;  ///< measuring was tried for these settings and did not work

Q_SIGNALS:
    void changed();

private:
    struct Measured {
        std::optional<experiment::Speed> speed;  ///< empty: it did not work
    };
    std::string key() const;
    void count();
    void measure();

    JobRunner& m_training;
    JobRunner& m_files;
    QTimer* m_countTimer = nullptr;
    QTimer* m_measureTimer = nullptr;
    std::shared_ptr<const dataset::Dataset> m_dataset;
    experiment::TrainSettings m_settings;
    std::optional<experiment::RunCounts> m_counts;
    std::optional<Error> m_countError;
    std::map<std::string, Measured> m_measured;
    std::shared_ptr<CancelSource> m_cancel;
    bool m_active = false;
    bool m_measuring = false;
    int m_asked = 0;
};

}  // namespace leukolens::ui
