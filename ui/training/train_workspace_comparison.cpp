// Train's side of comparing models: begins a comparison with the form's settings, opens one, saves its table and its report.
#include <QDir>
#include <QFileInfo>
#include <QPushButton>
#include <QStackedWidget>

#include <variant>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/experiment/comparison_file.h"
#include "ui/report/pdf_report.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/training/comparison_chooser.h"
#include "ui/training/comparison_session.h"
#include "ui/training/comparison_view.h"
#include "ui/shell/run_folder_name.h"
#include "ui/training/train_form.h"
#include "ui/training/train_workspace.h"

namespace leukolens::ui {

void TrainWorkspace::connectComparison() {
    connect(m_comparison, &ComparisonSession::changed, this, &TrainWorkspace::onState);
    connect(m_comparison, &ComparisonSession::canTrainChanged, this, &TrainWorkspace::onState);
    connect(m_comparison, &ComparisonSession::ended, this, [this] {
        if (m_comparison->comparison()->finished()) return showNotice(tr("The comparison of models is done."));
        showNotice(tr("The comparison of models is done but for rows that failed. Go on tries them again."));
    });
    connect(m_comparison, &ComparisonSession::failed, this, [this](const QString& summary, const Error& error) {
        if (error.code == ErrorCode::LeakingSplit) return askAboutLeaks(error);
        if (error.code == ErrorCode::Cancelled) return showNotice(tr("The comparison was stopped. What was finished is kept, and Go on goes on from there."));
        showError(summary, error);
    });
    connect(m_comparisonView, &ComparisonView::startRequested, this, &TrainWorkspace::startComparison);
    connect(m_comparisonView, &ComparisonView::openRequested, this, [this] {
        const QString folder = dialogs::openFolder(this, tr("Folder of a comparison of models"), context().settings.runsFolder());
        if (!folder.isEmpty()) m_comparison->open(folder.toStdString());
    });
    connect(m_comparisonView, &ComparisonView::tableRequested, this, [this] { saveComparison(false); });
    connect(m_comparisonView, &ComparisonView::reportRequested, this, [this] { saveComparison(true); });
    connect(m_comparisonView, &ComparisonView::evaluateRequested, &context(), &AppContext::evaluateRequested);
}

void TrainWorkspace::showComparison(bool shown) {
    m_comparisonShown = shown;
    if (shown) m_comparisonView->chooser().offerWeights(QString::fromStdString(m_form->settings().weightsFile));
    showPage();
}

void TrainWorkspace::refreshComparison() {
    auto& chooser = m_comparisonView->chooser();
    const auto settings = m_form->settings();
    chooser.setSettings(settings);
    chooser.setObstacle(!context().dataset()               ? tr("Open labelled cells in Data first.")
                        : !m_comparison->canTrain()        ? tr("Another training is under way: wait for its end, or stop it.")
                        : !settings.frozenUpTo.empty()     ? tr("Layers are frozen in the training form, and each network has its own: freeze nothing there.")
                                                           : QString());
}

bool TrainWorkspace::othersTrain() {
    if (m_comparison->canTrain()) return false;
    showNotice(m_comparison->running() ? tr("A comparison of models is running: wait for its end, or stop it.") : tr("Another training is under way: wait for its end, or stop it."));
    return true;
}

void TrainWorkspace::startComparison() {
    const auto dataset = context().dataset();
    if (!dataset || !m_comparison->canTrain()) return;
    ComparisonWish wish{m_form->settings(), m_comparisonView->chooser().networks(), m_comparisonView->chooser().weights(), {}, {}};
    wish.folder = freeRunFolder(QDir(context().settings.runsFolder()), runNameOfNow("comparison")).toStdString();
    m_startAgain = [this, dataset, wish](const experiment::TrainOptions& options) mutable {
        wish.options = options;
        m_comparison->begin(dataset, wish);
    };
    m_startAgain({});
}

void TrainWorkspace::saveComparison(bool asReport) {
    if (!m_comparison->comparison()) return;
    const auto comparison = *m_comparison->comparison();
    const QString ending = asReport ? "pdf" : "csv", name = QString::fromStdString(toUtf8(comparison.folder.filename()));
    const QString file = dialogs::saveFile(this, asReport ? tr("Save the report of the comparison") : tr("Export the table"), QDir::home().filePath(name + '.' + ending), asReport ? tr("PDF (*.pdf)") : tr("Table (*.csv)"));
    if (file.isEmpty()) return;
    using Nothing = std::monostate;
    context().fileWorker.run<Nothing>(
        asReport ? tr("Writing the report") : tr("Exporting the table"),
        [comparison, path = std::filesystem::path(file.toStdString()), asReport](ProgressSink&, const CancelToken&) -> Result<Nothing> {
            if (asReport) {
                const auto written = writeComparisonReport(comparison, isoLocalTimeNow(), path);
                if (!written) return fail(written.error());
                return Nothing{};
            }
            const auto written = writeFileAtomically(path, experiment::comparisonCsv(comparison));
            if (!written) return fail(written.error());
            return Nothing{};
        },
        this,
        [this, file, asReport](const Result<Nothing>& written) {
            if (!written) return showError(asReport ? tr("The report could not be written") : tr("The table could not be exported"), written.error());
            showNotice(asReport ? tr("The report was saved: %1").arg(file) : tr("The table was saved: %1").arg(file));
        },
        JobPolicy::MustFinish);
}

}  // namespace leukolens::ui
