// When to stop training a fold.
#pragma once

#include <algorithm>

namespace leukolens::experiment {

/// Plain patience on a validation value, lower is better (of Prechelt 1998 the simplest). Not thread-safe.
class EarlyStopping {
public:
    /// patienceEpochs ≥ 1: epochs without improvement before stopping.
    explicit EarlyStopping(int patienceEpochs);

    /// Feeds one epoch's value; one that is no number counts as no improvement. Returns true when it is the best so far.
    bool observe(double value);
    bool wouldBeBest(double value) const { return m_bestEpoch == 0 ? value == value : value < m_best; }

    /// Patience counts from here; the best so far stays the one to beat.
    void restartPatience() { m_countedFrom = m_epoch; }

    bool shouldStop() const { return m_epoch - std::max(m_bestEpoch, m_countedFrom) >= m_patienceEpochs; }
    int bestEpoch() const { return m_bestEpoch; }  ///< 1-based; 0 before the first improvement
    int epochsSinceBest() const { return m_epoch - m_bestEpoch; }

private:
    int m_patienceEpochs;
    int m_epoch = 0;
    int m_bestEpoch = 0;
    int m_countedFrom = 0;
    double m_best = 0;
};

}  // namespace leukolens::experiment
