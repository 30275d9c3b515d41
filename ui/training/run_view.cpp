#include "ui/training/run_view.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QStackedWidget>
#include <QTabBar>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/training/alarm_strip.h"
#include "ui/training/curves_panel.h"
#include "ui/training/fold_model.h"
#include "ui/training/run_log.h"
#include "ui/training/run_notes.h"

namespace leukolens::ui {
namespace {

constexpr int kNotesTab = 2;
constexpr int kRowPx = 25;
constexpr int kRowsAlwaysShown = 4;

}  // namespace

RunView::RunView(QWidget* parent) : QWidget(parent) {
    setObjectName("runView");
    help::setPlace(this, "train#watch-a-training");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_alarms = new AlarmStrip(this);
    column->addWidget(m_alarms);
    m_curves = new CurvesPanel(this);
    column->addWidget(m_curves, 3);
    column->addWidget(createBelow(), 2);
    updateButtons();
}

QWidget* RunView::createBelow() {
    QFrame* card = makeCard("foldsCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 8, Theme::kMarginPx, 8);
    column->setSpacing(4);
    m_tabs = new QTabBar(card);
    m_tabs->setObjectName("runTabs");
    m_tabs->setExpanding(false);
    m_tabs->setAccessibleName(tr("What is shown of the run"));
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(m_tabs);
    row->addStretch(1);
    createButtons(*row);
    column->addLayout(row);
    auto* pages = new QStackedWidget(card);
    m_log = new RunLog(card);
    m_notes = new RunNotes(card);
    const auto addPage = [&](const QString& name, QWidget* page) {
        m_tabs->addTab(name);
        pages->addWidget(page);
    };
    addPage(tr("Folds"), createTable());
    addPage(tr("Log"), m_log);
    addPage(tr("Notes"), m_notes);
    connect(m_tabs, &QTabBar::currentChanged, pages, &QStackedWidget::setCurrentIndex);
    column->addWidget(pages, 1);
    return card;
}

void RunView::createButtons(QHBoxLayout& row) {
    m_foldChoice = new QComboBox(this);
    m_foldChoice->setObjectName("foldChoice");
    m_foldChoice->setAccessibleName(tr("Fold whose model is used"));
    m_foldChoice->setToolTip(tr("Fold whose model is used"));
    m_foldChoice->setMinimumWidth(84);
    row.addWidget(m_foldChoice);
    m_useModel = makeButton("classify", tr("Use for classifying"), this);
    m_useModel->setObjectName("useModel");
    m_useModel->setToolTip(tr("Classify cells with the best model of this fold"));
    row.addWidget(m_useModel);
    m_report = makeButton("report", tr("Report…"), this);
    m_report->setObjectName("runReport");
    m_report->setToolTip(tr("Save settings, curves and the table of folds as PDF"));
    row.addWidget(m_report);
    connect(m_useModel, &QPushButton::clicked, this,
            [this] { Q_EMIT useModelRequested(m_foldChoice->currentData().toString()); });
    connect(m_report, &QPushButton::clicked, this, &RunView::reportRequested);
}

QWidget* RunView::createTable() {
    m_folds = new FoldModel(this);
    m_table = new QTableView(this);
    m_table->setObjectName("foldTable");
    m_table->setAccessibleName(tr("Table of folds"));
    m_table->setModel(m_folds);
    styleTable(*m_table);
    m_table->verticalHeader()->setDefaultSectionSize(kRowPx);
    m_table->horizontalHeader()->setFont(Theme::font(0.9));
    spreadColumns(*m_table);
    return m_table;
}

void RunView::start(const experiment::TrainSettings& settings) {
    m_running = true;
    m_settings = settings;
    m_history.clear();
    m_facts = {};
    m_notes->clear();
    m_alarms->clear();
    m_log->clear();
    m_curves->start(settings);
    m_folds->start(settings.folds, settings.epochs);
    updateAlarms(true);
    updateSpans();
    updateButtons();
}

void RunView::goOn(const experiment::RunRecord& record, int extraEpochs) {
    experiment::TrainSettings settings = record.result.settings;
    settings.epochs += extraEpochs;
    start(settings);
    LiveNews news;
    news.notices = record.result.notices;
    news.weights = record.result.weights;
    news.epochs = record.history;
    if (extraEpochs == 0) news.folds = record.result.folds;
    showNews(news, false);
}

void RunView::add(const LiveNews& news) {
    if (!news.empty()) showNews(news, true);
}

void RunView::showNews(const LiveNews& news, bool isLive) {
    for (const std::string& notice : news.notices) m_notes->addNotice(coreText(notice));
    if (news.weights) m_notes->setWeights(*news.weights);
    if (!news.validationClasses.empty()) m_facts.validationClasses = news.validationClasses;
    for (const experiment::EpochRecord& record : news.epochs) {
        std::erase_if(m_history, [&](const auto& row) { return row.fold == record.fold && row.epoch >= record.epoch; });
        m_history.push_back(record);
        m_folds->addEpoch(record);
    }
    m_curves->add(news.epochs);
    for (const experiment::FoldRecord& record : news.folds) m_folds->addFold(record);
    m_log->add(news, isLive);
    updateAlarms(isLive);
    updateSpans();
    updateButtons();
}

void RunView::updateAlarms(bool isLive) {
    m_log->add(m_alarms->setAlarms(experiment::alarmsFor(m_settings, m_history, m_facts)), isLive);
}

void RunView::end(bool diverged) {
    m_running = false;
    if (diverged) {
        const int finished = static_cast<int>(m_folds->finished().size());
        m_facts.divergedFold = m_history.empty() ? finished + 1 : m_history.back().fold;
        updateAlarms(true);
    }
    m_curves->end();
    m_folds->end();
    updateSpans();
    updateButtons();
}

void RunView::showRecord(const experiment::RunRecord& record) {
    goOn(record, 0);
    end();
}

/// What is not finished has one sentence instead of figures.
void RunView::updateSpans() {
    m_tabs->setTabText(kNotesTab, m_notes->count() > 0 ? tr("Notes (%1)").arg(m_notes->count()) : tr("Notes"));
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
    m_foldChoice->setVisible(!finished.empty());
    m_useModel->setEnabled(!finished.empty());
    m_report->setEnabled(!m_running && !finished.empty());
    Q_EMIT finishedFoldsChanged(static_cast<int>(finished.size()));
}

}  // namespace leukolens::ui
