#include "ui/evaluation/calibration_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QTableView>
#include <QVBoxLayout>

#include <limits>

#include "core/experiment/planned_split.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/text_table.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/figure_view.h"
#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

CalibrationPage::CalibrationPage(QWidget* parent) : QWidget(parent) {
    setObjectName("calibrationPage");
    help::setPlace(this, "evaluate#judge-the-probabilities");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    QFrame* card = makeCard("reliabilityCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    m_of = new QComboBox(card);
    m_of->setObjectName("reliabilityOf");
    m_of->setAccessibleName(tr("Which probabilities"));
    m_of->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    column->addWidget(m_of, 0, Qt::AlignLeft);
    m_diagram = new FigureView(card);
    m_diagram->setObjectName("reliabilityDiagram");
    column->addWidget(m_diagram, 1);
    row->addWidget(card, 5);
    row->addWidget(createTables(), 4);
    connect(m_of, &QComboBox::currentIndexChanged, this, &CalibrationPage::showFigure);
    connect(m_diagram, &FigureView::saveRequested, this, &CalibrationPage::saveRequested);
}

QWidget* CalibrationPage::createTables() {
    QFrame* card = makeCard("calibrationCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    const auto addTable = [&](const QString& heading, const char* name, TextTable*& model, QTableView*& view) {
        column->addWidget(makeHeading(heading, card));
        model = new TextTable(this);
        view = new QTableView(card);
        view->setObjectName(name);
        view->setAccessibleName(heading);
        view->setModel(model);
        styleTable(*view);
        view->setSelectionMode(QAbstractItemView::NoSelection);
        column->addWidget(view, 1);
    };
    addTable(tr("Test cells, all folds"), "calibrationFigures", m_figures, m_figureView);
    addTable(tr("Temperature of each fold"), "temperatures", m_folds, m_foldView);
    m_words = makeMuted(QString(), card);
    m_words->setObjectName("calibrationWords");
    column->addWidget(m_words);
    return card;
}

void CalibrationPage::setRun(const EvaluatedRunPointer& run) {
    m_run = run;
    const auto& evaluation = run->evaluation;
    const auto& calibration = evaluation.calibration;
    {
        const QSignalBlocker blocker(m_of);
        const int before = std::max(0, m_of->currentIndex());
        m_of->clear();
        m_of->addItem(tr("Of the answer: the most probable class"));
        if (evaluation.positive >= 0) m_of->addItem(tr("Of the positive class: %1").arg(classTitle(evaluation.classes[static_cast<std::size_t>(evaluation.positive)])));
        m_of->setCurrentIndex(std::min(before, m_of->count() - 1));
    }
    const bool known = !calibration.folds.empty();
    std::vector<std::vector<TextCell>> rows;
    const auto add = [&](evaluation::MetricKind kind, double after) {
        const auto* figure = evaluation.figure(kind);
        TextCell name = textCell(metricName({kind, -1}, evaluation.classes));
        name.toolTip = metricHelp(kind);
        rows.push_back({name, numberCell(figure->value, 4), textCell(intervalText(figure->percentile)), numberCell(known ? after : std::numeric_limits<double>::quiet_NaN(), 4)});
    };
    add(evaluation::MetricKind::CalibrationError, calibration.errorAfter);
    add(evaluation::MetricKind::Brier, calibration.brierAfter);
    add(evaluation::MetricKind::LogLoss, calibration.logLossAfter);
    m_figures->set({tr("Figure"), tr("As trained"), tr("95 % interval"), tr("With temperature")}, std::move(rows));
    fitColumns(*m_figureView);
    std::vector<std::vector<TextCell>> folds;
    for (const auto& fold : calibration.folds)
        folds.push_back({textCell(QString::number(fold.fold)), textCell(temperatureWords(fold)), textCell(QLocale().toString(fold.cells)), textCell(fold.subjects > 0 ? QLocale().toString(fold.subjects) : QStringLiteral("–"))});
    m_folds->set({tr("Fold"), tr("Temperature"), tr("Validation\ncells"), tr("Subjects")}, std::move(folds));
    fitColumns(*m_foldView);
    if (!experiment::hasInnerPart(run->record.result.settings.protocol)) {
        m_words->setText(tr("By the protocol paper the validation cells are the test cells: nothing is left to fit a temperature on."));
    } else if (!known) {
        m_words->setText(tr("This run did not keep its answers for the validation cells. “Answer anew” makes them from its data."));
    } else {
        m_words->setText(tr("One number divides the logits of each fold's network: above 1 it was too sure, below 1 not sure enough. It is fitted on the fold's validation cells; the figures above are of test cells, "
                            "which had no part in it. With few validation subjects it may make things worse: compare both columns before locking it."));
    }
    showFigure();
}

void CalibrationPage::showFigure() {
    if (m_run) m_diagram->setFigure(reliabilityFigure(m_run->evaluation, m_of->currentIndex() == 1));
}

}  // namespace leukolens::ui
