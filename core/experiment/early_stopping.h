// When to stop training a fold.
#pragma once

namespace leukolens::experiment {

/// Plain patience on a validation value, lower is better (of Prechelt 1998 the simplest). Not thread-safe.
class EarlyStopping {
public:
    /// patienceEpochs ≥ 1: epochs without improvement before stopping.
    explicit EarlyStopping(int patienceEpochs);

    /// Feeds one epoch's value; one that is no number counts as no improvement. Returns true when it is the best so far.
    bool observe(double value);

    bool shouldStop() const { return epochsSinceBest() >= m_patienceEpochs; }
    int bestEpoch() const { return m_bestEpoch; }  ///< 1-based; 0 before the first improvement
    int epochsSinceBest() const { return m_epoch - m_bestEpoch; }

private:
    int m_patienceEpochs;
    int m_epoch = 0;
    int m_bestEpoch = 0;
    double m_best = 0;
};

}  // namespace leukolens::experiment
