#include "core/experiment/early_stopping.h"

namespace leukolens::experiment {

EarlyStopping::EarlyStopping(int patienceEpochs) : m_patienceEpochs(patienceEpochs) {}

bool EarlyStopping::observe(double value) {
    ++m_epoch;
    const bool better = wouldBeBest(value);
    if (better) {
        m_best = value;
        m_bestEpoch = m_epoch;
    }
    return better;
}

}  // namespace leukolens::experiment
