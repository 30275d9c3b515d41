#include "ui/training/comparison_view.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "ui/figures/comparison_words.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/training/comparison_chooser.h"
#include "ui/widgets/text_table.h"

namespace leukolens::ui {
namespace {

using experiment::ComparedRow;
using experiment::ModelComparison;
using experiment::RowState;

constexpr int kTwoLinesPx = 46, kIconPx = 16;

/// The value over its interval.
TextCell figureCell(const evaluation::Figure& figure) {
    TextCell cell = numberCell(figure.value, 3);
    cell.text = figureText(figure.value) + '\n' + intervalText(figure.percentile);
    return cell;
}

TextCell optionalCell(const std::optional<double>& value) { return value ? numberCell(*value, 1) : TextCell{QStringLiteral("–"), {}, true}; }

TextCell differenceCell(const std::optional<evaluation::Difference>& difference) {
    if (!difference) return {QStringLiteral("–"), {}, true};
    TextCell cell{signedText(difference->difference) + '\n' + intervalText(difference->interval), difference->difference};
    // Where the interval leaves out 0 the difference is more than chance may do.
    cell.strong = difference->interval && (difference->interval->low > 0 || difference->interval->high < 0);
    return cell;
}

}  // namespace

ComparisonView::ComparisonView(AppContext& context, ComparisonSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("comparisonView");
    help::setPlace(this, "train#compare-models-on-the-same-cells");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(12);
    m_busy = new JobPanel(context.trainingWorker, "comparisonPanel", this);
    column->addWidget(m_busy);
    m_pages = new QStackedWidget(this);
    auto* scroll = new QScrollArea(m_pages);
    scroll->setFocusPolicy(Qt::NoFocus);  // it follows what has the focus in it
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    m_chooser = new ComparisonChooser(scroll);
    scroll->setWidget(m_chooser);
    m_pages->addWidget(scroll);
    m_pages->addWidget(createTable());
    m_pages->addWidget(new QWidget(m_pages));  // it has begun, and nothing is known yet
    column->addWidget(m_pages, 1);
    connect(m_chooser, &ComparisonChooser::startRequested, this, &ComparisonView::startRequested);
    connect(m_chooser, &ComparisonChooser::openRequested, this, &ComparisonView::openRequested);
    connect(&session, &ComparisonSession::changed, this, [this] {
        m_choosing = false;
        refresh();
    });
    connect(&session, &ComparisonSession::canTrainChanged, this, &ComparisonView::refresh);
    refresh();
}

QWidget* ComparisonView::createHead(QWidget* page) {
    auto* head = new QWidget(page);
    auto* lines = new QVBoxLayout(head);
    lines->setContentsMargins(0, 0, 0, 0);
    lines->setSpacing(Theme::kSpacingPx);
    auto* title = new QHBoxLayout;
    title->setSpacing(Theme::kSpacingPx);
    title->addWidget(makeHeading(tr("Comparison of models"), head));
    m_folder = new ElidedLabel(Qt::ElideMiddle, head);
    m_folder->setObjectName("comparisonFolder");
    m_folder->setProperty("role", "muted");
    title->addWidget(m_folder, 1);
    lines->addLayout(title);
    // A line of their own: in German they and the title are wider than a small window.
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    lines->addLayout(row);
    const auto add = [&](QPushButton*& button, const char* name, const char* icon, const QString& text, const QString& toolTip) {
        button = makeButton(icon, text, head);
        button->setObjectName(name);
        button->setToolTip(toolTip);
        row->addWidget(button);
    };
    add(m_goOn, "goOnComparison", "play", tr("Go on"), tr("Train what is missing; rows that failed are tried again"));
    add(m_evaluate, "evaluateCompared", "evaluate", tr("Evaluate"), {});
    add(m_csv, "saveComparisonTable", "export", tr("Export table…"), tr("Save the table as CSV, for a spreadsheet"));
    add(m_pdf, "saveComparisonReport", "report", tr("Report…"), tr("Save the table as PDF"));
    add(m_open, "openAnotherComparison", "history", tr("Open comparison…"), tr("Show a comparison of an earlier time, and go on with it where it was stopped"));
    add(m_another, "newComparison", "add", tr("New comparison"), tr("Choose networks for another one; this one stays in its folder"));
    row->addStretch(1);
    connect(m_goOn, &QPushButton::clicked, &m_session, &ComparisonSession::goOn);
    connect(m_evaluate, &QPushButton::clicked, this, &ComparisonView::evaluateChosen);
    connect(m_csv, &QPushButton::clicked, this, &ComparisonView::tableRequested);
    connect(m_pdf, &QPushButton::clicked, this, &ComparisonView::reportRequested);
    connect(m_open, &QPushButton::clicked, this, &ComparisonView::openRequested);
    connect(m_another, &QPushButton::clicked, this, [this] {
        m_choosing = true;
        refresh();
    });
    return head;
}

QWidget* ComparisonView::createTable() {
    QFrame* card = makeCard("comparisonCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(createHead(card));
    m_rows = new TextTable(this);
    m_table = new QTableView(card);
    m_table->setObjectName("comparisonTable");
    m_table->setAccessibleName(tr("Comparison of models"));
    m_table->setModel(m_rows);
    styleTable(*m_table);
    m_table->verticalHeader()->setDefaultSectionSize(kTwoLinesPx);
    m_table->setIconSize({kIconPx, kIconPx});
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    column->addWidget(m_table, 1);
    m_failures = makeText(QString(), card);
    m_failures->setObjectName("comparisonFailures");
    setRole(m_failures, "warning");
    column->addWidget(m_failures);
    m_method = makeMuted(QString(), card);
    m_method->setObjectName("comparisonMethod");
    column->addWidget(m_method);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ComparisonView::refreshChosen);
    connect(m_table, &QTableView::activated, this, &ComparisonView::evaluateChosen);
    return card;
}

void ComparisonView::refresh() {
    const auto& comparison = m_session.comparison();
    const bool runs = m_session.running();
    m_busy->setVisible(runs);
    const bool shown = comparison && (runs || !m_choosing);
    m_pages->setCurrentIndex(shown ? 1 : runs ? 2 : 0);
    if (!comparison) return;
    m_folder->setFullText(QString::fromStdString(toUtf8(comparison->folder)));
    m_goOn->setVisible(!runs && !comparison->finished());
    m_goOn->setEnabled(m_session.canTrain());
    m_open->setEnabled(!runs);
    m_another->setEnabled(!runs);
    showRows(*comparison);
    showFailures(*comparison);
    m_method->setText(comparisonMethod(*comparison));
    refreshChosen();
}

void ComparisonView::showRows(const ModelComparison& comparison) {
    QStringList headers = {tr("Model"), tr("Starts from")}, toolTips = {{}, tr("Random weights, ImageNet's as torchvision publishes them, or another file")};
    for (const auto& key : comparison.keys) {
        headers << metricName(key, comparison.classes);
        toolTips << metricHelp(key.kind);
    }
    headers << tr("Parameters") << tr("Seconds\nan epoch") << tr("Images\na second") << tr("Accuracy less\nInceptionV3") << tr("p") << tr("Published");
    toolTips << tr("Numbers that are trained and answer") << tr("Mean of all epochs and folds; of a fitted classifier the whole fit") << tr("Answers of the first fold's model on the computer that trained it")
             << tr("Of the same subjects, by paired bootstrap. Bold where the interval leaves out 0") << tr("Two-sided, of no difference. Not corrected for comparing many models")
             << tr("By the authors, on their data: point at a figure to read on which");
    std::vector<std::vector<TextCell>> rows;
    for (int i = 0; i < static_cast<int>(comparison.rows.size()); ++i) {
        const ComparedRow& row = comparison.rows[static_cast<std::size_t>(i)];
        TextCell title = textCell(comparedTitle(row));
        title.strong = row.name == comparison.reference || i == m_session.row();
        if (row.inputPx > 0) title.toolTip = tr("Input %1 px, learning rate %2").arg(row.inputPx).arg(QLocale().toString(row.learningRate));
        TextCell start = textCell(initialisationText(row));
        start.toolTip = QString::fromStdString(row.entry.weightsFile);
        std::vector<TextCell> cells = {title, start};
        if (row.state == RowState::Done) {
            for (const auto& figure : row.figures) cells.push_back(figureCell(figure));
        } else {
            const bool trains = i == m_session.row();
            TextCell state{trains ? (row.isEnsemble() ? tr("computed now") : tr("trained now")) : row.error ? tr("failed") : tr("waits"), {}, !trains && !row.error};
            if (row.error && !trains) {
                state.icon = Theme::icon("error", Theme::failure());
                state.toolTip = errorWords(*row.error);
            }
            cells.push_back(state);
            for (std::size_t k = 1; k < comparison.keys.size(); ++k) cells.push_back({QStringLiteral("–"), {}, true});
        }
        TextCell speed = optionalCell(row.imagesASecond);
        if (row.imagesASecond) speed.toolTip = tr("On %1, %2").arg(QString::fromStdString(row.device), QString::fromStdString(row.precision));
        TextCell published{publishedFigure(row), {}, true, false, publishedWords(row)};
        const auto p = row.difference && row.difference->p ? numberCell(*row.difference->p, 3) : TextCell{QStringLiteral("–"), {}, true};
        for (auto& cell : {TextCell{parametersText(row), static_cast<double>(row.parameters)}, optionalCell(row.secondsAnEpoch), speed, differenceCell(row.difference), p, published}) cells.push_back(cell);
        rows.push_back(std::move(cells));
    }
    const int chosen = m_table->currentIndex().row();
    m_rows->set(std::move(headers), std::move(rows), std::move(toolTips), {0, 1});
    fitColumns(*m_table);
    if (chosen >= 0) m_table->selectRow(chosen);
}

void ComparisonView::showFailures(const ModelComparison& comparison) {
    QStringList lines;
    for (const auto& row : comparison.rows)
        if (row.error) lines << tr("%1 failed: %2").arg(comparedTitle(row), errorWords(*row.error));
    m_failures->setText(lines.join('\n'));
    m_failures->setVisible(!lines.isEmpty());
}

void ComparisonView::refreshChosen() {
    const auto& comparison = m_session.comparison();
    const int row = m_table->currentIndex().row();
    const bool has = comparison && row >= 0 && row < static_cast<int>(comparison->rows.size()) && m_table->selectionModel()->hasSelection();
    const bool can = has && comparison->rows[static_cast<std::size_t>(row)].state == RowState::Done && !comparison->rows[static_cast<std::size_t>(row)].isEnsemble();
    m_evaluate->setEnabled(can);
    m_evaluate->setToolTip(can ? tr("Open the chosen row's run in Evaluate") : tr("Choose a row that is done, to open its run in Evaluate"));
}

void ComparisonView::evaluateChosen() {
    refreshChosen();
    if (!m_evaluate->isEnabled()) return;
    const auto& comparison = *m_session.comparison();
    const auto& row = comparison.rows[static_cast<std::size_t>(m_table->currentIndex().row())];
    Q_EMIT evaluateRequested(QString::fromStdString(toUtf8(comparison.folder / experiment::kComparedRuns / row.name)));
}

}  // namespace leukolens::ui
