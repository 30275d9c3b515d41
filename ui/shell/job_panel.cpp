#include "ui/shell/job_panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/shell/core_texts.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/labels.h"
#include "ui/shell/motion.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

JobPanel::JobPanel(JobRunner& worker, const QString& objectName, QWidget* parent) : QFrame(parent), m_worker(worker) {
    setObjectName(objectName);
    setProperty("card", true);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    row->setSpacing(Theme::kMarginPx);
    auto* column = new QVBoxLayout;
    column->setSpacing(6);
    auto* words = new QHBoxLayout;
    words->setSpacing(Theme::kSpacingPx);
    m_heading = makeHeading(QString(), this);
    m_heading->setObjectName("panelHeading");
    words->addWidget(m_heading);
    m_stage = new QLabel(this);
    m_stage->setObjectName("panelStage");
    m_stage->setProperty("role", "muted");
    words->addWidget(m_stage, 1);
    column->addLayout(words);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName("panelProgress");
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress"));
    column->addWidget(m_bar);
    row->addLayout(column, 1);
    m_stop = makeButton("stop", tr("Stop"), this);
    m_stop->setObjectName("panelStop");
    m_stop->setToolTip(tr("Stop this job; what it has finished stays"));
    m_stop->setAccessibleName(tr("Stop this job"));
    row->addWidget(m_stop);
    connect(m_stop, &QPushButton::clicked, this, [this] { m_worker.stop(); });
    connect(&m_worker, &JobRunner::statusChanged, this, &JobPanel::refresh);
    refresh();
}

void JobPanel::setHeading(const QString& heading) {
    m_ownHeading = heading;
    refresh();
}

void JobPanel::refresh() {
    const JobStatus status = m_worker.status();
    m_heading->setText(m_ownHeading.isEmpty() ? status.name : m_ownHeading);
    QStringList parts;
    if (status.stopping) {
        parts << tr("Stopping…");
    } else {
        if (!status.stage.isEmpty()) parts << status.stage;
        if (status.total > 0) parts << tr("%1 of %2").arg(QLocale().toString(status.done), QLocale().toString(status.total));
        if (status.leftMs >= 0) parts << tr("%1 left").arg(durationText(status.leftMs));
    }
    m_stage->setText(parts.join(" · "));
    if (status.total > 0) {
        m_bar->setRange(0, 1000);
        m_bar->setValue(static_cast<int>(1000.0 * static_cast<double>(status.done) / static_cast<double>(status.total)));
    } else if (status.running) {
        Motion::showBusy(*m_bar);
    } else {
        m_bar->setRange(0, 1000);
    }
    m_stop->setEnabled(status.running && !status.stopping);
}

}  // namespace leukolens::ui
