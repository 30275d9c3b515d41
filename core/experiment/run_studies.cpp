#include "core/experiment/run_studies.h"

namespace leukolens::experiment {

Result<RunStudies> readRunStudies(const RunRecord& record) {
    RunStudies studies;
    for (const int fold : foldsToMap(record)) {
        auto map = readRunMap(record, fold);
        if (!map) return fail(map.error());
        if (*map) studies.maps.push_back(std::move(**map));
    }
    auto learning = readLearningCurve(record);
    if (!learning) return fail(learning.error());
    studies.learning = std::move(*learning);
    return studies;
}

}  // namespace leukolens::experiment
