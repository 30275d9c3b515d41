#include "ui/evaluation/figures_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QHeaderView>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "core/report/paper_table.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/text_table.h"
#include "ui/figures/figure_view.h"
#include "ui/figures/fold_figures.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kFigureDigits = 3, kTableDigits = 4;

QTableView* addTable(QVBoxLayout& column, TextTable& model, const char* name, const QString& accessible, QWidget* parent) {
    auto* view = new QTableView(parent);
    view->setObjectName(name);
    view->setAccessibleName(accessible);
    view->setModel(&model);
    styleTable(*view);
    column.addWidget(view, 1);
    return view;
}

}  // namespace

FiguresPage::FiguresPage(QWidget* parent) : QWidget(parent) {
    setObjectName("figuresPage");
    help::setPlace(this, "evaluate#read-the-figures");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(createFigures(), 9);
    row->addWidget(createFolds(), 10);
}

QWidget* FiguresPage::createFigures() {
    QFrame* card = makeCard("figuresCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* head = new QHBoxLayout;
    head->addWidget(makeHeading(tr("Figures"), card));
    m_part = new QComboBox(card);
    m_part->setObjectName("figurePart");
    m_part->setAccessibleName(tr("Of which test cells"));
    m_part->setToolTip(tr("Of which test cells the figures are"));
    m_part->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    head->addWidget(m_part);
    m_cells = makeMuted(QString(), card);
    m_cells->setObjectName("partCells");
    head->addWidget(m_cells, 1);
    column->addLayout(head);
    m_figures = new TextTable(this);
    m_figureView = addTable(*column, *m_figures, "figureTable", tr("Figures"), card);
    m_method = makeMuted(QString(), card);
    m_method->setObjectName("intervalWords");
    column->addWidget(m_method);
    connect(m_part, &QComboBox::currentIndexChanged, this, &FiguresPage::showPart);
    return card;
}

QWidget* FiguresPage::createFolds() {
    QFrame* card = makeCard("evaluatedFoldsCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeHeading(tr("Folds"), card));
    m_folds = new TextTable(this);
    m_foldView = addTable(*column, *m_folds, "evaluatedFolds", tr("Folds"), card);
    m_meanWords = makeMuted(QString(), card);
    column->addWidget(m_meanWords);
    m_paperWords = makeMuted(QString(), card);
    m_paperWords->setObjectName("paperWords");
    column->addWidget(m_paperWords);
    m_foldCurve = new QComboBox(card);
    m_foldCurve->setObjectName("foldCurve");
    m_foldCurve->setAccessibleName(tr("Fold whose curves are shown"));
    m_foldCurve->setToolTip(tr("Fold whose curves are shown"));
    m_foldCurve->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    column->addWidget(m_foldCurve, 0, Qt::AlignLeft);
    m_curves = new FigureView(card);
    m_curves->setObjectName("foldCurves");
    column->addWidget(m_curves, 2);
    connect(m_foldCurve, &QComboBox::currentIndexChanged, this, &FiguresPage::showCurve);
    connect(m_curves, &FigureView::saveRequested, this, &FiguresPage::saveRequested);
    return card;
}

void FiguresPage::setRun(const EvaluatedRunPointer& run) {
    const bool same = isSameRun(m_run, run);
    const QString part = same ? m_part->currentText() : QString(), curve = same ? m_foldCurve->currentText() : QString();
    m_run = run;
    const QSignalBlocker blocker(m_part);
    m_part->clear();
    m_parts = {&run->evaluation.pooled};
    for (const auto& fold : run->evaluation.folds) m_parts.push_back(&fold);
    for (const auto& group : run->evaluation.subgroups) m_parts.push_back(&group);
    for (const auto* one : m_parts) m_part->addItem(partName(*one));
    m_part->setCurrentIndex(std::max(0, m_part->findText(part)));
    m_method->setText(intervalWords(run->evaluation));
    showPart();
    showFolds();
    m_foldFigures = foldFigures(run->record);
    {
        const QSignalBlocker foldBlocker(m_foldCurve);
        m_foldCurve->clear();
        for (const auto& figure : m_foldFigures) m_foldCurve->addItem(tr("Curves of fold %1").arg(figure.name.mid(5)));
        m_foldCurve->setCurrentIndex(std::max(0, m_foldCurve->findText(curve)));
    }
    m_foldCurve->setVisible(!m_foldFigures.empty());
    showCurve();
}

void FiguresPage::showCurve() {
    if (m_foldFigures.empty()) return m_curves->clear();
    m_curves->setFigure(m_foldFigures[static_cast<std::size_t>(std::max(0, m_foldCurve->currentIndex()))]);
}

const evaluation::Part& FiguresPage::chosenPart() const { return *m_parts[static_cast<std::size_t>(std::max(0, m_part->currentIndex()))]; }

void FiguresPage::showPart() {
    if (!m_run) return;
    const auto& evaluation = m_run->evaluation;
    const auto& part = chosenPart();
    m_cells->setText(part.subjects > 0 ? tr("Cells: %L1, subjects: %L2").arg(part.cells).arg(part.subjects) : tr("Cells: %L1").arg(part.cells));
    std::vector<std::vector<TextCell>> rows;
    for (std::size_t i = 0; i < evaluation.keys.size(); ++i) {
        const auto& figure = part.figures[i];
        TextCell name = textCell(metricName(evaluation.keys[i], evaluation.classes));
        name.toolTip = metricHelp(evaluation.keys[i].kind);
        TextCell value = numberCell(figure.value, kFigureDigits);
        value.strong = true;
        rows.push_back({name, value, textCell(intervalText(figure.percentile)), {intervalText(figure.bca), {}, true, false, {}}});
    }
    m_figures->set({tr("Figure"), tr("Value"), tr("95 % interval"), tr("BCa")}, std::move(rows),
                   {{}, {}, tr("Percentile interval"), tr("Bias-corrected and accelerated interval: where it is far from the other, there are too few subjects for either")});
    fitColumns(*m_figureView);
}

void FiguresPage::showFolds() {
    const auto& result = m_run->record.result;
    const bool paper = result.settings.protocol == dataset::Protocol::Paper;
    QStringList headers = {tr("Fold"), tr("Best\nepoch"), tr("Epochs\nrun"), tr("Training\naccuracy"), tr("Training\nloss"), tr("Test\naccuracy"), tr("Test\nloss")};
    if (paper) headers << tr("Paper,\naccuracy") << tr("Paper,\nloss") << tr("Paper,\nepochs");
    std::vector<std::vector<TextCell>> rows;
    const auto published = [&](std::vector<TextCell>& row, const report::PaperFold& fold) {
        if (!paper) return;
        TextCell accuracy = numberCell(fold.trainAccuracy, kTableDigits), loss = numberCell(fold.trainLoss, kTableDigits), epochs = fold.epochs > 0 ? textCell(QString::number(fold.epochs)) : TextCell{};
        for (TextCell* cell : {&accuracy, &loss, &epochs}) cell->muted = true;
        row.insert(row.end(), {accuracy, loss, epochs});
    };
    const auto figures = [](const experiment::FoldRecord& fold) {
        return std::vector<TextCell>{numberCell(fold.trainAccuracy, kTableDigits), numberCell(fold.trainLoss, kTableDigits), numberCell(fold.testAccuracy, kTableDigits), numberCell(fold.testLoss, kTableDigits)};
    };
    for (const auto& fold : result.folds) {
        std::vector<TextCell> row = {{QString::number(fold.fold), fold.fold}, {QString::number(fold.bestEpoch), fold.bestEpoch},
                                     {QString::number(fold.epochs), fold.epochs, false, false, fold.stoppedEarly ? tr("Stopped early: no better validation loss") : tr("Ran to its last epoch")}};
        for (auto& cell : figures(fold)) row.push_back(cell);
        if (static_cast<std::size_t>(fold.fold) <= report::kPaperFolds.size()) published(row, report::kPaperFolds[static_cast<std::size_t>(fold.fold - 1)]);
        rows.push_back(std::move(row));
    }
    std::vector<TextCell> mean = {textCell(tr("Mean")), {}, {}};
    for (auto& cell : figures(result.mean)) mean.push_back(cell);
    for (auto& cell : mean) cell.strong = true;
    published(mean, report::kPaperMean);
    rows.push_back(std::move(mean));
    m_folds->set(std::move(headers), std::move(rows));
    fitColumns(*m_foldView);
    // A few folds are seen whole, whatever the curves below would like to have.
    constexpr int kSeenWhole = 5;
    const auto seen = std::min<int>(kSeenWhole, m_folds->rowCount());
    m_foldView->setMinimumHeight(m_foldView->horizontalHeader()->sizeHint().height() + seen * m_foldView->verticalHeader()->defaultSectionSize() + 4);
    const auto& evaluation = m_run->evaluation;
    const auto balanced = static_cast<std::size_t>(std::ranges::find(evaluation.keys, evaluation::MetricKind::BalancedAccuracy, &evaluation::MetricKey::kind) - evaluation.keys.begin());
    m_meanWords->setText(tr("Balanced accuracy over the folds: mean %1, standard deviation %2.").arg(figureText(evaluation.mean[balanced]), figureText(evaluation.sd[balanced])));
    m_paperWords->setVisible(paper);
    if (paper)
        m_paperWords->setText(tr("In grey: Table 1 of the paper. Its accuracy and loss are those of the cells that were learnt from, at the best epoch; they say nothing about new cells. "
                                 "The columns of the test say how cells that were held out are told apart, of patients that the training knew."));
}

}  // namespace leukolens::ui
