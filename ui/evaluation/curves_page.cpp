#include "ui/evaluation/curves_page.h"

#include <QDoubleSpinBox>
#include <QFormLayout>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QScrollArea>
#include <QSlider>
#include <QStackedLayout>
#include <QVBoxLayout>

#include <cmath>

#include "core/base/files.h"
#include "core/experiment/planned_split.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/figures/evaluation_words.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/figure_view.h"
#include "ui/shell/class_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kSliderSteps = 1000, kSideWidthPx = 330, kThresholdDecimals = 15;

/// As many digits as thresholds near 0 and 1 need, and no more.
class ThresholdBox final : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override { return thresholdText(value); }
};

/// Of any share from 0 to 1.
QDoubleSpinBox* setUpShare(QDoubleSpinBox* box, const char* name, const QString& accessible, double value) {
    box->setObjectName(name);
    box->setAccessibleName(accessible);
    box->setRange(0, 1);
    box->setDecimals(4);
    box->setSingleStep(0.01);
    box->setValue(value);
    return box;
}

QString shareText(double share) { return std::isfinite(share) ? percentText(share, 1) : QStringLiteral("–"); }

}  // namespace

CurvesPage::CurvesPage(EvaluationSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("curvesPage");
    help::setPlace(this, "evaluate#try-a-threshold-and-lock-one");
    m_pages = new QStackedLayout(this);
    auto* curves = new QWidget(this);
    auto* row = new QHBoxLayout(curves);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    QFrame* card = makeCard("curvesCard", curves);
    auto* plots = new QHBoxLayout(card);
    plots->setContentsMargins(12, 12, 12, 12);
    plots->setSpacing(Theme::kMarginPx);
    m_roc = new FigureView(card);
    m_roc->setObjectName("rocCurve");
    m_precisionRecall = new FigureView(card);
    m_precisionRecall->setObjectName("precisionRecallCurve");
    for (FigureView* view : {m_roc, m_precisionRecall}) {
        view->setToolTip(tr("Click or drag along the curve to move the threshold"));
        view->setCursor(Qt::CrossCursor);
        plots->addWidget(view, 1);
        connect(view, &FigureView::saveRequested, this, [this](Figure figure) {
            figure.csv = [run = m_run] { return curveNumbers(run->evaluation); };
            Q_EMIT saveRequested(figure);
        });
    }
    row->addWidget(card, 1);
    auto* side = new QWidget(curves);
    auto* column = new QVBoxLayout(side);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::kMarginPx);
    column->addWidget(createThreshold());
    column->addWidget(createOutcome());
    column->addWidget(createLock());
    column->addStretch(1);
    auto* scroll = new QScrollArea(curves);
    scroll->setFocusPolicy(Qt::NoFocus);  // it follows what has the focus in it
    scroll->setWidget(side);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFixedWidth(kSideWidthPx);
    row->addWidget(scroll);
    m_pages->addWidget(curves);
    QLabel* none = makeMuted(tr("These classes have none that counts as positive (a blast class), so there is no curve and no threshold. The figures of each class against the others are under Overview."), this);
    none->setAlignment(Qt::AlignCenter);
    m_pages->addWidget(none);
    // The nearest point of the curve by its false positives, or by its recall.
    connect(m_roc, &FigureView::pointed, this, [this](const QPointF& at) {
        if (!m_points || m_points->negatives() == 0) return;
        const auto& points = m_points->points();
        const double wanted = std::clamp(at.x(), 0.0, 1.0) * m_points->negatives();
        const auto found = std::ranges::find_if(points, [wanted](const evaluation::RankPoint& point) { return point.falsePositives > wanted; });
        setThreshold(std::prev(found)->threshold);
    });
    connect(m_precisionRecall, &FigureView::pointed, this, [this](const QPointF& at) {
        if (!m_points || m_points->positives() == 0) return;
        const auto& points = m_points->points();
        const double wanted = std::clamp(at.x(), 0.0, 1.0) * m_points->positives();
        const auto found = std::ranges::find_if(points, [wanted](const evaluation::RankPoint& point) { return point.truePositives >= wanted; });
        setThreshold(found == points.end() ? points.back().threshold : found->threshold);
    });
    connect(&m_session, &EvaluationSession::comparedChanged, this, &CurvesPage::showPoint);
}

QDoubleSpinBox* CurvesPage::makeShare(const char* name, const QString& accessible, double value) { return setUpShare(new QDoubleSpinBox(this), name, accessible, value); }

QWidget* CurvesPage::createThreshold() {
    QFrame* card = makeCard("thresholdCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->addWidget(makeHeading(tr("Threshold"), card));
    column->addWidget(makeMuted(tr("A cell is called positive from this probability on, as the network gives it, without temperature. To try out only: it is not saved."), card));
    auto* row = new QHBoxLayout;
    m_slider = new QSlider(Qt::Horizontal, card);
    m_slider->setObjectName("thresholdSlider");
    m_slider->setAccessibleName(tr("Threshold"));
    m_slider->setRange(0, kSliderSteps);
    row->addWidget(m_slider, 1);
    row->addWidget(m_spin = setUpShare(new ThresholdBox(card), "thresholdValue", tr("Threshold"), 0.5));
    m_spin->setDecimals(kThresholdDecimals);
    m_spin->setMinimumWidth(m_spin->sizeHint().width() + m_spin->fontMetrics().horizontalAdvance("0000"));
    column->addLayout(row);
    connect(m_slider, &QSlider::valueChanged, this, [this](int value) { setThreshold(static_cast<double>(value) / kSliderSteps); });
    connect(m_spin, &QDoubleSpinBox::valueChanged, this, &CurvesPage::setThreshold);
    return card;
}

QWidget* CurvesPage::createOutcome() {
    QFrame* card = makeCard("outcomeCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->addWidget(makeHeading(tr("What follows"), card));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kMarginPx);
    for (int i = 0; i < 4; ++i) {
        m_headers[i] = new QLabel(card);
        m_headers[i]->setProperty("role", "muted");
        m_matrix[i] = new QLabel(card);
        m_matrix[i]->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
        m_matrix[i]->setFont(Theme::font(1.1, QFont::DemiBold));
    }
    m_matrix[0]->setObjectName("truePositives");
    m_matrix[1]->setObjectName("falseNegatives");
    m_matrix[2]->setObjectName("falsePositives");
    m_matrix[3]->setObjectName("trueNegatives");
    grid->addWidget(m_headers[0], 0, 1, Qt::AlignRight);
    grid->addWidget(m_headers[1], 0, 2, Qt::AlignRight);
    grid->addWidget(m_headers[2], 1, 0);
    grid->addWidget(m_headers[3], 2, 0);
    for (int i = 0; i < 4; ++i) grid->addWidget(m_matrix[i], 1 + i / 2, 1 + i % 2);
    grid->setColumnStretch(0, 1);
    column->addLayout(grid);
    auto* form = new QFormLayout;
    form->setLabelAlignment(Qt::AlignLeft);
    const std::pair<QString, const char*> names[] = {{tr("Sensitivity"), "liveSensitivity"}, {tr("Specificity"), "liveSpecificity"}, {tr("Positive predictive value"), "livePositive"}, {tr("Negative predictive value"), "liveNegative"}};
    for (int i = 0; i < 4; ++i) {
        m_rates[i] = new QLabel(card);
        m_rates[i]->setObjectName(names[i].second);
        m_rates[i]->setAlignment(Qt::AlignRight);
        if (i == 2) {
            m_prevalence = makeShare("prevalence", tr("Prevalence"), 0.5);
            m_prevalence->setToolTip(tr("How many of all cells are positive where the model is used: predictive values depend on it"));
            form->addRow(tr("At a prevalence of"), m_prevalence);
        }
        form->addRow(names[i].first, m_rates[i]);
    }
    column->addLayout(form);
    connect(m_prevalence, &QDoubleSpinBox::valueChanged, this, &CurvesPage::showPoint);
    return card;
}

QWidget* CurvesPage::createLock() {
    QFrame* card = makeCard("lockCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->addWidget(makeHeading(tr("Lock into the models"), card));
    column->addWidget(makeMuted(tr("Each fold's threshold is chosen on its validation subjects, never on the test, and written into its model together with its temperature. It is of probabilities with that temperature: not the same number as the threshold above."), card));
    auto* row = new QHBoxLayout;
    auto* label = new QLabel(tr("Sensitivity at least"), card);
    row->addWidget(label, 1);
    row->addWidget(m_sensitivity = makeShare("wantedSensitivity", tr("Sensitivity at least"), 0.95));
    m_sensitivity->setRange(0.01, 1);
    m_sensitivity->setDecimals(3);
    m_sensitivity->setKeyboardTracking(false);
    column->addLayout(row);
    m_lockWords = makeText(QString(), card);
    m_lockWords->setObjectName("lockWords");
    column->addWidget(m_lockWords);
    m_lock = makeButton("check", tr("Lock threshold"), card);
    m_lock->setObjectName("lockThreshold");
    m_lock->setToolTip(tr("Write temperature and threshold into the models of all folds"));
    column->addWidget(m_lock);
    connect(m_sensitivity, &QDoubleSpinBox::valueChanged, &m_session, &EvaluationSession::chooseSensitivity);
    connect(m_lock, &QPushButton::clicked, this, &CurvesPage::lockRequested);
    return card;
}

void CurvesPage::setRun(const EvaluatedRunPointer& run) {
    const bool another = !m_run || m_run->record.result.folder != run->record.result.folder;
    m_run = run;
    const auto& evaluation = run->evaluation;
    m_pages->setCurrentIndex(evaluation.positive < 0 ? 1 : 0);
    m_points.reset();
    if (evaluation.positive < 0) return;
    m_points.emplace(evaluation.curve, evaluation.positives, evaluation.negatives);
    const QString positive = classTitle(evaluation.classes[static_cast<std::size_t>(evaluation.positive)]), other = tr("others");
    m_headers[0]->setText(tr("called %1").arg(positive));
    m_headers[1]->setText(tr("called other"));
    m_headers[2]->setText(positive);
    m_headers[3]->setText(other);
    if (another) {
        const QSignalBlocker blocker(m_prevalence);
        m_prevalence->setValue(static_cast<double>(evaluation.positives) / std::max(1, evaluation.positives + evaluation.negatives));
        m_threshold = 0.5;
    }
    const QSignalBlocker blocker(m_sensitivity);
    m_sensitivity->setValue(run->sensitivity);
    showLock();
    setThreshold(m_threshold);
}

void CurvesPage::setThreshold(double threshold) {
    m_threshold = std::clamp(threshold, 0.0, 1.0);
    {
        const QSignalBlocker first(m_slider), second(m_spin);
        m_slider->setValue(static_cast<int>(std::lround(m_threshold * kSliderSteps)));
        if (m_spin->value() != m_threshold) m_spin->setValue(m_threshold);  // else what is being typed would be rewritten
    }
    showPoint();
}

std::vector<OtherCurve> CurvesPage::others() const {
    const auto& other = m_session.compared();
    if (!other || !other->curve) return {};
    return {{QString::fromStdString(toUtf8(other->record.result.folder.filename())), other->curve->points(), other->curve->positives(), other->curve->negatives()}};
}

void CurvesPage::showPoint() {
    if (!m_points) return;
    const auto point = m_points->at(m_threshold);
    m_roc->setFigure(rocFigure(m_run->evaluation, point, others()));
    m_precisionRecall->setFigure(precisionRecallFigure(m_run->evaluation, point, others()));
    const int counts[] = {point.truePositives, point.falseNegatives, point.falsePositives, point.trueNegatives};
    for (int i = 0; i < 4; ++i) m_matrix[i]->setText(QLocale().toString(counts[i]));
    const double prevalence = m_prevalence->value();
    const double rates[] = {point.sensitivity(), point.specificity(), point.positivePredictiveValue(prevalence), point.negativePredictiveValue(prevalence)};
    for (int i = 0; i < 4; ++i) m_rates[i]->setText(shareText(rates[i]));
}

void CurvesPage::showLock() {
    const auto& calibration = m_run->evaluation.calibration;
    m_lock->setEnabled(true);
    if (!experiment::hasInnerPart(m_run->record.result.settings.protocol)) {
        m_lockWords->setText(tr("Not possible for this run: by the protocol paper its validation cells are the test cells, and a threshold chosen on them would flatter them. Train by a patient-safe protocol."));
        m_lock->setEnabled(false);
        return;
    }
    if (calibration.folds.empty()) {
        m_lockWords->setText(tr("This run did not keep its answers for the validation cells. “Answer anew” makes them from its data."));
        m_lock->setEnabled(false);
        return;
    }
    QStringList lines;
    for (const auto& fold : calibration.folds) {
        if (!fold.threshold) {
            lines << tr("Fold %1: no positive validation cell, no threshold").arg(fold.fold);
            continue;
        }
        const QString words = fold.subjects > 0 ? tr("Fold %1: %2, chosen on %Ln subject(s); test: sensitivity %3, specificity %4", "", fold.subjects) : tr("Fold %1: %2, chosen on %Ln cell(s); test: sensitivity %3, specificity %4", "", fold.cells);
        lines << words.arg(QString::number(fold.fold), thresholdText(fold.threshold->point.threshold), shareText(fold.onTest->sensitivity()), shareText(fold.onTest->specificity()));
    }
    m_lockWords->setText(lines.join('\n'));
}

}  // namespace leukolens::ui
