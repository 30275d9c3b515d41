#include "ui/training/curves_panel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QSlider>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/curve_export.h"
#include "ui/widgets/curve_legend.h"
#include "ui/widgets/curve_plot.h"

namespace leukolens::ui {
namespace {

constexpr int kFirstEpochs = 10;  ///< the axis begins with so many
constexpr int kSmoothingSteps = 19;

std::map<int, FoldCurve> curvesOf(const std::vector<experiment::EpochRecord>& history, CurveQuantity quantity) {
    std::map<int, FoldCurve> folds;
    for (const experiment::EpochRecord& row : history) {
        const bool accuracy = quantity == CurveQuantity::Accuracy;
        folds[row.fold].points.push_back(
            {row.epoch, accuracy ? row.trainAccuracy : row.trainLoss, accuracy ? row.validationAccuracy : row.validationLoss});
    }
    return folds;
}

}  // namespace

CurvesPanel::CurvesPanel(QWidget* parent) : QFrame(parent) {
    setObjectName("plotsCard");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, 8, Theme::kMarginPx, 10);
    column->setSpacing(4);
    createPlots(*column);
    applyOptions();
}

QToolButton* CurvesPanel::makeTool(const char* name, const char* icon, const QString& text, const QString& help) {
    auto* button = new QToolButton(this);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setIconSize({16, 16});
    button->setText(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setToolTip(help);
    button->setAccessibleName(text);
    button->setAccessibleDescription(help);
    return button;
}

/// What concerns both plots stands over the left one.
void CurvesPanel::createLookTools(QHBoxLayout& row) {
    auto* words = new QLabel(tr("Smoothing"), this);
    words->setProperty("role", "muted");
    row.addWidget(words);
    m_smoothing = new QSlider(Qt::Horizontal, this);
    m_smoothing->setObjectName("smoothing");
    m_smoothing->setRange(0, kSmoothingSteps);
    m_smoothing->setFixedWidth(76);
    m_smoothing->setToolTip(tr("Running mean over the epochs; the curve as it was stays, faint"));
    m_smoothing->setAccessibleName(tr("Smoothing"));
    words->setBuddy(m_smoothing);
    row.addWidget(m_smoothing);
    m_band = new QCheckBox(tr("Mean ± sd"), this);
    m_band->setObjectName("showBand");
    m_band->setToolTip(tr("Mean of the folds' validation, and one standard deviation about it"));
    row.addWidget(m_band);
    connect(m_smoothing, &QSlider::valueChanged, this, &CurvesPanel::applyOptions);
    connect(m_band, &QCheckBox::toggled, this, &CurvesPanel::applyOptions);
}

void CurvesPanel::createFileTools(QHBoxLayout& row) {
    m_log = new QCheckBox(tr("Log axis"), this);
    m_log->setObjectName("logAxis");
    m_log->setToolTip(tr("A logarithmic axis shows small losses apart"));
    connect(m_log, &QCheckBox::toggled, this, &CurvesPanel::applyOptions);
    row.addWidget(m_log);
    m_reset = makeTool("resetZoom", "zoom-fit", tr("Reset"), tr("Show all epochs and values again (also a double click on a plot)"));
    m_reset->setToolButtonStyle(Qt::ToolButtonIconOnly);
    row.addWidget(m_reset);
    QToolButton* compare = makeTool("compareRuns", "history", tr("Compare"), tr("Draw earlier runs behind this one"));
    m_compare = new QMenu(compare);
    compare->setMenu(m_compare);
    compare->setPopupMode(QToolButton::InstantPopup);
    row.addWidget(compare);
    QToolButton* save = makeTool("exportCurves", "export", tr("Export"), tr("Save both plots as a figure, or their numbers"));
    auto* formats = new QMenu(save);
    for (const auto& [ending, text] : {std::pair{"pdf", tr("PDF figure…")}, {"svg", tr("SVG figure…")}, {"png", tr("PNG figure…")}, {"csv", tr("Numbers as CSV…")}}) {
        QAction* action = formats->addAction(text);
        action->setObjectName(QString("exportCurves_%1").arg(ending));
        connect(action, &QAction::triggered, this, [this, chosen = QString(ending)] { exportAs(chosen); });
    }
    save->setMenu(formats);
    save->setPopupMode(QToolButton::InstantPopup);
    row.addWidget(save);
    fillCompareMenu();
}

void CurvesPanel::createPlots(QVBoxLayout& column) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kMarginPx);
    grid->setVerticalSpacing(2);
    grid->setRowStretch(1, 1);
    const auto addPlot = [&](const QString& heading, CurveQuantity quantity) {
        const int place = quantity == CurveQuantity::Accuracy ? 0 : 1;
        auto* head = new QHBoxLayout;
        head->setSpacing(Theme::kSpacingPx);
        head->addWidget(makeHeading(heading, this));
        head->addStretch(1);
        if (quantity == CurveQuantity::Accuracy) {
            createLookTools(*head);
        } else {
            createFileTools(*head);
        }
        grid->addLayout(head, 0, place);
        auto* plot = new CurvePlot(quantity, this);
        grid->addWidget(plot, 1, place);
        grid->setColumnStretch(place, 1);
        return plot;
    };
    m_accuracy = addPlot(tr("Accuracy"), CurveQuantity::Accuracy);
    m_loss = addPlot(tr("Loss"), CurveQuantity::Loss);
    column.addLayout(grid, 1);
    m_legend = new CurveLegend(this);
    column.addWidget(m_legend);
    connect(m_reset, &QToolButton::clicked, this, [this] {
        m_accuracy->fit();
        m_loss->fit();
    });
    for (CurvePlot* plot : {m_accuracy, m_loss}) {
        connect(plot, &CurvePlot::zoomedChanged, this, [this] { m_reset->setEnabled(m_accuracy->isZoomed() || m_loss->isZoomed()); });
        connect(m_legend, &CurveLegend::foldToggled, plot, &CurvePlot::setFoldShown);
    }
    m_reset->setEnabled(false);
    connect(m_legend, &CurveLegend::oldRunToggled, this, [this](int index, bool shown) {
        m_old[static_cast<std::size_t>(index)].shown = shown;
        applyOldRuns();
    });
}

void CurvesPanel::start(const experiment::TrainSettings& settings) {
    m_running = true;
    m_patience = settings.patienceEpochs;
    for (CurvePlot* plot : {m_accuracy, m_loss}) {
        plot->clear();
        plot->setEpochs(std::min(settings.epochs, kFirstEpochs));
    }
    m_legend->setFolds(0);
    m_legend->setFolds(settings.folds);
    m_band->setEnabled(settings.folds > 1);
    applyOptions();
}

void CurvesPanel::add(const std::vector<experiment::EpochRecord>& epochs) {
    if (epochs.empty()) return;
    for (const experiment::EpochRecord& row : epochs) {
        m_accuracy->addPoint(row.fold, row.epoch, row.trainAccuracy, row.validationAccuracy);
        m_loss->addPoint(row.fold, row.epoch, row.trainLoss, row.validationLoss);
        if (!row.best) continue;
        m_accuracy->setBest(row.fold, row.epoch);
        m_loss->setBest(row.fold, row.epoch);
    }
    m_accuracy->replotLater();
    m_loss->replotLater();
}

void CurvesPanel::end() {
    m_running = false;
    applyOptions();
}

void CurvesPanel::applyOptions() {
    CurveOptions options;
    options.smoothing = m_smoothing->value() * 0.05;
    options.band = m_band->isChecked() && m_band->isEnabled();
    options.logAxis = m_log->isChecked();
    options.patienceEpochs = m_running ? m_patience : 0;
    m_accuracy->setOptions(options);
    m_loss->setOptions(options);
    m_legend->setBand(options.band);
    m_legend->setPatience(options.patienceEpochs > 0);
}

void CurvesPanel::addOldRun(const QString& name, const experiment::RunRecord& record) {
    OldRun run{name, curvesOf(record.history, CurveQuantity::Accuracy), curvesOf(record.history, CurveQuantity::Loss), true};
    const auto same = std::ranges::find(m_old, name, &OldRun::name);
    if (same != m_old.end()) {
        *same = std::move(run);
    } else {
        m_old.push_back(std::move(run));
    }
    applyOldRuns();
    QStringList names;
    for (const OldRun& old : m_old) names << old.name;
    m_legend->setOldRuns(names);
    fillCompareMenu();
}

void CurvesPanel::applyOldRuns() {
    std::vector<OldCurves> accuracy, loss;
    for (const OldRun& run : m_old) {
        accuracy.push_back({run.name, run.accuracy, run.shown});
        loss.push_back({run.name, run.loss, run.shown});
    }
    m_accuracy->setOld(std::move(accuracy));
    m_loss->setOld(std::move(loss));
}

void CurvesPanel::fillCompareMenu() {
    m_compare->clear();
    QAction* choose = m_compare->addAction(Theme::icon("add"), tr("Add an earlier run…"));
    choose->setObjectName("addOldRun");
    connect(choose, &QAction::triggered, this, &CurvesPanel::oldRunRequested);
    if (!m_old.empty()) m_compare->addSeparator();
    for (const OldRun& run : m_old) {
        QAction* remove = m_compare->addAction(Theme::icon("close"), tr("Remove %1").arg(run.name));
        connect(remove, &QAction::triggered, this, [this, name = run.name] {
            std::erase_if(m_old, [&](const OldRun& old) { return old.name == name; });
            QStringList names;
            for (const OldRun& old : m_old) names << old.name;
            m_legend->setOldRuns(names);
            applyOldRuns();
            QMetaObject::invokeMethod(this, [this] { fillCompareMenu(); }, Qt::QueuedConnection);
        });
    }
}

void CurvesPanel::exportAs(const QString& ending) {
    Q_EMIT exportRequested(ending, exportCurves(*m_accuracy, *m_loss, *m_legend, figureFormatOf('.' + ending)));
}

}  // namespace leukolens::ui
