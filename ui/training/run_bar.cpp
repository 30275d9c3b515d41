#include "ui/training/run_bar.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QShortcut>
#include <QVBoxLayout>

#include "ui/shell/core_texts.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/labels.h"
#include "ui/shell/motion.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"
#include "ui/training/training_session.h"

namespace leukolens::ui {
namespace {

constexpr int kIconPx = 18;

struct Look {
    const char* icon;
    QColor colour;
};

Look lookOf(RunState state) {
    switch (state) {
        case RunState::Idle: return {"info", Theme::mutedText()};
        case RunState::Preparing:
        case RunState::Running: return {"train", Theme::accent()};
        case RunState::Pausing:
        case RunState::Paused: return {"pause", Theme::warning()};
        case RunState::Stopping:
        case RunState::Stopped: return {"stop", Theme::mutedText()};
        case RunState::Finished: return {"check-circle", Theme::success()};
        case RunState::Failed: return {"error", Theme::failure()};
    }
    return {"info", Theme::mutedText()};
}

}  // namespace

RunBar::RunBar(TrainingSession& session, JobRunner& worker, QWidget* parent) : QFrame(parent), m_session(session), m_worker(worker) {
    setObjectName("runBar");
    setProperty("card", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kMarginPx, 10, 10, 10);
    row->setSpacing(Theme::kSpacingPx);
    m_icon = new QLabel(this);
    row->addWidget(m_icon);
    auto* column = new QVBoxLayout;
    column->setSpacing(4);
    auto* words = new QHBoxLayout;
    words->setSpacing(Theme::kSpacingPx);
    m_heading = makeHeading(QString(), this);
    m_heading->setObjectName("runStateWord");
    words->addWidget(m_heading);
    m_detail = new ElidedLabel(Qt::ElideRight, this);
    m_detail->setObjectName("runStateDetail");
    m_detail->setProperty("role", "muted");
    words->addWidget(m_detail, 1);
    column->addLayout(words);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName("runProgress");
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    column->addWidget(m_bar);
    row->addLayout(column, 1);
    m_goOn = addButton("continueRun", "play", tr("Continue"), tr("Go on with this run from its last checkpoint"), ShortcutId::ContinueRun);
    m_extend = addButton("extendRun", "add", tr("Extend…"), tr("Train every fold of this run for some epochs more"), ShortcutId::ExtendRun);
    m_pause = addButton("pauseRun", "pause", tr("Pause"), tr("Rest after the batch that runs: the computer is free until you resume"), ShortcutId::PauseRun);
    m_resume = addButton("resumeRun", "play", tr("Resume"), tr("Go on training"), ShortcutId::PauseRun);
    m_stop = addButton("stopRun", "stop", tr("Stop"), tr("End this training; what it has done is kept and can be continued later"), ShortcutId::StopRun);
    connect(m_goOn, &QPushButton::clicked, this, &RunBar::goOnRequested);
    connect(m_extend, &QPushButton::clicked, this, &RunBar::extendRequested);
    connect(m_pause, &QPushButton::clicked, this, [this] { m_session.pause(); });
    connect(m_resume, &QPushButton::clicked, this, [this] { m_session.resume(); });
    connect(m_stop, &QPushButton::clicked, this, [this] { m_session.stop(); });
    for (const auto& [keys, buttons] : {std::pair{ShortcutId::ContinueRun, std::pair{m_goOn, m_goOn}}, {ShortcutId::ExtendRun, {m_extend, m_extend}}, {ShortcutId::PauseRun, {m_pause, m_resume}}, {ShortcutId::StopRun, {m_stop, m_stop}}}) {
        auto* shortcut = new QShortcut(QKeySequence(), parent ? parent : this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut);
        Shortcuts::bind(shortcut, keys);
        connect(shortcut, &QShortcut::activated, this, [pair = buttons] {
            for (QPushButton* button : {pair.first, pair.second}) {
                if (button->isVisible()) return button->click();
            }
        });
    }
    connect(&m_session, &TrainingSession::stateChanged, this, &RunBar::refresh);
    connect(&m_worker, &JobRunner::statusChanged, this, &RunBar::refresh);
    refresh();
}

QPushButton* RunBar::addButton(const char* name, const char* icon, const QString& text, const QString& help, ShortcutId keys) {
    QPushButton* button = makeButton(icon, text, this);
    button->setObjectName(name);
    Shortcuts::describe(button, keys, help);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    layout()->addWidget(button);
    return button;
}

void RunBar::setRestingWords(const QString& words) {
    m_resting = words;
    refresh();
}

QString RunBar::stateWord() const {
    switch (m_session.state()) {
        case RunState::Idle: return tr("Ready");
        case RunState::Preparing: return tr("Preparing");
        case RunState::Running: return tr("Training");
        case RunState::Pausing: return tr("Pausing…");
        case RunState::Paused: return m_session.trouble() ? tr("Waiting") : tr("Paused");
        case RunState::Stopping: return tr("Stopping…");
        case RunState::Stopped: return tr("Not finished");
        case RunState::Finished: return tr("Finished");
        case RunState::Failed: return tr("Failed");
    }
    return {};
}

QString RunBar::detail() const {
    switch (m_session.state()) {
        case RunState::Idle: return tr("Choose settings on the left and start, or open an earlier run.");
        case RunState::Pausing: return tr("the batch that runs is ended first");
        case RunState::Stopping: return tr("the batch that runs is ended and a checkpoint written");
        case RunState::Paused:
            if (const auto& trouble = m_session.trouble()) return tr("%1 The run tries again by itself every few seconds.").arg(errorSentence(trouble->code));
            return tr("the computer is free; the run goes on where it rests");
        case RunState::Preparing:
        case RunState::Running: break;
        default: return m_resting;
    }
    const JobStatus status = m_worker.status();
    QStringList parts;
    if (!status.stage.isEmpty()) parts << status.stage;
    if (status.total > 0) parts << tr("%1 of %2 cells").arg(QLocale().toString(status.done), QLocale().toString(status.total));
    if (status.leftMs >= 0) parts << tr("%1 left at most").arg(durationText(status.leftMs));
    return parts.join(" · ");
}

void RunBar::refresh() {
    const RunState state = m_session.state();
    const RunActions can = m_session.actions();
    const Look look = lookOf(state);
    m_icon->setPixmap(Theme::icon(look.icon, look.colour).pixmap(kIconPx, kIconPx));
    m_heading->setText(stateWord());
    m_detail->setFullText(detail());
    m_goOn->setVisible(can.goOn);
    m_extend->setVisible(can.extend);
    m_pause->setVisible(can.pause || state == RunState::Preparing);
    m_pause->setEnabled(can.pause);
    m_resume->setVisible(can.resume);
    // Where the disk is full there is nothing to resume: the run looks itself.
    m_resume->setEnabled(can.resume && !m_session.trouble());
    m_stop->setVisible(isActive(state));
    m_stop->setEnabled(can.stop);
    const bool active = isActive(state);
    m_bar->setVisible(active);
    if (!active) return;
    const JobStatus status = m_worker.status();
    if (status.total > 0) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(static_cast<int>(1000.0 * static_cast<double>(status.done) / static_cast<double>(status.total)));
    } else if (state != RunState::Paused) {
        Motion::showBusy(*m_bar);
    }
}

}  // namespace leukolens::ui
