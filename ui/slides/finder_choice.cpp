#include "ui/slides/finder_choice.h"

#include <QDir>
#include <QFileInfo>
#include <QWidget>

#include "core/fields/field_run_record.h"
#include "core/fields/white_cell_finder.h"
#include "ui/finder/finder_window.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"

namespace leukolens::ui {
namespace {

/// Models are all called alike: then the run folder says which one it is.
QString titleOf(const QString& file) {
    const QFileInfo info(file);
    return info.fileName() == QLatin1String(fields::kDetectorFile) ? info.dir().dirName() : info.completeBaseName();
}

}  // namespace

FinderChoice::FinderChoice(AppContext& context, QWidget& page) : QObject(&page), m_context(context), m_page(page), m_trained(modelFile()) {
    connect(&context, &AppContext::trainFinderRequested, this, &FinderChoice::train);
}

QString FinderChoice::modelFile() const { return m_context.settings.text(SettingKey::FinderFile); }

QString FinderChoice::trainedTitle() const { return titleOf(m_trained); }

void FinderChoice::use(const QString& file) {
    m_context.settings.set(SettingKey::FinderFile, file);
    Q_EMIT changed();
}

void FinderChoice::useOwn() { use({}); }

void FinderChoice::useTrained() { use(m_trained); }

void FinderChoice::choose() {
    const QString file = dialogs::openFile(&m_page, tr("Choose a trained finder"), m_trained.isEmpty() ? m_context.settings.runsFolder() : m_trained, tr("Models (*.leukomodel);;All files (*)"));
    if (!file.isEmpty()) tryModel(file);
}

void FinderChoice::tryModel(const QString& file) {
    m_context.intakeWorker.run<void>(
        tr("Opening a finder"),
        [file = file.toStdString()](ProgressSink&, const CancelToken&) -> Result<void> {
            const auto finder = fields::openWhiteCellFinder(file, "cpu", "auto");
            return finder ? Result<void>() : fail(finder.error());
        },
        this,
        [this, file](const Result<void>& opened) {
            if (!opened) return Q_EMIT failed(tr("Slides cannot search with this model."), opened.error());
            m_trained = file;
            useTrained();
            Q_EMIT noticeRaised(tr("Find cells now searches with %1.").arg(titleOf(file)));
        });
}

void FinderChoice::train() {
    if (!m_window) {
        m_window = new FinderWindow(m_context, &m_page);
        connect(m_window, &FinderWindow::useRequested, this, [this](const QString& file) {
            m_window->close();
            Q_EMIT m_context.workspaceRequested(2);
            tryModel(file);
        });
    }
    m_window->present();
}

}  // namespace leukolens::ui
