#include "core/experiment/predict_run.h"

#include <algorithm>
#include <cmath>

#include "core/experiment/planned_split.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_models.h"

namespace leukolens::experiment {
namespace {

/// Probabilities of each cell in order, of the network alone.
class Answers final : public inference::FileListener {
public:
    Answers(double temperature, ProgressSink& progress, std::string stage, std::int64_t total) : m_temperature(temperature), m_progress(progress), m_stage(std::move(stage)), m_total(total) {}

    void onResult(const inference::FilePrediction& result) override {
        m_progress.report({m_stage, ++m_done, m_total});
        if (!result.prediction) {
            if (!m_failure) m_failure = result.prediction.error();
            return;
        }
        append(result.prediction->probabilities);
    }

    const std::optional<Error>& failure() const { return m_failure; }
    std::vector<float> take() { return std::exchange(m_probabilities, {}); }

private:
    /// softmax(z / T) to the power of T is softmax(z), but for its sum.
    void append(const std::vector<double>& probabilities) {
        double sum = 0;
        std::vector<double> plain;
        for (const double p : probabilities) sum += plain.emplace_back(m_temperature == 1 ? p : std::pow(p, m_temperature));
        for (const double p : plain) m_probabilities.push_back(static_cast<float>(p / sum));
    }

    double m_temperature;
    ProgressSink& m_progress;
    std::string m_stage;
    std::int64_t m_done = 0, m_total;
    std::optional<Error> m_failure;
    std::vector<float> m_probabilities;
};

Result<void> predictPart(inference::Predictor& predictor, Answers& answers, const dataset::Dataset& dataset, const std::vector<int>& cells, const CancelToken& cancel) {
    if (auto done = inference::predictFiles(predictor, pathsOf(dataset, cells), answers, cancel); !done) return done;
    if (answers.failure()) return fail(*answers.failure());
    return {};
}

Result<void> predictFold(const dataset::Dataset& dataset, const dataset::Fold& fold, const RunRecord& record, int number, RunFiles& files, ProgressSink& progress, const CancelToken& cancel) {
    auto predictor = predictorOfFold(record, number, dataset.classes);
    if (!predictor) return fail(predictor.error());
    const bool inner = hasInnerPart(record.result.settings.protocol);
    const auto total = static_cast<std::int64_t>(fold.test.size() + (inner ? fold.validation.size() : 0));
    Answers answers((*predictor)->card().temperature.value_or(1), progress, stageOf(record, number), total);
    if (auto done = predictPart(**predictor, answers, dataset, fold.test, cancel); !done) return done;
    for (const auto& notice : (*predictor)->takeNotices()) files.log(notice);
    const auto test = answers.take();
    if (inner) {
        if (auto done = predictPart(**predictor, answers, dataset, fold.validation, cancel); !done) return done;
        if (auto written = files.writePredictions(kValidationFile, dataset, number, fold.validation, answers.take()); !written) return written;
    }
    return files.writePredictions(kPredictionsFile, dataset, number, fold.test, test);
}

}  // namespace

Result<void> predictRun(const RunRecord& record, const std::filesystem::path& source, ProgressSink& progress, const CancelToken& cancel) {
    const auto cells = cellsOfRun(record, source, progress, cancel);
    if (!cells) return fail(cells.error());
    auto files = RunFiles::open(record.result.folder);
    if (!files) return fail(files.error());
    for (const auto& fold : record.result.folds) {
        auto done = predictFold(cells->dataset, cells->split.folds[static_cast<std::size_t>(fold.fold - 1)], record, fold.fold, *files, progress, cancel);
        if (!done) return done;
    }
    files->log("the models answered anew for validation and test cells");
    return files->gatherPredictions(record.result.folds);
}

}  // namespace leukolens::experiment
