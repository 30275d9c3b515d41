#include "ui/classify/classify_progress.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QPushButton>

#include "ui/shell/core_texts.h"
#include "ui/shell/motion.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

ClassifyProgress::ClassifyProgress(AppContext& context, ClassifySession& session, QWidget* parent)
    : QWidget(parent), m_context(context), m_session(session) {
    setObjectName("classifyProgress");
    m_text = new QLabel(this);
    m_text->setObjectName("classifyProgressText");
    m_bar = new QProgressBar(this);
    m_bar->setObjectName("classifyProgressBar");
    m_bar->setTextVisible(false);
    m_bar->setAccessibleName(tr("Progress of classifying"));
    m_stop = new QPushButton(Theme::icon("stop"), tr("Stop"), this);
    m_stop->setObjectName("classifyStop");
    m_stop->setToolTip(tr("Stop classifying; cells classified so far stay"));
    connect(m_stop, &QPushButton::clicked, &m_session, &ClassifySession::stopClassifying);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(12);
    row->addWidget(m_text);
    row->addWidget(m_bar, 1);
    row->addWidget(m_stop);
    for (JobRunner* worker : {&m_context.intakeWorker, &m_context.inferenceWorker}) connect(worker, &JobRunner::statusChanged, this, &ClassifyProgress::update);
    connect(&m_session, &ClassifySession::runsChanged, this, &ClassifyProgress::update);
    update();
}

void ClassifyProgress::update() {
    setVisible(m_session.classifying());
    if (isHidden()) return;
    // A second drop is looked through while the first is classified: that is what the person waits for.
    const JobStatus classified = m_context.inferenceWorker.status();
    const JobStatus status = classified.running ? classified : m_context.intakeWorker.status();
    QString text = status.stage.isEmpty() ? tr("Classifying cells") : status.stage;
    if (status.stopping)
        text = tr("Stopping…");
    else if (status.total > 0)
        text = tr("%1: %2 of %3").arg(text, locale().toString(status.done), locale().toString(status.total));
    if (!status.stopping && status.leftMs >= 0)
        text += QStringLiteral(" · ") + tr("%1 left").arg(durationText(status.leftMs));
    m_text->setText(text);
    if (status.total > 0) {
        m_bar->setRange(0, static_cast<int>(status.total));
        m_bar->setValue(static_cast<int>(status.done));
    } else {
        Motion::showBusy(*m_bar);
    }
    m_stop->setEnabled(!status.stopping);
}

}  // namespace leukolens::ui
