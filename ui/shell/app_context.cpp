#include "ui/shell/app_context.h"

#include <QUrl>

#include "core/base/files.h"
#include "core/dataset/dataset.h"

namespace leukolens::ui {
namespace {

/// Training takes what the window and classification leave.
constexpr int kTrainingNiceness = 10;
/// The search of a slide takes what the view leaves, before training does.
constexpr int kSlidesNiceness = 5;

}  // namespace

AppContext::AppContext(AppSettings& settingsOfProgram, QObject* parent)
    : QObject(parent),
      settings(settingsOfProgram),
      shortcuts(settingsOfProgram),
      trainingWorker("training", kTrainingNiceness),
      intakeWorker("intake"),
      inferenceWorker("inference"),
      slideWorker("slides", kSlidesNiceness),
      fileWorker("files") {
    for (JobRunner* worker : workers()) connect(worker, &JobRunner::statusChanged, this, &AppContext::busyChanged);
    connect(&settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key != SettingKey::ModelFile) return;
        m_lentModel.clear();
        Q_EMIT modelFileChanged();
    });
}

void AppContext::setDataset(std::shared_ptr<const dataset::Dataset> dataset) {
    m_dataset = std::move(dataset);
    Q_EMIT datasetChanged();
}

QString AppContext::pictureFolder() const { return m_dataset ? QString::fromStdString(toUtf8(m_dataset->root)) : settings.text(SettingKey::DataFolder); }

void AppContext::planTraining(const experiment::TrainSettings& plan) {
    if (plan == m_plannedTraining) return;
    m_plannedTraining = plan;
    Q_EMIT plannedTrainingChanged();
}

QString AppContext::modelFile() const { return modelIsLent() ? m_lentModel : chosenModelFile(); }

QString AppContext::chosenModelFile() const { return settings.text(SettingKey::ModelFile); }

void AppContext::setModelFile(const QString& file) {
    if (file == chosenModelFile()) return lendModel({});
    settings.set(SettingKey::ModelFile, file);
}

void AppContext::lendModel(const QString& file) {
    const QString before = modelFile();
    m_lentModel = file;
    if (modelFile() != before) Q_EMIT modelFileChanged();
}

void AppContext::setModelTitle(const QString& title) {
    if (title == m_modelTitle) return;
    m_modelTitle = title;
    Q_EMIT modelTitleChanged();
}

std::string AppContext::caseStore() const {
    return withPassword(settings.caseFile(), storePassword());
}

QString AppContext::storePassword() const { return m_passwordOf == settings.caseFile() ? m_storePassword : QString(); }

void AppContext::setStorePassword(const QString& password) {
    m_storePassword = password;
    m_passwordOf = settings.caseFile();
}

void AppContext::setPerson(const std::optional<Person>& person) {
    if (person == m_person) return;
    m_person = person;
    Q_EMIT personChanged();
}

std::array<JobRunner*, 5> AppContext::workers() {
    return {&trainingWorker, &intakeWorker, &inferenceWorker, &slideWorker, &fileWorker};
}

bool AppContext::anyBusy() const {
    return trainingWorker.busy() || intakeWorker.busy() || inferenceWorker.busy() || slideWorker.busy() || fileWorker.busy();
}

bool AppContext::anyStoppable() const {
    return trainingWorker.stoppable() || intakeWorker.stoppable() || inferenceWorker.stoppable() || slideWorker.stoppable() || fileWorker.stoppable();
}

void AppContext::stopAll() {
    for (JobRunner* worker : workers()) worker->stop();
}

void AppContext::stopAllAndWait() {
    stopAll();
    for (JobRunner* worker : workers()) worker->stopAndWait();
}

std::string withPassword(const QString& address, const QString& password) {
    if (password.isEmpty()) return address.toStdString();
    return (address + (address.contains('?') ? "&password=" : "?password=")).toStdString() + QUrl::toPercentEncoding(password).toStdString();
}

}  // namespace leukolens::ui
