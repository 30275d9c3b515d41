// The search for pictures that are there twice, on a worker of its own: it takes seconds, and thumbnails need not wait for it.
#pragma once

#include <QObject>

#include <memory>
#include <optional>

#include "core/dataset/leaks.h"
#include "ui/shell/job_runner.h"

namespace leukolens::ui {

/// GUI thread only.
class LeakSearch : public QObject {
    Q_OBJECT
public:
    using DatasetPointer = std::shared_ptr<const dataset::Dataset>;

    explicit LeakSearch(QObject* parent = nullptr);
    ~LeakSearch() override;  ///< cancels, then joins

    void search(DatasetPointer dataset);  ///< an earlier search is dropped
    bool searching() const { return m_searching; }
    const DatasetPointer& dataset() const { return m_dataset; }  ///< what was searched, or is; null before search()
    const std::optional<dataset::Leaks>& leaks() const { return m_leaks; }  ///< empty: not yet, stopped or failed
    const std::optional<Error>& error() const { return m_error; }            ///< why there are none; Cancelled where it was stopped
    JobRunner& worker() { return m_worker; }

Q_SIGNALS:
    void changed();  ///< a search began or ended

private:
    JobRunner m_worker;
    DatasetPointer m_dataset;
    bool m_searching = false;
    std::optional<dataset::Leaks> m_leaks;
    std::optional<Error> m_error;
};

}  // namespace leukolens::ui
