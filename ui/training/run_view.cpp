#include "ui/training/run_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/training/fold_model.h"
#include "ui/training/run_notes.h"
#include "ui/widgets/curve_legend.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

constexpr int kRowPx = 25;
constexpr int kRowsAlwaysShown = 4;

}  // namespace

RunView::RunView(QWidget* parent) : QWidget(parent) {
    setObjectName("runView");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kMarginPx);
    m_notes = new RunNotes(this);
    column->addWidget(m_notes);
    column->addWidget(createPlots(), 3);
    column->addWidget(createTable(), 2);
    updateButtons();
}

QWidget* RunView::createPlots() {
    QFrame* card = makeCard("plotsCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kMarginPx);
    auto addPlot = [&](const QString& heading, CurvePlot::Quantity quantity) {
        auto* side = new QVBoxLayout;
        side->setSpacing(4);
        side->addWidget(makeHeading(heading, card));
        auto* plot = new CurvePlot(quantity, card);
        side->addWidget(plot, 1);
        row->addLayout(side, 1);
        return plot;
    };
    m_accuracy = addPlot(tr("Accuracy"), CurvePlot::Quantity::Accuracy);
    m_loss = addPlot(tr("Loss"), CurvePlot::Quantity::Loss);
    column->addLayout(row, 1);
    m_legend = new CurveLegend(card);
    column->addWidget(m_legend);
    return card;
}

QWidget* RunView::createTable() {
    QFrame* card = makeCard("foldsCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(makeHeading(tr("Folds"), card));
    row->addStretch(1);
    m_foldChoice = new QComboBox(card);
    m_foldChoice->setObjectName("foldChoice");
    m_foldChoice->setAccessibleName(tr("Fold whose model is used"));
    m_foldChoice->setToolTip(tr("Fold whose model is used"));
    row->addWidget(m_foldChoice);
    m_useModel = makeButton("classify", tr("Use for classifying"), card);
    m_useModel->setObjectName("useModel");
    m_useModel->setToolTip(tr("Classify cells with the best model of this fold"));
    row->addWidget(m_useModel);
    m_report = makeButton("report", tr("Report…"), card);
    m_report->setObjectName("runReport");
    m_report->setToolTip(tr("Save settings, curves and the table of folds as PDF"));
    row->addWidget(m_report);
    column->addLayout(row);

    m_folds = new FoldModel(this);
    m_table = new QTableView(card);
    m_table->setObjectName("foldTable");
    m_table->setAccessibleName(tr("Table of folds"));
    m_table->setModel(m_folds);
    m_table->setShowGrid(false);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setFrameShape(QFrame::NoFrame);
    m_table->setTabKeyNavigation(false);
    m_table->verticalHeader()->hide();
    m_table->verticalHeader()->setDefaultSectionSize(kRowPx);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setHighlightSections(false);
    m_table->horizontalHeader()->setFont(Theme::font(0.9));
    column->addWidget(m_table, 1);

    connect(m_useModel, &QPushButton::clicked, this,
            [this] { Q_EMIT useModelRequested(m_foldChoice->currentData().toString()); });
    connect(m_report, &QPushButton::clicked, this, &RunView::reportRequested);
    return card;
}

void RunView::start(const experiment::TrainSettings& settings) {
    m_running = true;
    m_notes->clear();
    if (settings.protocol == dataset::Protocol::Paper)
        m_notes->addNotice(tr("Optimistic: patients are shared between training and test."), true);
    m_accuracy->clear();
    m_loss->clear();
    m_accuracy->setEpochs(std::min(settings.epochs, 10));
    m_loss->setEpochs(std::min(settings.epochs, 10));
    m_legend->setFolds(settings.folds);
    m_folds->start(settings.folds, settings.epochs);
    updateSpans();
    updateButtons();
}

void RunView::add(const LiveNews& news) {
    if (news.empty()) return;
    for (const std::string& notice : news.notices) m_notes->addNotice(coreText(notice));
    if (news.weights) m_notes->setWeights(*news.weights);
    for (const experiment::EpochRecord& record : news.epochs) {
        m_accuracy->addPoint(record.fold, record.epoch, record.trainAccuracy, record.validationAccuracy);
        m_loss->addPoint(record.fold, record.epoch, record.trainLoss, record.validationLoss);
        if (record.best) markBest(record);
        m_folds->addEpoch(record);
    }
    for (const experiment::FoldRecord& record : news.folds) m_folds->addFold(record);
    updateSpans();
    updateButtons();
    m_accuracy->replotLater();
    m_loss->replotLater();
}

void RunView::markBest(const experiment::EpochRecord& record) {
    m_accuracy->setBest(record.fold, record.epoch);
    m_loss->setBest(record.fold, record.epoch);
}

void RunView::end() {
    m_running = false;
    m_folds->end();
    updateSpans();
    updateButtons();
}

void RunView::showRecord(const experiment::RunRecord& record) {
    start(record.result.settings);
    LiveNews news;
    news.notices = record.result.notices;
    news.weights = record.result.weights;
    news.epochs = record.history;
    news.folds = record.result.folds;
    add(news);
    end();
}

/// What is not finished has one sentence instead of figures.
void RunView::updateSpans() {
    m_table->clearSpans();
    const int rows = std::clamp(m_folds->rowCount(), 3, kRowsAlwaysShown);
    m_table->setMinimumHeight(m_table->horizontalHeader()->sizeHint().height() + rows * kRowPx);
    for (int row = 0; row < m_folds->rowCount(); ++row) {
        if (!m_folds->isFinished(row)) m_table->setSpan(row, FoldModel::BestEpoch, 1, FoldModel::ColumnCount - 1);
    }
}

void RunView::updateButtons() {
    const std::vector<experiment::FoldRecord> finished = m_folds->finished();
    if (static_cast<std::size_t>(m_foldChoice->count()) != finished.size() || finished.empty()) {
        // The first fold stands chosen: to take the best of the test would be to choose on the test.
        const int chosen = std::max(0, m_foldChoice->currentIndex());
        m_foldChoice->clear();
        for (const experiment::FoldRecord& record : finished)
            m_foldChoice->addItem(tr("Fold %1").arg(record.fold), QString::fromStdString(toUtf8(record.model)));
        m_foldChoice->setCurrentIndex(finished.empty() ? -1 : chosen);
    }
    m_foldChoice->setEnabled(!finished.empty());
    m_useModel->setEnabled(!finished.empty());
    m_report->setEnabled(!m_running && !finished.empty());
}

}  // namespace leukolens::ui
