#include "ui/evaluation/pictures_page.h"

#include <QLabel>
#include <QPushButton>
#include <QStackedLayout>
#include <QVBoxLayout>

#include "ui/evaluation/evaluation_session.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/figure_view.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

PicturesPage::PicturesPage(EvaluationSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("picturesPage");
    help::setPlace(this, "evaluate#look-at-pictures-map-and-learning-curve");
    m_pages = new QStackedLayout(this);
    auto* empty = new EmptyState("search", tr("Do errors go with the pictures?"), tr("Size, sharpness and stain of the test cells are measured from the run's data, and the share of errors is shown over fifths of the cells."), this);
    m_measure = empty->addButton("measurePictures", "search", tr("Measure pictures"), tr("Reads the run's data; quick where they were read before"), true);
    m_pages->addWidget(empty);
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    QFrame* card = makeCard("picturesCard", page);
    auto* inner = new QVBoxLayout(card);
    inner->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    for (int i = 0; i < 2; ++i) {
        m_figures[i] = new FigureView(card);
        m_figures[i]->setObjectName(QString("pictureRelations%1").arg(i + 1));
        inner->addWidget(m_figures[i], 1);
        connect(m_figures[i], &FigureView::saveRequested, this, &PicturesPage::saveRequested);
    }
    m_words = makeMuted(QString(), card);
    m_words->setObjectName("relationWords");
    inner->addWidget(m_words);
    column->addWidget(card);
    m_pages->addWidget(page);
    connect(m_measure, &QPushButton::clicked, &m_session, &EvaluationSession::relatePictures);
    connect(&m_session, &EvaluationSession::relationsChanged, this, &PicturesPage::showRelations);
}

void PicturesPage::showRelations() {
    m_measure->setEnabled(!m_session.relating());
    m_measure->setText(m_session.relating() ? tr("Measuring…") : tr("Measure pictures"));
    const auto& relations = m_session.relations();
    m_pages->setCurrentIndex(relations.empty() ? 0 : 1);
    if (relations.empty()) return;
    auto figures = relationFigures(relations);
    for (std::size_t i = 0; i < 2; ++i) m_figures[i]->setFigure(i < figures.size() ? std::move(figures[i]) : Figure());
    const int unknown = relations.front().relation.unknown;
    m_words->setText(tr("Each bar holds a fifth of the test cells; the lines are 95 % intervals over the same units as all others here. A difference may come from the patients that a fifth happens to hold.") +
                     (unknown > 0 ? ' ' + tr("%Ln cell(s) were not found in the data.", "", unknown) : QString()));
}

}  // namespace leukolens::ui
