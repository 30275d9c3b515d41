#include "ui/data/leak_search.h"

namespace leukolens::ui {
namespace {

constexpr int kGivesWay = 5;  ///< niceness: it uses all cores, and nobody waits for it

}  // namespace

LeakSearch::LeakSearch(QObject* parent) : QObject(parent), m_worker("duplicates", kGivesWay) {}

LeakSearch::~LeakSearch() {
    blockSignals(true);  // whoever listens may be half gone
    m_worker.stopAndWait();
}

void LeakSearch::search(DatasetPointer dataset) {
    m_worker.stop();
    m_dataset = std::move(dataset);
    m_leaks.reset();
    m_error.reset();
    m_searching = true;
    m_worker.run<dataset::Leaks>(
        tr("Looking for pictures that are there twice"),
        [wanted = m_dataset](ProgressSink& progress, const CancelToken& cancel) { return dataset::findLeaks(*wanted, progress, cancel); }, this,
        [this, wanted = m_dataset](Result<dataset::Leaks> leaks) {
            if (wanted != m_dataset) return;
            m_searching = false;
            if (leaks) {
                m_leaks = std::move(*leaks);
            } else {
                m_error = leaks.error();
            }
            Q_EMIT changed();
        },
        JobPolicy::Disposable);
    Q_EMIT changed();
}

}  // namespace leukolens::ui
