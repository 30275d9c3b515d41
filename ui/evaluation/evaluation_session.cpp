#include "ui/evaluation/evaluation_session.h"

#include "core/base/files.h"
#include "core/base/same_place.h"
#include "core/experiment/predict_run.h"
#include "core/experiment/run_data.h"
#include "ui/shell/app_context.h"
#include "ui/shell/save_later.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

/// Where the pictures of the run lie now: where they were, or in the data that are open.
fs::path picturesOf(const experiment::RunRecord& record, const evaluation::PredictionTable& test, const fs::path& open) {
    std::error_code code;
    for (const fs::path& root : {record.dataRoot, open})
        if (!root.empty() && fs::exists(root / test.cells.front().path, code)) return root;
    return {};
}

experiment::EvaluationChoices choicesFor(double sensitivity) {
    experiment::EvaluationChoices choices;
    choices.sensitivity = sensitivity;
    return choices;
}

Result<EvaluatedRunPointer> evaluated(const fs::path& folder, const fs::path& predictFrom, double sensitivity, const fs::path& openData, ProgressSink& progress, const CancelToken& cancel) {
    auto run = std::make_shared<EvaluatedRun>();
    auto record = experiment::readRun(folder);
    if (!record) return fail(record.error());
    if (!predictFrom.empty())
        if (auto made = experiment::predictRun(*record, predictFrom, progress, cancel); !made) return fail(made.error());
    auto input = experiment::evaluationInput(*record, choicesFor(sensitivity));
    if (!input) return fail(input.error());
    auto evaluation = evaluation::evaluate(*input, progress, cancel);
    if (!evaluation) return fail(evaluation.error());
    if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
    // None of these files is needed to show the figures.
    auto studies = experiment::readRunStudies(*record);
    if (!studies) run->studiesDamaged = studies.error();
    if (studies) run->studies = std::move(*studies);
    auto review = experiment::readErrorReview(folder);
    if (!review) run->reviewDamaged = review.error();
    if (auto written = experiment::writeEvaluation(*record, *evaluation); !written) run->notWritten = written.error();
    run->pictures = picturesOf(*record, input->test, openData);
    run->record = std::move(*record);
    run->test = std::move(input->test);
    run->evaluation = std::move(*evaluation);
    run->sensitivity = sensitivity;
    if (review) run->review = std::move(*review);
    return EvaluatedRunPointer(std::move(run));
}

Result<std::shared_ptr<const ComparedRun>> readCompared(const EvaluatedRunPointer& first, const fs::path& folder, ProgressSink& progress, const CancelToken& cancel) {
    auto other = std::make_shared<ComparedRun>();
    auto record = experiment::readRun(folder);
    if (!record) return fail(record.error());
    const auto input = experiment::evaluationInput(*record, choicesFor(first->sensitivity));
    if (!input) return fail(input.error());
    auto comparison = evaluation::compareTables(first->test, input->test, first->evaluation.positive, first->evaluation.bootstrap, progress, cancel);
    if (!comparison) return fail(comparison.error());
    if (input->positive >= 0) other->curve.emplace(evaluation::Ranking(input->test, input->positive, std::vector<int>(input->test.cells.size(), 0)));
    other->settings = experiment::differingSettings(first->record.result.settings, record->result.settings);
    other->comparison = std::move(*comparison);
    other->record = std::move(*record);
    return std::shared_ptr<const ComparedRun>(std::move(other));
}

}  // namespace

EvaluationSession::EvaluationSession(AppContext& context, QObject* parent) : QObject(parent), m_context(context) {}

void EvaluationSession::open(const QString& folder) { evaluate(folder, {}, m_run ? m_run->sensitivity : 0.95); }

void EvaluationSession::chooseSensitivity(double sensitivity) {
    if (m_run && m_opening.isEmpty()) evaluate(QString::fromStdString(toUtf8(m_run->record.result.folder)), {}, sensitivity);
}

void EvaluationSession::predictAgain(const QString& data) {
    if (m_run && m_opening.isEmpty()) evaluate(QString::fromStdString(toUtf8(m_run->record.result.folder)), data, m_run->sensitivity);
}

void EvaluationSession::evaluate(const QString& folder, const QString& predictFrom, double sensitivity) {
    // The newest wish counts.
    if (!m_opening.isEmpty()) m_context.fileWorker.stop(m_openingJob);
    m_opening = folder;
    const int number = ++m_wish;
    Q_EMIT openingChanged();
    const fs::path path = folder.toStdString(), from = predictFrom.toStdString();
    const fs::path openData = m_context.dataset() ? m_context.dataset()->root : fs::path();
    m_openingJob = m_context.fileWorker.run<EvaluatedRunPointer>(
        tr("Evaluating the run"),
        [path, from, sensitivity, openData](ProgressSink& progress, const CancelToken& cancel) { return evaluated(path, from, sensitivity, openData, progress, cancel); }, this,
        [this, number, anew = !predictFrom.isEmpty()](const Result<EvaluatedRunPointer>& run) {
            if (number != m_wish) return;
            m_opening.clear();
            if (run) {
                const bool sameAnswers = !anew && isSameRun(m_run, *run);
                m_run = *run;
                m_review = m_run->review;
                if (!sameAnswers) {
                    m_compared.reset();
                    m_relations.clear();
                }
            }
            Q_EMIT openingChanged();
            if (!run) {
                Q_EMIT failed(tr("The run could not be evaluated"), run.error());
            } else {
                Q_EMIT opened();
                Q_EMIT comparedChanged();
                Q_EMIT relationsChanged();
                if (m_run->notWritten) Q_EMIT notWritten(*m_run->notWritten);
            }
        },
        JobPolicy::Disposable);
}

void EvaluationSession::relatePictures() {
    if (!m_run || m_relating) return;
    m_relating = true;
    Q_EMIT relationsChanged();
    using Relations = std::vector<experiment::PictureRelation>;
    const auto open = m_context.dataset();
    m_context.fileWorker.run<Relations>(
        tr("Measuring pictures"),
        [run = m_run, open](ProgressSink& progress, const CancelToken& cancel) -> Result<Relations> {
            if (open && samePlace(open->root, run->pictures)) return experiment::pictureRelations(run->test, *open, run->evaluation.bootstrap, progress, cancel);
            const auto data = experiment::readDataOfRun(run->record, run->record.dataSource, progress, cancel);
            if (!data) return fail(data.error());
            return experiment::pictureRelations(run->test, *data, run->evaluation.bootstrap, progress, cancel);
        },
        this,
        [this, run = m_run](const Result<Relations>& relations) {
            m_relating = false;
            if (relations && run == m_run) m_relations = *relations;
            Q_EMIT relationsChanged();
            if (!relations) Q_EMIT failed(tr("The pictures could not be measured"), relations.error());
        },
        JobPolicy::Disposable);
}

void EvaluationSession::compareWith(const QString& folder) {
    if (!m_run) return;
    const fs::path path = folder.toStdString();
    m_context.fileWorker.run<std::shared_ptr<const ComparedRun>>(
        tr("Comparing runs"), [first = m_run, path](ProgressSink& progress, const CancelToken& cancel) { return readCompared(first, path, progress, cancel); }, this,
        [this, first = m_run](const Result<std::shared_ptr<const ComparedRun>>& other) {
            if (first != m_run) return;  // another run was opened meanwhile
            if (!other) {
                Q_EMIT failed(tr("The runs could not be compared"), other.error());
                return;
            }
            m_compared = *other;
            Q_EMIT comparedChanged();
        },
        JobPolicy::Disposable);
}

void EvaluationSession::endComparison() {
    m_compared.reset();
    Q_EMIT comparedChanged();
}

void EvaluationSession::lock() {
    if (!m_run) return;
    struct Done {
        experiment::LockedDecisions decisions;
        std::optional<Error> notWritten;
    };
    m_context.fileWorker.run<Done>(
        tr("Writing into the models"), [run = m_run](ProgressSink&, const CancelToken&) -> Result<Done> {
            auto decisions = experiment::lockDecisions(run->record, run->evaluation);
            if (!decisions) return fail(decisions.error());
            Done done{std::move(*decisions), {}};
            // The models' checksums are others now.
            if (auto written = experiment::writeEvaluation(run->record, run->evaluation); !written) done.notWritten = written.error();
            return done;
        }, this,
        [this](const Result<Done>& done) {
            if (!done) {
                Q_EMIT failed(tr("Temperature and threshold were not locked"), done.error());
                return;
            }
            Q_EMIT locked(done->decisions);
            if (done->notWritten) Q_EMIT notWritten(*done->notWritten);
        },
        JobPolicy::MustFinish);
}

void EvaluationSession::note(const std::vector<std::string>& paths, std::optional<experiment::ErrorCause> cause) {
    if (!m_run) return;
    for (const auto& path : paths) {
        if (cause) {
            m_review[path] = *cause;
        } else {
            m_review.erase(path);
        }
    }
    Q_EMIT reviewChanged();
    const auto folder = m_run->record.result.folder;
    saveLater(
        m_context, tr("Saving what was noted"), QString::fromStdString(toUtf8(folder / experiment::kReviewFile)),
        [folder, review = m_review](const fs::path&) { return experiment::writeErrorReview(folder, review); }, this,
        [this](const Error& error) { Q_EMIT failed(tr("What was noted of errors could not be saved"), error); });
}

}  // namespace leukolens::ui
