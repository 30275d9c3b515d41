#include "core/experiment/run_models.h"

#include "core/engine/device.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_files.h"

namespace leukolens::experiment {

Result<RunCells> cellsOfRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel) {
    if (record.result.folds.empty())
        return fail(ErrorCode::NotFound, "has no finished fold: there is nothing to evaluate yet", record.result.folder, "Go on with the run first.");
    auto read = readDataOfRun(record, source, progress, cancel);
    if (!read) return fail(read.error());
    auto dataset = asRunBegan(*read, record.result.folder);
    if (!dataset) return fail(dataset.error());
    auto split = recordedSplit(*dataset, record, false);
    if (!split) return fail(split.error());
    return RunCells{std::move(*dataset), std::move(*split)};
}

Result<std::unique_ptr<inference::Predictor>> predictorOfFold(const RunRecord& record, int fold, const std::vector<std::string>& classes) {
    const auto device = engine::resolveDevice(record.result.device);
    const std::string precision = engine::resolvePrecision(record.result.precision, device ? *device : "cpu") ? record.result.precision : "auto";
    const auto file = modelOf(record.result.folder, fold);
    auto predictor = inference::Predictor::load(file, device ? *device : "cpu", precision);
    if (predictor && (*predictor)->card().classNames() != classes)
        return fail(ErrorCode::DataChanged, "tells other classes apart than the data have", file, "Choose the data that the run began with.");
    return predictor;
}

std::string stageOf(const RunRecord& record, int fold) { return "Fold " + std::to_string(fold) + " of " + std::to_string(record.result.settings.folds); }

std::vector<std::filesystem::path> pathsOf(const dataset::Dataset& dataset, const std::vector<int>& cells) {
    std::vector<std::filesystem::path> paths;
    for (const int cell : cells) paths.push_back(dataset.cells[static_cast<std::size_t>(cell)].path);
    return paths;
}

}  // namespace leukolens::experiment
