#include "ui/shell/main_window.h"

#include <QAction>
#include <QApplication>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenuBar>
#include <QScreen>
#include <QStackedWidget>
#include <QStatusBar>
#include <QVBoxLayout>

#include <iterator>
#include <optional>

#include "ui/shell/about_dialog.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_strip.h"
#include "ui/shell/log.h"
#include "ui/shell/log_dialog.h"
#include "ui/shell/motion.h"
#include "ui/shell/navigation_rail.h"
#include "ui/shell/problem_dialog.h"
#include "ui/shell/settings_dialog.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"
#include "ui/shell/workspace.h"

namespace leukolens::ui {

MainWindow::MainWindow(AppContext& context, QWidget* parent) : QMainWindow(parent), m_context(context) {
    setObjectName("mainWindow");
    setWindowTitle("Leukolens");
    setWindowIcon(QIcon(":/icons/leukolens.svg"));
    resize(QSize(1280, 800).boundedTo(screen()->availableSize()));
    createLayout();
    createActions();
    createStatusBar();
    connectContext();
    Motion::apply("system");
}

MainWindow::~MainWindow() {
    m_context.stopAllAndWait();
    // A later one may be built on an earlier one's session.
    while (!m_workspaces.empty()) {
        const auto last = std::prev(m_workspaces.end());
        delete last->second;
        m_workspaces.erase(last);
    }
}

void MainWindow::createLayout() {
    auto* central = new QWidget(this);
    auto* row = new QHBoxLayout(central);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    m_rail = new NavigationRail(central);
    row->addWidget(m_rail);
    m_column = new QVBoxLayout;
    m_column->setSpacing(0);
    row->addLayout(m_column, 1);
    m_pages = new QStackedWidget(central);
    m_pages->setObjectName("pages");
    m_column->addWidget(m_pages, 1);
    setCentralWidget(central);
    connect(m_pages, &QStackedWidget::currentChanged, this, [this] { Q_EMIT pageShown(m_pages->currentWidget()); });
    connect(m_rail, &NavigationRail::chosen, this, &MainWindow::showWorkspace);
    QAbstractButton* settings = m_rail->addBottomButton("railSettings", "settings", tr("Settings"));
    connect(settings, &QAbstractButton::clicked, this, [this] { showSettings(); });
}

void MainWindow::createActions() {
    auto add = [this](QMenu* menu, const char* name, const char* icon, const QString& text, std::optional<ShortcutId> keys, auto slot) {
        QAction* action = menu->addAction(Theme::icon(icon), text);
        action->setObjectName(name);
        if (keys) Shortcuts::bind(action, *keys);
        connect(action, &QAction::triggered, this, slot);
    };
    QMenu* file = menuBar()->addMenu(tr("&File"));
    add(file, "actionOpenData", "folder-open", tr("&Open data folder…"), ShortcutId::OpenData, [this] {
        const QString folder =
            dialogs::openFolder(this, tr("Folder of labelled cells"), m_context.settings.text(SettingKey::DataFolder));
        if (folder.isEmpty()) return;
        showWorkspace(3);
        Q_EMIT m_context.openDatasetRequested(folder);
    });
    add(file, "actionDemo", "sparkle", tr("Make &demonstration cells"), {}, [this] {
        showWorkspace(3);
        Q_EMIT m_context.demoDataRequested();
    });
    add(file, "actionModels", "model", tr("&Models…"), ShortcutId::Models, [this] { Q_EMIT m_context.modelsRequested(); });
    add(file, "actionAccounts", "user", tr("&Accounts…"), {}, [this] { Q_EMIT m_context.accountsRequested(); });
    file->addSeparator();
    add(file, "actionSettings", "settings", tr("&Settings…"), ShortcutId::Settings, [this] { showSettings(); });
    file->addSeparator();
    add(file, "actionQuit", "quit", tr("&Quit"), ShortcutId::Quit, [this] { close(); });
    m_viewMenu = menuBar()->addMenu(tr("&View"));
    QMenu* helpMenu = menuBar()->addMenu(tr("&Help"));
    helpMenu->setObjectName("menuHelp");
    add(helpMenu, "actionHelp", "help", tr("&Contents"), ShortcutId::Help, [] { help::open("index"); });
    add(helpMenu, "actionHelpKeys", "keyboard", tr("&Keyboard shortcuts"), {}, [] { help::open("keyboard"); });
    add(helpMenu, "actionWelcome", "sparkle", tr("&Welcome"), {}, [this] { Q_EMIT m_context.welcomeRequested(); });
    add(helpMenu, "actionTour", "hand", tr("&Tour"), {}, [this] { Q_EMIT m_context.tourRequested(); });
    helpMenu->addSeparator();
    add(helpMenu, "actionShowLog", "log", tr("Show &log"), {}, [this] { showLog(); });
    add(helpMenu, "actionReportProblem", "report", tr("&Report a problem…"), {}, [this] { showProblemReport(); });
    add(helpMenu, "actionAbout", "info", tr("&About Leukolens"), {}, [this] { showAbout(); });
}

void MainWindow::createStatusBar() {
    statusBar()->setObjectName("windowStatusBar");
    statusBar()->setSizeGripEnabled(false);
    statusBar()->setMinimumHeight(34);
    statusBar()->addWidget(new JobStrip(m_context.trainingWorker, "trainingJob", this));
    statusBar()->addWidget(new JobStrip(m_context.intakeWorker, "intakeJob", this));
    statusBar()->addWidget(new JobStrip(m_context.inferenceWorker, "inferenceJob", this));
    statusBar()->addWidget(new JobStrip(m_context.slideWorker, "slideJob", this));
    statusBar()->addWidget(new JobStrip(m_context.fileWorker, "fileJob", this));
    m_device = new QLabel(this);
    m_device->setObjectName("deviceLabel");
    m_device->setToolTip(tr("Where networks run"));
    m_device->setContentsMargins(8, 0, 8, 0);
    statusBar()->addPermanentWidget(m_device);
    auto* notice = new QLabel(researchUseNotice(), this);
    notice->setObjectName("researchUseNotice");
    notice->setContentsMargins(8, 0, 12, 0);
    notice->setFont(Theme::font(1.0, QFont::Medium));
    statusBar()->addPermanentWidget(notice);
}

void MainWindow::connectContext() {
    connect(&m_context, &AppContext::workspaceRequested, this, &MainWindow::showWorkspace);
    connect(&m_context, &AppContext::openDatasetRequested, this, [this] { showWorkspace(3); });
    connect(&m_context, &AppContext::demoDataRequested, this, [this] { showWorkspace(3); });
    connect(&m_context, &AppContext::openRunRequested, this, [this] { showWorkspace(4); });
    connect(&m_context, &AppContext::evaluateRequested, this, [this] { showWorkspace(5); });
    connect(&m_context, &AppContext::openCaseRequested, this, [this] { showWorkspace(1); });
    connect(&m_context, &AppContext::importCaseRequested, this, [this] { showWorkspace(6); });
    connect(&m_context, &AppContext::openSlidesRequested, this, [this] { showWorkspace(2); });
    connect(&m_context, &AppContext::classifyRequested, this, [this] { showWorkspace(1); });
    connect(&m_context, &AppContext::trainFromRequested, this, [this] { showWorkspace(4); });
    connect(&m_context, &AppContext::busyChanged, this, [this] {
        if (m_closing && !m_context.anyBusy()) close();
    });
    connect(&m_context, &AppContext::stayRequested, this, &MainWindow::stayOpen);
    connect(&m_context, &AppContext::settingsRequested, this, [this] { showSettings(SettingSection::Storage); });
    connect(&m_context.settings, &AppSettings::changed, this, [this](SettingKey key) {
        if (key == SettingKey::Theme) applyTheme();
        if (key == SettingKey::Device) describeDevice();
    });
}

void MainWindow::addWorkspace(int number, Workspace* workspace) {
    m_workspaces[number] = workspace;
    m_pages->addWidget(workspace);
    m_rail->addWorkspace(number, workspace->iconName(), workspace->title());
    QAction* action = m_viewMenu->addAction(Theme::icon(workspace->iconName()), workspace->title());
    action->setObjectName(QString("actionWorkspace%1").arg(number));
    Shortcuts::bind(action, workspaceShortcut(number));
    connect(action, &QAction::triggered, this, [this, number] { showWorkspace(number); });
    if (m_workspaces.size() == 1) showWorkspace(number);
}

Workspace* MainWindow::workspace(int number) const {
    const auto found = m_workspaces.find(number);
    return found == m_workspaces.end() ? nullptr : found->second;
}

void MainWindow::showWorkspace(int number) {
    Workspace* page = workspace(number);
    if (!page) return;
    // The keys of a workspace work at once; a rail button that was reached by Tab keeps the focus.
    const QWidget* focused = QApplication::focusWidget();
    const bool onRail = focused && m_rail->isAncestorOf(focused);
    m_lastWorkspace = number;
    m_rail->setCurrent(number);
    m_pages->setCurrentWidget(page);
    if (!onRail) page->setFocus(Qt::OtherFocusReason);
}

void MainWindow::addPage(QWidget* page) { m_pages->addWidget(page); }

void MainWindow::showPage(QWidget* page) {
    m_rail->setCurrent(0);
    m_pages->setCurrentWidget(page);
    page->setFocus(Qt::OtherFocusReason);
}

QWidget* MainWindow::currentPage() const { return m_pages->currentWidget(); }

void MainWindow::addStrip(QWidget* strip) { m_column->insertWidget(m_column->count() - 1, strip); }

int MainWindow::currentWorkspace() const {
    return m_rail->current();
}

void MainWindow::setDeviceDescriber(std::function<std::string(const std::string&)> describe) {
    m_describeDevice = std::move(describe);
    describeDevice();
}

void MainWindow::describeDevice() {
    if (!m_describeDevice) return;
    const std::string device = m_context.settings.text(SettingKey::Device).toStdString();
    m_context.inferenceWorker.run<std::string>(
        tr("Looking for a GPU"),
        [describe = m_describeDevice, device](ProgressSink&, const CancelToken&) -> Result<std::string> {
            return describe(device);
        },
        this,
        [this](const Result<std::string>& words) {
            m_device->setText(words ? QString::fromStdString(*words) : tr("device not available"));
            if (!words) log::error(words.error().message());
        },
        JobPolicy::MustFinish);
}

void MainWindow::applyTheme() {
    if (m_applyingTheme) return;
    m_applyingTheme = true;
    Theme::apply(*qApp, m_context.settings.text(SettingKey::Theme));
    m_applyingTheme = false;
}

bool MainWindow::event(QEvent* event) {
    // The desktop changed between light and dark.
    if (event->type() == QEvent::ThemeChange && m_context.settings.text(SettingKey::Theme) == "system") applyTheme();
    return QMainWindow::event(event);
}

void MainWindow::showSettings(SettingSection section) {
    SettingsDialog dialog(m_context.settings, m_context.intakeWorker, this);
    dialog.showSection(section);
    dialogs::run(dialog);
}

void MainWindow::showLog() {
    LogDialog dialog(log::file(), this);
    dialogs::run(dialog);
}

void MainWindow::showProblemReport() {
    ProblemDialog dialog(problemSources(m_context.settings, m_context.caseStore(), m_device->text()), m_context.intakeWorker, this);
    dialogs::run(dialog);
}

void MainWindow::showAbout() {
    AboutDialog dialog(this);
    dialogs::run(dialog);
}

void MainWindow::restoreLastState() {
    restoreGeometry(m_context.settings.value(SettingKey::WindowGeometry).toByteArray());
    showWorkspace(m_context.settings.number(SettingKey::LastWorkspace));
}

std::map<int, Workspace::Memory> MainWindow::remember() const {
    std::map<int, Workspace::Memory> memories;
    for (const auto& [number, workspace] : m_workspaces) {
        if (auto memory = workspace->remember()) memories.emplace(number, std::move(memory));
    }
    return memories;
}

void MainWindow::recall(const std::map<int, Workspace::Memory>& memories) {
    for (const auto& [number, memory] : memories) {
        if (Workspace* found = workspace(number)) memory(*found);
    }
}

void MainWindow::saveState() {
    m_context.settings.set(SettingKey::WindowGeometry, saveGeometry());
    m_context.settings.set(SettingKey::LastWorkspace, m_lastWorkspace);
}

bool MainWindow::mayClose() {
    if (!m_context.anyStoppable()) return true;
    return dialogs::confirm(
        this, tr("Stop and close?"),
        tr("Something is still running. It is stopped cleanly, and what it has finished so far is kept."),
        tr("Stop and close"));
}

void MainWindow::setBarrier(Barrier barrier, bool up) {
    if (up) m_barriers.insert(barrier);
    else m_barriers.erase(barrier);
    centralWidget()->setEnabled(m_barriers.empty());
    menuBar()->setEnabled(m_barriers.empty());
    statusBar()->setEnabled(!m_barriers.contains(Barrier::Locked));
}

/// Nothing is waited for here: the jobs are asked to stop, and the last one that ends closes the window.
void MainWindow::stayOpen() {
    if (!m_closing) return;
    m_closing = false;
    setBarrier(Barrier::Closing, false);
    statusBar()->clearMessage();
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!m_closing && !mayClose()) {
        event->ignore();
        return;
    }
    if (!m_closing) {
        saveState();
        Q_EMIT leaving();
    }
    if (m_context.anyBusy()) {
        m_closing = true;
        m_context.stopAll();
        setBarrier(Barrier::Closing, true);
        statusBar()->showMessage(tr("Stopping…"));
        event->ignore();
        return;
    }
    m_closing = true;
    m_context.stopAllAndWait();
    event->accept();
}

}  // namespace leukolens::ui
