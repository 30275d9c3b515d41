// Going through a comparison's rows.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <functional>
#include <limits>
#include <mutex>
#include <new>
#include <nlohmann/json.hpp>
#include <span>

#include "core/base/files.h"
#include "core/dataset/fingerprint.h"
#include "core/experiment/comparison_file.h"
#include "core/experiment/part_run.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_evaluation.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_models.h"
#include "core/image/decode.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

using evaluation::PredictionTable;

constexpr std::uint64_t kMaxSplitBytes = 1u << 30;
constexpr std::size_t kMeasuredPictures = 64;
constexpr double kMeasuredSeconds = 1.0;
constexpr const char* kReference = "inception_v3";

/// What a picture in memory takes to be answered, all cores at work as in Classify.
Result<double> imagesASecond(inference::Predictor& predictor, const std::vector<fs::path>& files, const CancelToken& cancel) {
    std::vector<image::Image> pictures;
    for (const auto& file : files) {
        auto picture = image::decodeFile(file);
        if (!picture) return fail(picture.error());
        pictures.push_back(std::move(*picture));
    }
    const std::size_t batch = std::min(pictures.size(), static_cast<std::size_t>(predictor.batch()));
    std::optional<Error> error;
    std::mutex mutex;
    const auto answerFor = [&](double seconds) {
        std::atomic<std::int64_t> answered = 0;
        const auto start = std::chrono::steady_clock::now();
        const auto passed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
        predictor.onStreams(std::numeric_limits<std::size_t>::max(), [&] {
            std::size_t next = 0;
            do {
                const auto answers = predictor.predict(std::span(pictures).subspan(next, batch));
                if (!answers) {
                    const std::lock_guard lock(mutex);
                    error = answers.error();
                    return;
                }
                answered += static_cast<std::int64_t>(batch);
                next = next + 2 * batch <= pictures.size() ? next + batch : 0;
            } while (!cancel.cancelled() && passed() < seconds);
        });
        return static_cast<double>(answered) / passed();
    };
    answerFor(kMeasuredSeconds / 4);  // memory is laid out, and kernels are chosen
    const double speed = answerFor(kMeasuredSeconds);
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    if (error) return fail(*error);
    return speed;
}

class Queue {
public:
    Queue(const dataset::Dataset& dataset, const dataset::Split& split, ModelComparison& comparison, const ComparisonControl& control)
        : m_dataset(dataset), m_split(split), m_splitJson(dataset::toJson(dataset, split)), m_comparison(comparison), m_control(control) {}

    Result<void> run() {
        if (m_comparison.finished()) return {};
        const std::size_t runs = m_comparison.rows.size() - 1;
        for (std::size_t i = 0; i < runs; ++i) {
            auto& row = m_comparison.rows[i];
            if (row.state == RowState::Done) continue;
            tell(static_cast<int>(i));
            PartProgress progress(m_control.run.progress, i, runs);
            auto done = attempt([&] { return finish(row, progress); });
            if (!done && mustStop(done.error())) return done;
            if (auto kept = keep(row, done); !kept) return kept;
        }
        auto& ensemble = m_comparison.rows.back();
        tell(static_cast<int>(runs));
        auto done = attempt([&] { return finishEnsemble(ensemble); });
        if (!done && mustStop(done.error())) return done;
        if (auto kept = keep(ensemble, done); !kept) return kept;
        tell(-1);
        return {};
    }

private:
    /// Of one row; of all the others it says nothing.
    static Result<void> attempt(const std::function<Result<void>()>& work) {
        try {
            return work();
        } catch (const std::bad_alloc&) {
            return fail(ErrorCode::OutOfMemory, "memory ran out", {}, "Close other programs, or choose a smaller batch or input size.");
        }
    }

    static bool mustStop(const Error& error) { return error.code == ErrorCode::Cancelled || error.code == ErrorCode::AlreadyExists; }

    void tell(int row) const { m_control.changed(m_comparison, row); }

    Result<void> keep(ComparedRow& row, const Result<void>& done) {
        row.state = done ? RowState::Done : RowState::Failed;
        row.error.reset();
        if (!done) {
            row.error = done.error();
            row.figures.clear();
        }
        return writeComparison(m_comparison);
    }

    fs::path folderOf(const ComparedRow& row) const { return m_comparison.folder / kComparedRuns / row.name; }

    Result<void> finish(ComparedRow& row, ProgressSink& progress) {
        const auto settings = settingsOf(row.entry, m_comparison.settings);
        if (!settings) return fail(settings.error());
        const PartRun part{*settings, folderOf(row), m_comparison.dataSha256, m_comparison.options, "Move that folder away, then go on."};
        const RunControl control{m_control.run.observer, progress, m_control.run.cancel, m_control.run.pause};
        if (auto done = trainOrGoOn(m_dataset, part, control); !done) return done;
        const auto record = readRun(part.folder);
        if (!record) return fail(record.error());
        if (auto same = requireSameSplit(part.folder); !same) return same;
        row.device = record->result.device;
        double seconds = 0;
        for (const auto& epoch : record->history) seconds += epoch.seconds;
        if (!record->history.empty()) row.secondsAnEpoch = seconds / static_cast<double>(record->history.size());
        const auto input = evaluationInput(*record, {});
        if (!input) return fail(input.error());
        if (auto figured = evaluateInto(row, input->test, input->positive); !figured) return figured;
        if (auto measured = measure(row, *record); !measured) return measured;
        return compareWithReference(row, input->test, input->positive);
    }

    Result<void> requireSameSplit(const fs::path& folder) const {
        const auto text = readTextFile(folder / "split.json", kMaxSplitBytes);
        if (!text) return fail(text.error());
        if (nlohmann::json::parse(*text, nullptr, false) != m_splitJson)
            return fail(ErrorCode::DataChanged, "divides the cells otherwise than this comparison", folder / "split.json", "Move the run's folder away, then go on: it is trained anew.");
        return {};
    }

    Result<void> evaluateInto(ComparedRow& row, const PredictionTable& table, int positive) {
        const auto units = evaluation::unitsOf(table);
        m_comparison.overSubjects = units.areSubjects;
        const evaluation::MetricEvaluator evaluator(table, units, m_comparison.keys, {evaluation::positiveOrSecond(m_comparison.classes.size(), positive), {}});
        auto figures = evaluation::bootstrapFigures(evaluator, m_comparison.bootstrap, m_control.run.progress, m_control.run.cancel);
        if (!figures) return fail(figures.error());
        row.figures = std::move(*figures);
        return {};
    }

    Result<void> measure(ComparedRow& row, const RunRecord& record) {
        const auto predictor = predictorOfFold(record, 1, m_comparison.classes);
        if (!predictor) return fail(predictor.error());
        auto files = pathsOf(m_dataset, m_split.folds.front().test);
        files.resize(std::min(files.size(), kMeasuredPictures));
        const auto speed = imagesASecond(**predictor, files, m_control.run.cancel);
        if (!speed) return fail(speed.error());
        row.imagesASecond = *speed;
        row.precision = (*predictor)->precision();
        return {};
    }

    const ComparedRow* referenceRow() const {
        for (const auto& row : m_comparison.rows)
            if (row.name == m_comparison.reference) return &row;
        return nullptr;
    }

    /// The first InceptionV3 row that is done is what the others are compared with, those before it too.
    Result<void> compareWithReference(ComparedRow& row, const PredictionTable& table, int positive) {
        if (!referenceRow()) {
            if (row.entry.network != kReference) return {};
            for (auto& other : m_comparison.rows) {
                if (other.state != RowState::Done || other.isEnsemble()) continue;
                const auto answers = evaluation::readPredictions(folderOf(other) / kPredictionsFile);
                if (!answers) return fail(answers.error());
                if (auto compared = compare(other, *answers, table, positive); !compared) return compared;
            }
            m_comparison.reference = row.name;
            return {};
        }
        if (row.name == m_comparison.reference) return {};
        const auto reference = evaluation::readPredictions(folderOf(*referenceRow()) / kPredictionsFile);
        if (!reference) return fail(reference.error());
        return compare(row, table, *reference, positive);
    }

    Result<void> compare(ComparedRow& row, const PredictionTable& table, const PredictionTable& reference, int positive) {
        const auto comparison = evaluation::compareTables(reference, table, positive, m_comparison.bootstrap, m_control.run.progress, m_control.run.cancel);
        if (!comparison) return fail(comparison.error());
        const auto accuracy = std::ranges::find(comparison->differences, m_comparison.keys.front(), &evaluation::Difference::key);
        row.difference = *accuracy;
        return {};
    }

    Result<void> finishEnsemble(ComparedRow& row) {
        std::vector<PredictionTable> tables;
        double secondsAnImage = 0;
        std::int64_t parameters = 0;
        int positive = -1;
        row.device.clear();
        row.precision.clear();
        for (const auto& other : m_comparison.rows) {
            if (other.isEnsemble() || other.state != RowState::Done) continue;
            const auto record = readRun(folderOf(other));
            if (!record) return fail(record.error());
            auto input = evaluationInput(*record, {});
            if (!input) return fail(input.error());
            positive = input->positive;
            tables.push_back(std::move(input->test));
            secondsAnImage += 1 / *other.imagesASecond;
            parameters += other.parameters;
            row.device = other.device;
            row.precision = other.precision;
        }
        if (tables.size() < 2) return fail(ErrorCode::InvalidArgument, "an ensemble needs two networks that are done", m_comparison.folder, "See why the others failed.");
        const auto mean = evaluation::meanOf(tables);
        if (!mean) return fail(mean.error());
        if (auto figured = evaluateInto(row, *mean, positive); !figured) return figured;
        row.parameters = parameters;
        row.imagesASecond = 1 / secondsAnImage;
        return compareWithReference(row, *mean, positive);
    }

    const dataset::Dataset& m_dataset;
    const dataset::Split& m_split;
    const nlohmann::json m_splitJson;
    ModelComparison& m_comparison;
    const ComparisonControl& m_control;
};

}  // namespace

Result<void> goOnWithComparison(const dataset::Dataset& dataset, ModelComparison& comparison, const ComparisonControl& control) {
    const auto then = asRunBegan(dataset, comparison.folder);
    if (!then) return fail(then.error());
    if (dataset::fingerprint(*then) != comparison.dataSha256)
        return fail(ErrorCode::DataChanged, "holds other cells than when the comparison in " + comparison.folder.string() + " began", dataset.root, "Choose the folder that it began with, or compare anew.");
    const auto split = plannedSplit(*then, comparison.settings);
    if (!split) return fail(split.error());
    return Queue(*then, *split, comparison, control).run();
}

}  // namespace leukolens::experiment
