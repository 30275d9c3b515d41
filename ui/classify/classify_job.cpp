#include "ui/classify/classify_job.h"

#include <QtGlobal>

#include <chrono>

#include "core/casebook/classified_cell.h"
#include "core/casebook/kept_pictures.h"
#include "core/dataset/reader.h"
#include "core/inference/colour_check.h"
#include "ui/classify/answers.h"

namespace leukolens::ui {

namespace {

// Stages of the job, translated with those of core.
constexpr const char* kFinding = QT_TRANSLATE_NOOP("Core", "Finding images");
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
            arrival.cell = casebook::classifiedCell(result, m_model.card, m_model.sha256, m_asked);
        } else {
            arrival.failed = {result.path, result.prediction.error()};
        }
        m_arrivals.push(std::move(arrival));
        m_progress.report({kClassifying, ++m_done, m_total});
    }

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
};

/// The paths, with the pictures of a zip in the place of the zip. A zip that cannot be unpacked is an arrival; only a full disk and the like, and being stopped, end the whole.
Result<std::vector<std::filesystem::path>> withZipsUnpacked(const ClassifyRequest& request, ArrivalQueue& arrivals, ProgressSink& progress, const CancelToken& cancel) {
    std::vector<std::filesystem::path> paths;
    const auto kept = casebook::KeptPictures::besides(request.caseFile);
    for (const auto& path : request.paths) {
        std::error_code ignored;
        if (!casebook::isZipName(path) || std::filesystem::is_directory(path, ignored)) {
            paths.push_back(path);
            continue;
        }
        auto unpacked = casebook::unpackPictures(path, kept, progress, cancel);
        if (!unpacked && unpacked.error().file != path) return fail(unpacked.error());
        if (!unpacked) {
            arrivals.push({std::nullopt, {path, unpacked.error()}});
            continue;
        }
        for (const Error& problem : unpacked->problems) arrivals.push({std::nullopt, {problem.file, problem}});
        if (unpacked->pictures.empty() && unpacked->problems.empty())
            arrivals.push({std::nullopt, {path, Error{ErrorCode::EmptyDataset, "holds no pictures", path, "BMP, PNG, JPEG, TIFF and WebP files are read."}}});
        paths.insert(paths.end(), unpacked->pictures.begin(), unpacked->pictures.end());
    }
    return paths;
}

/// Of a folder or file that could not be looked into, as findImages() tells it.
FailedFile failedFileOf(const dataset::Problem& problem) {
    return {problem.path, Error{ErrorCode::ReadFailed, problem.message, problem.path, {}}};
}

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
    progress.report({kFinding, 0, 0});
    const auto paths = withZipsUnpacked(request, arrivals, progress, cancel);
    if (!paths) return fail(paths.error());
    const dataset::FoundImages found = dataset::findImages(*paths);
    for (const dataset::Problem& problem : found.problems) arrivals.push({std::nullopt, failedFileOf(problem)});
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");

    progress.report({kLoading, 0, 0});
    const Result<inference::Predictor*> predictor = models.get(request.model);
    if (!predictor) return fail(predictor.error());
    ClassifyOutcome outcome{models.info(), static_cast<int>(found.files.size())};

    const casebook::Asked asked{request.eightViews ? looksOf(Answers::EightViews, {}) : 1, (*predictor)->joinedModels()};
    Listener listener(outcome.model, asked, arrivals, progress, found.files.size());
    if (auto classified = inference::predictFiles(**predictor, found.files, listener, cancel, {.eightViews = request.eightViews}); !classified) {
        if (classified.error().code != ErrorCode::Cancelled) return fail(classified.error());
        outcome.stopped = true;
    }
    outcome.shift = listener.shift();
    outcome.looksPerSecond = listener.looksPerSecond();
    return outcome;
}

}  // namespace leukolens::ui
