#include "ui/training/data_of_run.h"

#include "core/experiment/run_data.h"

namespace leukolens::ui {

Result<std::shared_ptr<const dataset::Dataset>> dataToGoOn(const experiment::RunRecord& record, const std::shared_ptr<const dataset::Dataset>& open, ProgressSink& progress,
                                                          const CancelToken& cancel) {
    std::error_code ignored;
    bool fits = open && ((open->source == record.dataSource && open->readAs == record.readAs) || !std::filesystem::exists(record.dataSource, ignored));
    if (fits) {
        const Result<bool> isSame = experiment::isChangedAsRun(*open, record.result.folder);
        if (!isSame) return fail(isSame.error());
        fits = *isSame || !std::filesystem::exists(record.dataSource, ignored);
    }
    Result<dataset::Dataset> data =
        fits ? experiment::withRecordedFacts(*open, record.result.folder) : experiment::readDataOfRun(record, record.dataSource, progress, cancel);
    if (!data) return fail(data.error());
    return std::make_shared<const dataset::Dataset>(std::move(*data));
}

}  // namespace leukolens::ui
