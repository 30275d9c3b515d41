#include "ui/classify/classify_job.h"

#include <QtGlobal>

#include <algorithm>
#include <chrono>

#include "core/casebook/classified_cell.h"
#include "core/inference/colour_check.h"
#include "ui/classify/answers.h"
#include "ui/shell/log.h"

namespace leukolens::ui {

namespace {

// Stages of the job, translated with those of core.
constexpr const char* kLoading = QT_TRANSLATE_NOOP("Core", "Loading the model");
constexpr const char* kClassifying = QT_TRANSLATE_NOOP("Core", "Classifying cells");

class Listener : public inference::FileListener {
public:
    Listener(const ModelInfo& model, casebook::Asked asked, ArrivalQueue& arrivals, ProgressSink& progress, std::size_t total)
        : m_model(model), m_asked(std::move(asked)), m_arrivals(arrivals), m_progress(progress), m_total(static_cast<std::int64_t>(total)), m_colours(model.card) {}

    void onResult(const inference::FilePrediction& result) override {
        Arrival arrival;
        if (result.prediction) {
            m_colours.add(*result.prediction);
            const auto& flags = result.prediction->flags;
            if (std::find(flags.begin(), flags.end(), inference::kWholeFieldFlag) != flags.end()) ++m_fields;
            arrival.cell = casebook::classifiedCell(result, m_model.card, m_model.sha256, m_asked);
        } else {
            arrival.failed = {result.path, result.prediction.error()};
        }
        m_arrivals.push(std::move(arrival));
        m_progress.report({kClassifying, ++m_done, m_total});
    }

    int fields() const { return m_fields; }
    std::optional<stain::Shift> shift() const { return m_colours.shift(); }

    double looksPerSecond() const {
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - m_begun;
        const double looks = static_cast<double>(m_done) * m_asked.views * static_cast<double>(m_asked.otherModels.size() + 1);
        return m_done < kEnoughToMeasure ? 0 : looks / taken.count();
    }

private:
    static constexpr std::int64_t kEnoughToMeasure = 10;

    const ModelInfo& m_model;
    const casebook::Asked m_asked;
    const std::chrono::steady_clock::time_point m_begun = std::chrono::steady_clock::now();
    ArrivalQueue& m_arrivals;
    ProgressSink& m_progress;
    std::int64_t m_done = 0, m_total = 0;
    inference::ColourCheck m_colours;
    int m_fields = 0;
};

}  // namespace

void ArrivalQueue::push(Arrival arrival) {
    const std::lock_guard lock(m_mutex);
    m_arrivals.push_back(std::move(arrival));
}

std::vector<Arrival> ArrivalQueue::takeAll() {
    std::vector<Arrival> taken;
    const std::lock_guard lock(m_mutex);
    taken.swap(m_arrivals);
    return taken;
}

Result<ClassifyOutcome> classifyFiles(ModelHolder& models, const ClassifyRequest& request, ArrivalQueue& arrivals,
                                      ProgressSink& progress, const CancelToken& cancel) {
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    progress.report({kLoading, 0, 0});
    const Result<inference::Predictor*> predictor = models.get(request.model);
    if (!predictor) return fail(predictor.error());
    ClassifyOutcome outcome{models.info()};

    const casebook::Asked asked{request.eightViews ? looksOf(Answers::EightViews, {}) : 1, (*predictor)->joinedModels()};
    Listener listener(outcome.model, asked, arrivals, progress, request.files.size());
    if (auto classified = inference::predictFiles(**predictor, request.files, listener, cancel, {.eightViews = request.eightViews}); !classified) {
        if (classified.error().code != ErrorCode::Cancelled) return fail(classified.error());
        outcome.stopped = true;
    }
    for (const auto& notice : (*predictor)->takeNotices()) log::warning(notice);
    outcome.shift = listener.shift();
    outcome.fields = listener.fields();
    outcome.looksPerSecond = listener.looksPerSecond();
    return outcome;
}

}  // namespace leukolens::ui
