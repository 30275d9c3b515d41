#include "ui/welcome/sample_strip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>

#include "ui/shell/theme.h"
#include "ui/welcome/sample_case.h"

namespace leukolens::ui {

using State = SampleCase::State;

SampleStrip::SampleStrip(SampleCase& sample, QWidget* parent) : NoticeStrip("sampleStrip", parent), m_sample(sample) {
    m_text = addText("sampleText");
    m_tour = addButton("sampleTour", tr("Take the tour"), tr("Be shown round the window meanwhile, about a minute"));
    m_show = addButton("sampleShow", tr("Show it"), tr("Open the sample case in Classify"));
    m_show->setProperty("primary", true);
    m_again = addButton("sampleAgain", tr("Try again"), tr("Look around once more; what is done already is used"));
    m_stop = addButton("sampleStop", tr("Stop"), tr("Stop making the sample; what is done is kept"));
    m_dismiss = addButton("sampleDismiss", tr("Close"), tr("Dismiss this message"));
    connect(m_tour, &QPushButton::clicked, this, &SampleStrip::tourRequested);
    connect(m_show, &QPushButton::clicked, &sample, &SampleCase::show);
    connect(m_again, &QPushButton::clicked, &sample, &SampleCase::lookAround);
    connect(m_stop, &QPushButton::clicked, &sample, &SampleCase::stop);
    connect(m_dismiss, &QPushButton::clicked, &sample, &SampleCase::dismiss);
    connect(&sample, &SampleCase::changed, this, &SampleStrip::refresh);
    refresh();
}

QString SampleStrip::words() const {
    switch (m_sample.state()) {
        case State::MakingCells: return tr("Sample, step 1 of 3: demonstration cells are drawn.");
        case State::Training: return m_sample.isResting() ? tr("Sample, step 2 of 3: the training rests. Resume it in Train.") : tr("Sample, step 2 of 3: a model learns from these cells. Train shows how.");
        case State::Ready: return m_sample.trouble().isEmpty() ? tr("The sample case is ready.") : tr("The sample case is ready, but not shown.") + ' ' + m_sample.trouble();
        case State::Classifying: return tr("Sample, step 3 of 3: the model classifies cells that it has never seen.");
        case State::Failed: return m_sample.trouble();
        case State::Resting:
        case State::Looking: break;
    }
    return {};
}

void SampleStrip::refresh() {
    const State state = m_sample.state();
    m_text->setText(words());
    setVisible(!m_text->text().isEmpty());
    const bool failed = state == State::Failed;
    m_tour->setVisible(state == State::MakingCells || state == State::Training);
    m_show->setVisible(state == State::Ready);
    m_stop->setVisible(m_sample.isBusy() && state != State::Ready);
    for (QPushButton* button : {m_again, m_dismiss}) button->setVisible(failed);
    setIcon(failed ? "error" : "sparkle", failed ? Theme::failure() : Theme::accent());
    setMessage(failed ? "error" : "notice");
}

}  // namespace leukolens::ui
