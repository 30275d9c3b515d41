#include "ui/window/demo_tour.h"

#include <QDir>
#include <QFileInfo>

#include "core/base/files.h"
#include "ui/data/data_workspace.h"
#include "ui/shell/app_context.h"
#include "ui/shell/main_window.h"
#include "ui/training/presets.h"
#include "ui/training/train_form.h"
#include "ui/training/train_workspace.h"
#include "ui/training/unseen_cells.h"

namespace leukolens::ui {

DemoTour::DemoTour(AppContext& context, MainWindow& window, QObject* parent)
    : QObject(parent),
      m_context(context),
      m_window(window),
      m_data(qobject_cast<DataWorkspace*>(window.workspace(3))),
      m_train(qobject_cast<TrainWorkspace*>(window.workspace(4))) {}

void DemoTour::start(const QString& folder) {
    m_window.showWorkspace(3);
    connect(&m_context, &AppContext::datasetChanged, this, &DemoTour::train, Qt::SingleShotConnection);
    m_data->openDemoIn(QDir(folder).filePath("cells"));
}

void DemoTour::train() {
    m_window.showWorkspace(4);
    TrainForm& form = m_train->form();
    form.setSettings(applyPreset(Preset::Quick, form.settings()));
    if (!QFileInfo::exists(QDir(m_context.settings.runsFolder()).filePath("run"))) form.setRunName("run");
    connect(m_train, &TrainWorkspace::trained, this, &DemoTour::classifyUnseen, Qt::SingleShotConnection);
    m_train->start();
    form.setRunName({});
}

void DemoTour::classifyUnseen(const QString& runFolder) {
    const auto dataset = m_context.dataset();
    const std::filesystem::path folder = runFolder.toStdString();
    m_context.fileWorker.run<UnseenCells>(
        tr("Choosing unseen cells"),
        [dataset, folder](ProgressSink&, const CancelToken&) { return findUnseenCells(*dataset, folder); }, this,
        [this](const Result<UnseenCells>& unseen) {
            if (!unseen) {
                m_train->showError(tr("The unseen cells could not be chosen"), unseen.error());
                return;
            }
            m_context.setModelFile(QString::fromStdString(toUtf8(unseen->model)));
            QStringList paths;
            for (const auto& path : unseen->cells) paths << QString::fromStdString(toUtf8(path));
            Q_EMIT m_context.classifyRequested(paths);
        });
}

}  // namespace leukolens::ui
