// ClassifySession: from what was dropped to pictures that wait, and from these to cells.
#include <algorithm>

#include "ui/classify/classify_session.h"

namespace leukolens::ui {

namespace {

std::vector<std::filesystem::path> toPaths(const QStringList& names) {
    std::vector<std::filesystem::path> paths;
    for (const QString& name : names) paths.emplace_back(name.toStdString());
    return paths;
}

/// Whether the file is of one of the models that were to be asked.
bool asks(const ModelChoice& choice, const std::filesystem::path& file) {
    return !file.empty() && (file == choice.file || std::ranges::find(choice.others, file) != choice.others.end());
}

}  // namespace

void ClassifySession::startRun(const QStringList& paths) {
    auto run = std::make_shared<Run>(Run{m_case, paths, std::make_shared<ArrivalQueue>(), ++m_runNumber});
    m_runs.push_back(run);
    m_arrivalTimer.start();
    run->finding = m_context.intakeWorker.run<casebook::IncomingPictures>(
        tr("Finding images"),
        [paths = toPaths(paths), file = std::filesystem::path(m_context.settings.localCaseFile().toStdString())](ProgressSink& progress, const CancelToken& cancel) {
            return casebook::findIncoming(paths, casebook::KeptPictures::besides(file), progress, cancel);
        },
        this,
        [this, run](Result<casebook::IncomingPictures> found) {
            if (!found) return endRun(run, fail(found.error()));
            classifyFound(run, std::move(*found));
        });
    Q_EMIT runsChanged();
}

void ClassifySession::classifyFound(const std::shared_ptr<Run>& run, casebook::IncomingPictures found) {
    const std::size_t failedBefore = m_failed.size();
    for (const Error& problem : found.zipProblems) m_failed.push_back({problem.file, problem});
    for (const dataset::Problem& problem : found.problems) m_failed.push_back({problem.path, Error{ErrorCode::ReadFailed, problem.message, problem.path, {}}});
    run->passedOver = static_cast<int>(m_failed.size() - failedBefore);
    if (run->passedOver > 0) Q_EMIT failedFilesChanged();

    if (!run->abandoned && m_modelState != ModelState::Ready) {  // it was taken away meanwhile, or another is being loaded
        waitAgain(*run);
        return leaveRun(run);
    }
    if (!run->abandoned) run->model = modelChoice();
    ClassifyRequest request{{}, run->model, answers() == Answers::EightViews};
    QStringList shown;
    for (casebook::IncomingPicture& picture : found.pictures) {
        shown << QString::fromStdString(picture.file.string());
        request.files.push_back(std::move(picture.file));
    }
    if (run->abandoned || request.files.empty()) {
        if (!run->abandoned && run->passedOver == 0) Q_EMIT noticeRaised(tr("No picture was found there. BMP, PNG, JPEG, TIFF and WebP files are read."));
        return leaveRun(run);
    }
    if (run->target == m_case) m_pictures.append(run->number, shown);
    m_context.inferenceWorker.run<ClassifyOutcome>(
        tr("Classifying"),
        [holder = m_holder, request = std::move(request), arrivals = run->arrivals](ProgressSink& progress, const CancelToken& cancel) {
            return classifyFiles(*holder, request, *arrivals, progress, cancel);
        },
        this, [this, run](Result<ClassifyOutcome> outcome) { endRun(run, outcome); });
}

void ClassifySession::endRun(const std::shared_ptr<Run>& run, const Result<ClassifyOutcome>& outcome) {
    takeArrivals(*run);
    if (run->abandoned) return leaveRun(run);
    if (outcome) {
        if (outcome->looksPerSecond > 0) m_looksPerSecond = outcome->looksPerSecond;
        if (m_model && outcome->model.sha256 != m_model->sha256) loadModel();  // the file was replaced meanwhile
        QStringList notices;
        if (outcome->stopped) notices << wordsOfStop(run->added);
        if (const QString colours = wordsOfColours(outcome->shift); !colours.isEmpty()) notices << colours;
        if (outcome->fields > 0) notices << tr("Whole fields of cells among them: %1. Each is one picture to the model: open them in Slides, where Find cells cuts them into their cells.").arg(outcome->fields);
        if (!notices.isEmpty()) Q_EMIT noticeRaised(notices.join(' '));
    } else if (outcome.error().code == ErrorCode::Cancelled) {
        Q_EMIT noticeRaised(wordsOfStop(run->added));
    } else if (asks(run->model, outcome.error().file)) {
        if (run->model.file == std::filesystem::path(m_context.modelFile().toStdString())) {
            m_modelError = outcome.error();
            m_modelState = ModelState::Failed;
            Q_EMIT modelChanged();
        }
        waitAgain(*run);
    } else {
        Q_EMIT errorRaised(tr("Classifying broke off. Cells classified so far: %1.").arg(run->added), outcome.error());
    }
    leaveRun(run);
}

/// Classified as soon as a model is chosen that can be read.
void ClassifySession::waitAgain(const Run& run) {
    m_waiting = run.paths + m_waiting;
    startWaiting();
    Q_EMIT waitingChanged();
}

void ClassifySession::leaveRun(const std::shared_ptr<Run>& run) {
    m_pictures.remove(run->number);
    std::erase(m_runs, run);
    if (m_runs.empty()) m_arrivalTimer.stop();
    Q_EMIT runsChanged();
}

bool ClassifySession::awaits(const QString& path) const {
    return m_waiting.contains(path) || std::any_of(m_runs.begin(), m_runs.end(), [&](const auto& run) { return run->paths.contains(path); });
}

void ClassifySession::stopClassifying() {
    for (const auto& run : m_runs) m_context.intakeWorker.stop(run->finding);
    m_context.inferenceWorker.stop();
}

void ClassifySession::abandonRuns() {
    stopClassifying();
    for (const auto& run : m_runs) {
        run->abandoned = true;
        m_pictures.remove(run->number);
    }
}

}  // namespace leukolens::ui
