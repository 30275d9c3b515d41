#include "ui/finder/finder_window.h"

#include <QDir>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLocale>
#include <QScrollArea>
#include <QStackedWidget>
#include <QVBoxLayout>

#include <limits>

#include "core/base/files.h"
#include "ui/finder/finder_form.h"
#include "ui/finder/finder_results.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/message_bar.h"
#include "ui/shell/run_folder_name.h"
#include "ui/shell/theme.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

constexpr int kPlotHeightPx = 200;

}  // namespace

FinderWindow::FinderWindow(AppContext& context, QWidget* parent) : QWidget(parent, Qt::Dialog), m_context(context), m_session(std::make_unique<FinderSession>(context)) {
    setObjectName("finderWindow");
    help::setPlace(this, "train#train-a-finder-of-cells");
    setWindowTitle(tr("Train a finder of cells"));
    resize(1180, 700);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx, Theme::kMarginPx);
    column->setSpacing(Theme::kSpacingPx);
    m_messages = new MessageBar(this);
    column->addWidget(m_messages);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kMarginPx);
    m_form = new FinderForm(this);
    row->addWidget(m_form);
    m_pages = new QStackedWidget(this);
    m_nothing = new EmptyState("find-cells", tr("A finder that learns from your own fields"),
                               tr("Faster R-CNN finds cells in photographs of fields and tells their classes apart. It learns from boxes around the cells; afterwards Slides can search with it. On a processor an epoch takes about a second a field."), m_pages);
    m_pages->addWidget(m_nothing);
    m_progress = createProgress();
    m_pages->addWidget(m_progress);
    row->addWidget(m_pages, 1);
    column->addLayout(row, 1);
    connectForm();
    connect(m_session.get(), &FinderSession::changed, this, &FinderWindow::refresh);
    connect(m_session.get(), &FinderSession::failed, m_messages, &MessageBar::showError);
    connect(m_session.get(), &FinderSession::stopped, this, [this] {
        std::error_code ignored;
        if (!std::filesystem::exists(m_session->folder() / "settings.json", ignored)) return;  // it had not begun
        m_messages->showNotice(tr("Stopped. Go on with the run %1 whenever you like.").arg(QString::fromStdString(toUtf8(m_session->folder().filename()))));
    });
    refresh();
}

FinderWindow::~FinderWindow() { m_session->disconnect(this); }

QWidget* FinderWindow::createProgress() {
    auto* area = new QScrollArea(m_pages);
    area->setAccessibleName(tr("Training and results"));
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* page = new QWidget(area);
    page->setObjectName("scrollContent");
    area->setWidget(page);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, 0, 6, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_busy = new JobPanel(m_context.trainingWorker, "finderPanel", page);
    column->addWidget(m_busy);
    QFrame* card = makeCard("finderCurve", page);
    auto* lines = new QVBoxLayout(card);
    lines->setContentsMargins(Theme::kMarginPx, 8, Theme::kMarginPx, 10);
    lines->setSpacing(4);
    lines->addWidget(makeHeading(tr("Loss in training"), card));
    m_plot = new CurvePlot(CurvePlot::Quantity::Loss, card);
    m_plot->setObjectName("finderPlot");
    m_plot->setMinimumHeight(kPlotHeightPx);
    lines->addWidget(m_plot, 1);
    m_losses = makeMuted(QString(), card);
    m_losses->setObjectName("finderLosses");
    lines->addWidget(m_losses);
    column->addWidget(card, 1);
    m_results = new FinderResults(page);
    column->addWidget(m_results);
    m_notices = makeMuted(QString(), page);
    m_notices->setObjectName("finderNotices");
    column->addWidget(m_notices);
    connect(m_results, &FinderResults::useRequested, this, [this] {
        if (m_session->result()) Q_EMIT useRequested(QString::fromStdString(toUtf8(m_session->result()->model)));
    });
    return area;
}

void FinderWindow::connectForm() {
    connect(m_form, &FinderForm::folderRequested, this, &FinderWindow::chooseFolder);
    connect(m_form, &FinderForm::demoRequested, this, [this] { m_session->readDemo(QDir(AppSettings::demoFolder()).filePath("boxed-fields").toStdString()); });
    connect(m_form, &FinderForm::startRequested, this, &FinderWindow::start);
    connect(m_form, &FinderForm::goOnRequested, this, &FinderWindow::goOn);
}

void FinderWindow::chooseFolder() {
    const QString folder = dialogs::openFolder(this, tr("Choose fields with boxes"), m_context.settings.text(SettingKey::SlidesFolder));
    if (!folder.isEmpty()) m_session->read(folder.toStdString());
}

void FinderWindow::start() {
    auto settings = m_form->settings();
    settings.device = m_context.settings.text(SettingKey::Device).toStdString();
    m_messages->dismissAll();
    m_session->start(settings, freeRunFolder(QDir(m_context.settings.runsFolder()), runNameOfNow("finder")).toStdString());
}

void FinderWindow::goOn() {
    const QString folder = dialogs::openFolder(this, tr("Choose the folder of a training that was stopped"), m_context.settings.runsFolder());
    if (folder.isEmpty()) return;
    m_messages->dismissAll();
    m_session->goOn(folder.toStdString());
}

void FinderWindow::refresh() {
    const auto& epochs = m_session->epochs();
    if (m_shownFields != m_session->fields()) {
        m_shownFields = m_session->fields();
        m_form->setFields(m_shownFields.get());
    }
    m_form->setReading(m_session->reading());
    m_form->setRunning(m_session->running());
    m_form->setObstacle(m_session->running() || m_session->canTrain() ? QString() : tr("Another training runs. Wait for it, or stop it."));
    if (epochs.size() < m_drawn || epochs.empty()) {
        m_plot->clear();
        m_drawn = 0;
    }
    if (m_session->plannedEpochs() > 0) m_plot->setEpochs(m_session->plannedEpochs());
    for (; m_drawn < epochs.size(); ++m_drawn) m_plot->addPoint(1, epochs[m_drawn].epoch, epochs[m_drawn].losses.sum(), std::numeric_limits<double>::quiet_NaN());
    m_plot->replotLater();
    const auto number = [](double value) { return QLocale().toString(value, 'f', 3); };
    if (epochs.empty()) {
        m_losses->setText(tr("The first epoch is under way."));
    } else {
        const auto& last = epochs.back().losses;
        m_losses->setText(tr("Epoch %1: loss %2 (cell or not %3, where %4, class %5, box %6)").arg(epochs.back().epoch).arg(number(last.sum()), number(last.objectness), number(last.proposalBoxes), number(last.classes), number(last.boxes)));
    }
    m_notices->setText(m_session->notices().join('\n'));
    m_notices->setVisible(!m_session->notices().isEmpty());
    const auto& result = m_session->result();
    m_results->setVisible(result.has_value());
    m_busy->setVisible(m_session->running());
    if (result) m_results->setResult(*result);
    m_pages->setCurrentWidget(m_session->running() || result || !epochs.empty() ? m_progress : m_nothing);
}

void FinderWindow::present() {
    dialogs::bringToFront(*this);
}

void FinderWindow::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape) {
        close();
    } else {
        QWidget::keyPressEvent(event);
    }
}

}  // namespace leukolens::ui
