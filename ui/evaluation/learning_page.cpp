#include "ui/evaluation/learning_page.h"

#include <QLabel>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/evaluation/study_session.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/text_table.h"
#include "ui/figures/evaluation_words.h"
#include "ui/figures/figure_view.h"
#include "ui/figures/study_figures.h"
#include "ui/shell/app_context.h"
#include "ui/shell/class_words.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

LearningPage::LearningPage(AppContext& context, StudySession& studies, QWidget* parent) : QWidget(parent), m_studies(studies) {
    setObjectName("learningPage");
    help::setPlace(this, "evaluate#look-at-pictures-map-and-learning-curve");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_busy = new JobPanel(context.trainingWorker, "learningPanel", this);
    column->addWidget(m_busy);
    auto* empty = new EmptyState("train", tr("Would more subjects help?"),
                                 tr("The run is repeated on 10 to 80 % of each fold's training subjects and tested on the same cells. Where the curve still rises at its end, more subjects are worth collecting. "
                                    "It takes as long as about two trainings like this one; it can be stopped and goes on where it was."),
                                 this);
    m_make = empty->addButton("makeLearningCurve", "play", tr("Make the learning curve"), tr("Trains in the background; each smaller training is a run of its own in the folder learning-curve"), true);
    auto* pages = new QWidget(this);
    m_pages = new QStackedLayout(pages);
    m_pages->addWidget(m_empty = empty);
    m_pages->addWidget(m_curve = createCurve());
    m_pages->addWidget(m_none = new QWidget(pages));
    column->addWidget(pages, 1);
    for (QPushButton* button : {m_make, m_goOn}) connect(button, &QPushButton::clicked, this, &LearningPage::makeRequested);
    connect(&studies, &StudySession::learningChanged, this, &LearningPage::refresh);
    connect(&studies, &StudySession::canTrainChanged, this, &LearningPage::refresh);
}

QWidget* LearningPage::createCurve() {
    QFrame* card = makeCard("learningCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("Learning curve"), card));
    m_words = makeMuted(QString(), card);
    m_words->setObjectName("learningWords");
    head->addWidget(m_words, 1);
    m_goOn = makeButton("play", tr("Go on"), card);
    m_goOn->setObjectName("goOnLearning");
    m_goOn->setToolTip(tr("Train the points that are missing"));
    head->addWidget(m_goOn);
    column->addLayout(head);
    m_figure = new FigureView(card);
    m_figure->setObjectName("learningCurve");
    column->addWidget(m_figure, 3);
    m_points = new TextTable(this);
    m_table = new QTableView(card);
    m_table->setObjectName("learningPoints");
    m_table->setAccessibleName(tr("Points of the learning curve"));
    m_table->setModel(m_points);
    styleTable(*m_table);
    column->addWidget(m_table, 2);
    connect(m_figure, &FigureView::saveRequested, this, &LearningPage::saveRequested);
    return card;
}

void LearningPage::setRun(const EvaluatedRunPointer& run) {
    m_run = run;
    refresh();
}

bool LearningPage::complete() const {
    const auto& learning = m_studies.learning();
    return learning && learning->points.size() >= learning->planned;
}

void LearningPage::refresh() {
    if (!m_run) return;
    const bool any = m_studies.learning().has_value(), runs = m_studies.learningRuns(), can = m_studies.canTrain();
    m_busy->setVisible(runs);
    m_pages->setCurrentWidget(any ? m_curve : runs ? m_none : m_empty);
    m_goOn->setVisible(any && !runs && !complete());
    for (QPushButton* button : {m_make, m_goOn}) button->setEnabled(can);
    m_make->setToolTip(can ? tr("Trains in the background; each smaller training is a run of its own in the folder learning-curve") : tr("Another training is under way: wait for its end, or stop it in Train"));
    if (any) showCurve();
}

void LearningPage::showCurve() {
    const auto& curve = *m_studies.learning();
    m_words->setText(m_run->evaluation.overSubjects ? tr("Test cells of all folds; 95 % intervals over subjects") : tr("Test cells of all folds; 95 % intervals over images"));
    m_figure->setFigure(learningFigure(curve));
    QStringList headers = {tr("Share"), curve.overSubjects ? tr("Subjects") : tr("Images"), tr("Cells")};
    for (const auto& key : curve.keys) headers << metricName(key, curve.classes) << tr("95 % interval");
    std::vector<std::vector<TextCell>> rows;
    for (const auto& point : curve.points) {
        std::vector<TextCell> row = {textCell(percentText(point.share)), numberCell(point.subjects, 1), numberCell(point.cells, 0)};
        for (const auto& figure : point.figures) {
            row.push_back(numberCell(figure.value, 3));
            row.push_back({intervalText(figure.percentile), {}, true});
        }
        rows.push_back(std::move(row));
    }
    m_points->set(std::move(headers), std::move(rows));
    fitColumns(*m_table);
}

}  // namespace leukolens::ui
