#include "core/experiment/early_stopping.h"

namespace leukolens::experiment {

EarlyStopping::EarlyStopping(int patienceEpochs) : m_patienceEpochs(patienceEpochs) {}

bool EarlyStopping::observe(double value) {
    ++m_epoch;
    const bool better = m_bestEpoch == 0 ? value == value : value < m_best;
    if (better) {
        m_best = value;
        m_bestEpoch = m_epoch;
    }
    return better;
}

}  // namespace leukolens::experiment
