#include "ui/shell/job_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QToolButton>

#include "ui/shell/core_texts.h"
#include "ui/shell/job_runner.h"
#include "ui/shell/labels.h"
#include "ui/shell/motion.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {
constexpr qint64 kShowAfterMs = 250;
constexpr int kBarWidthPx = 120;
}  // namespace

JobStrip::JobStrip(JobRunner& worker, const QString& objectName, QWidget* parent) : QWidget(parent), m_worker(worker) {
    setObjectName(objectName);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(Theme::kSpacingPx, 0, Theme::kSpacingPx, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_text = new ElidedLabel(Qt::ElideRight, this);
    m_text->setObjectName("jobText");
    m_text->setMaximumWidth(320);
    row->addWidget(m_text);
    m_bar = new QProgressBar(this);
    m_bar->setObjectName("jobProgress");
    m_bar->setTextVisible(false);
    m_bar->setFixedWidth(kBarWidthPx);
    m_bar->setAccessibleName(tr("Progress"));
    row->addWidget(m_bar);
    m_left = new QLabel(this);
    m_left->setObjectName("jobLeft");
    row->addWidget(m_left);
    m_stop = new QToolButton(this);
    m_stop->setObjectName("jobStop");
    m_stop->setIcon(Theme::icon("stop"));
    m_stop->setIconSize({14, 14});
    m_stop->setText(tr("Stop"));
    m_stop->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_stop->setToolTip(tr("Stop this job; what it has finished stays"));
    m_stop->setAccessibleName(tr("Stop this job"));
    row->addWidget(m_stop);
    row->addStretch(1);
    connect(m_stop, &QToolButton::clicked, this, [this] { m_worker.stop(); });
    connect(&m_worker, &JobRunner::statusChanged, this, &JobStrip::refresh);
    refresh();
}

void JobStrip::refresh() {
    const JobStatus status = m_worker.status();
    if (!status.running || status.disposable) {
        m_busySince.invalidate();
        hide();
        return;
    }
    if (!m_busySince.isValid()) m_busySince.start();
    if (!isVisible() && m_busySince.elapsed() < kShowAfterMs && !status.stopping) return;
    QString text = status.stopping ? tr("Stopping…") : status.name;
    if (!status.stopping && !status.stage.isEmpty() && status.stage != status.name) text += " · " + status.stage;
    m_text->setFullText(text);
    if (status.total > 0) {
        // In thousandths: a range of long integers would not fit.
        m_bar->setRange(0, 1000);
        m_bar->setValue(static_cast<int>(1000.0 * static_cast<double>(status.done) / static_cast<double>(status.total)));
    } else {
        Motion::showBusy(*m_bar);
    }
    m_left->setVisible(status.leftMs >= 0 && !status.stopping);
    m_left->setText(status.leftMs >= 0 && !status.stopping ? tr("%1 left").arg(durationText(status.leftMs)) : QString());
    m_stop->setVisible(m_worker.stoppable());
    m_stop->setEnabled(!status.stopping);
    show();
}

}  // namespace leukolens::ui
