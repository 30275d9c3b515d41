#include "ui/welcome/sample_case.h"

#include <QFileInfo>

#include <utility>

#include "core/base/files.h"
#include "core/experiment/presets.h"
#include "ui/classify/classify_session.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/log.h"
#include "ui/shell/main_window.h"
#include "ui/training/train_workspace.h"
#include "ui/training/unseen_cells.h"

namespace leukolens::ui {
namespace {

constexpr int kClassify = 1, kTrain = 4;

/// Of all networks the one that learns drawn cells soonest and best (docs/results.md): somebody waits for it.
experiment::TrainSettings sampleSettings() { return experiment::withNetwork(experiment::quickPreset(), "leuknet"); }

}  // namespace

SampleCase::SampleCase(AppContext& context, MainWindow& window, ClassifySession& session, DataWorkspace& data, TrainWorkspace& train, QObject* parent)
    : QObject(parent), m_context(context), m_window(window), m_session(session), m_data(data), m_train(train), m_trainSettings(sampleSettings()) {
    setObjectName("sampleCase");
    connect(&m_session, &ClassifySession::caseChanged, this, &SampleCase::updateLoan);
    connect(&m_session, &ClassifySession::runsChanged, this, [this] {
        if (m_state == State::Classifying && !m_session.classifying()) setState(State::Resting);
    });
    connect(&m_train.session(), &TrainingSession::ended, this, &SampleCase::onTrainingEnded);
    connect(&m_train.session(), &TrainingSession::stateChanged, this, [this] {
        if (m_state == State::Training) Q_EMIT changed();
    });
    updateLoan();
}

bool SampleCase::wasMade() const { return SampleRecord::read(m_context.settings).has_value(); }

bool SampleCase::isResting() const { return m_state == State::Training && m_train.session().state() == RunState::Paused; }

void SampleCase::setTouring(bool touring) {
    m_touring = touring;
    if (touring && m_state == State::Ready) showWhenFree();
}

void SampleCase::setState(State state, const QString& trouble) {
    m_state = state;
    m_trouble = trouble;
    Q_EMIT changed();
}

void SampleCase::fail(const QString& summary, const Error& error) {
    if (error.code == ErrorCode::Cancelled) return setState(State::Resting);
    log::error(summary.toStdString() + " " + error.message());
    const QString file = QString::fromStdString(toUtf8(error.file));
    setState(State::Failed, summary + ' ' + errorWords(error) + (file.isEmpty() ? QString() : ' ' + file));
}

QString SampleCase::obstacle() const {
    if (m_session.reading()) return tr("A second reading is open in Classify: leave or finish it first.");
    // They would be classified into the sample, by its model.
    if (!m_session.waiting().isEmpty()) return tr("Pictures of yours wait in Classify for a model: choose one first.");
    return {};
}

void SampleCase::lookAround() {
    if (m_state == State::Ready) return show();
    if (m_state == State::Training) return m_window.showWorkspace(kTrain);
    if (isBusy()) return;
    if (const QString why = obstacle(); !why.isEmpty()) return setState(State::Failed, why);
    const auto record = SampleRecord::read(m_context.settings);
    if (!record) return makeCells();
    setState(State::Looking);
    m_session.writer().read<bool>(
        tr("Looking for the sample case"),
        [record](casebook::CaseStore& store) -> Result<bool> {
            const auto found = store.findCase(record->caseId);
            if (!found && found.error().code == ErrorCode::NotFound) return false;
            if (!found) return leukolens::fail(found.error());
            return QString::fromStdString(found->created) == record->created;
        },
        this,
        [this, record](const Result<bool>& isThere) {
            if (!isThere) return fail(tr("The sample case could not be looked for."), isThere.error());
            if (*isThere) return openMade(*record);
            makeCells();
        });
}

void SampleCase::openMade(const SampleRecord& record) {
    m_lentFor = 0;  // lent anew, also where the person chose another model for it
    if (m_session.summary().id == record.caseId) {
        updateLoan();
    } else {
        if (QFileInfo::exists(record.model)) m_context.lendModel(record.model);
        m_session.openCase(record.caseId);
    }
    m_window.showWorkspace(kClassify);
    setState(State::Resting);
}

void SampleCase::makeCells() {
    setState(State::MakingCells);
    const auto cells = std::filesystem::path(AppSettings::demoFolder().toStdString());
    m_job = m_context.fileWorker.run<SampleRun>(
        tr("Demonstration cells"),
        [cells, demo = m_data.demoSettings(), runs = m_context.settings.runsFolder()](ProgressSink& progress, const CancelToken& cancel) { return findSampleRun(cells, demo, runs, progress, cancel); }, this,
        [this](const Result<SampleRun>& run) {
            if (!run) return fail(tr("The demonstration cells could not be made."), run.error());
            if (!m_context.dataset()) m_data.openDemo();
            train(*run);
        });
}

void SampleCase::train(const SampleRun& run) {
    m_cells = run.cells;
    m_runFolder = run.folder;
    if (run.finished()) return chooseCells();
    if (!m_train.mayTrain()) return setState(State::Failed, tr("Another training is running, and the sample needs one of its own. Look around again when it has ended."));
    setState(State::Training);
    experiment::TrainSettings settings = m_trainSettings;
    settings.device = m_context.settings.text(SettingKey::Device).toStdString();
    if (run.started)
        m_train.goOnWith(run.folder, *run.started);
    else
        m_train.startOn(run.cells, settings, run.folder);
    if (m_window.currentWorkspace() == 0) m_window.showWorkspace(kTrain);
}

void SampleCase::onTrainingEnded() {
    // After a question to the person it may have begun again.
    if (m_state != State::Training || m_train.session().folder() != m_runFolder || isActive(m_train.session().state())) return;
    const auto& outcome = m_train.session().outcome();
    if (!outcome) return fail(tr("The sample's training failed."), outcome.error());
    chooseCells();
}

void SampleCase::chooseCells() {
    m_job = m_context.fileWorker.run<UnseenCells>(
        tr("Choosing unseen cells"),
        [cells = m_cells, folder = std::filesystem::path(m_runFolder.toStdString())](ProgressSink&, const CancelToken&) { return findUnseenCells(*cells, folder); }, this,
        [this](const Result<UnseenCells>& unseen) {
            m_cells.reset();
            if (!unseen) return fail(tr("The unseen cells could not be chosen."), unseen.error());
            m_model = QString::fromStdString(toUtf8(unseen->model));
            m_unseen.clear();
            for (const auto& path : unseen->cells) m_unseen << QString::fromStdString(toUtf8(path));
            setState(State::Ready);
            showWhenFree();
        });
}

bool SampleCase::personWaits() const {
    const int workspace = m_window.currentWorkspace();
    return m_window.centralWidget()->isEnabled() && (m_touring || workspace == 0 || workspace == kTrain);
}

void SampleCase::showWhenFree() {
    if (personWaits()) show();
}

void SampleCase::show() {
    if (m_state != State::Ready) return;
    if (const QString why = obstacle(); !why.isEmpty()) return setState(State::Ready, why);
    setState(State::Classifying);
    // Lent before the case is there: pictures that a watched folder holds back must not find it with the person's model.
    m_madeCase = m_session.shownCase() + 1;
    m_context.lendModel(m_model);
    m_session.newCase();
    //: name of a case
    m_session.rename(tr("Sample (demonstration cells)"));
    recordCase();
    m_window.showWorkspace(kClassify);
    m_session.classify(std::exchange(m_unseen, {}));
}

/// Its id is known once the store has it, which may be after the person has left it.
void SampleCase::recordCase() {
    m_session.readStore<casebook::CaseSummary>(
        tr("Reading the case"), [](casebook::CaseStore& store, casebook::CaseId id) { return store.findCase(id); }, this,
        [this, store = m_context.settings.caseFile(), model = m_model](const Result<casebook::CaseSummary>& made) {
            if (!made) return;  // it could not be saved, which Classify says
            SampleRecord{store, made->id, QString::fromStdString(made->created), model}.write(m_context.settings);
        });
}

void SampleCase::stop() {
    switch (m_state) {
        case State::MakingCells: m_context.fileWorker.stop(m_job); break;
        case State::Training: m_context.trainingWorker.stop(); break;
        case State::Classifying: m_session.stopClassifying(); break;
        case State::Ready: setState(State::Resting); break;
        default: break;
    }
}

void SampleCase::dismiss() {
    if (m_state == State::Failed) setState(State::Resting);
}

/// Once for each case that is shown: a model that the person chooses while the sample is shown stays.
void SampleCase::updateLoan() {
    if (m_session.loading() || m_session.shownCase() == m_lentFor) return;
    m_lentFor = m_session.shownCase();
    const auto record = SampleRecord::read(m_context.settings);
    QString model;
    if (m_madeCase != 0 && m_lentFor == m_madeCase)
        model = m_model;
    else if (record && record->caseId == m_session.summary().id && record->created == QString::fromStdString(m_session.summary().created) && QFileInfo::exists(record->model))
        model = record->model;
    m_context.lendModel(model);
}

}  // namespace leukolens::ui
