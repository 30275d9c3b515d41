#include "ui/data/augmentation_panel.h"

#include <QCheckBox>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QSlider>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/inference/model_card.h"
#include "ui/data/augmentation_samples.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kControlsWidthPx = 340;
constexpr int kMostPerCent = 60;

/// How far a range reaches, in per cent: what the slider shows of ranges that were typed in Train, too.
int strengthOf(const engine::Range& range) {
    return static_cast<int>(std::lround(std::max(range.high - 1, 1 - range.low) * 100));
}

QString rangeWords(const engine::Range& range) {
    const QLocale locale;
    return QString("%1 – %2").arg(locale.toString(range.low, 'f', 2), locale.toString(range.high, 'f', 2));
}

}  // namespace

AugmentationPanel::AugmentationPanel(AppContext& context, QWidget* parent) : QWidget(parent), m_context(context) {
    setObjectName("augmentationPanel");
    help::setPlace(this, "data#try-the-random-changes");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(createControls());
    row->addWidget(createPictures(), 1);
    fill();
    connect(&m_context, &AppContext::plannedTrainingChanged, this, [this] {
        fill();
        redraw();
    });
    connect(&m_context, &AppContext::datasetChanged, this, [this] {
        m_cell = 0;
        redraw();
    });
}

void AugmentationPanel::addChange(QGridLayout& grid, std::size_t number, const char* name, const QString& label, const QString& help) {
    Change& change = m_changes[number];
    QWidget* parent = grid.parentWidget();
    change.on = new QCheckBox(label, parent);
    change.on->setObjectName(QString("augment") + name);
    change.on->setToolTip(help);
    change.strength = new QSlider(Qt::Horizontal, parent);
    change.strength->setObjectName(QString("strength") + name);
    change.strength->setRange(1, kMostPerCent);
    change.strength->setPageStep(5);
    change.strength->setAccessibleName(label);
    change.strength->setToolTip(help);
    change.range = new QLabel(parent);
    change.range->setProperty("role", "muted");
    change.range->setMinimumWidth(change.range->fontMetrics().horizontalAdvance("0.00 – 0.00") + 4);
    change.range->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    const int line = grid.rowCount();
    grid.addWidget(change.on, line, 0);
    grid.addWidget(change.strength, line, 1);
    grid.addWidget(change.range, line, 2);
    connect(change.on, &QCheckBox::toggled, this, &AugmentationPanel::plan);
    connect(change.strength, &QSlider::valueChanged, this, &AugmentationPanel::plan);
}

QWidget* AugmentationPanel::createControls() {
    QFrame* card = makeCard("augmentationControls", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeHeading(tr("Random changes"), card));
    m_augment = new QCheckBox(tr("Change cells at random while training"), card);
    m_augment->setObjectName("augmentOn");
    m_augment->setToolTip(tr("A network that sees each cell a little differently every time learns what they have in common"));
    column->addWidget(m_augment);
    auto* changes = new QWidget(card);
    auto* grid = new QGridLayout(changes);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setVerticalSpacing(6);
    m_changes[0].field = &engine::AugmentSettings::brightness;
    m_changes[1].field = &engine::AugmentSettings::contrast;
    m_changes[2].field = &engine::AugmentSettings::saturation;
    m_changes[3].field = &engine::AugmentSettings::gamma;
    m_changes[3].isExponent = true;
    addChange(*grid, 0, "Brightness", tr("Brightness"), tr("Every value times a factor from this range"));
    addChange(*grid, 1, "Contrast", tr("Contrast"), tr("Distance from the picture's mean grey times a factor from this range"));
    addChange(*grid, 2, "Saturation", tr("Saturation"), tr("Distance from each pixel's grey times a factor from this range"));
    addChange(*grid, 3, "Gamma", tr("Gamma"), tr("Every value to the power of an exponent from this range"));
    m_flips = new QCheckBox(tr("Mirror"), changes);
    m_flips->setObjectName("augmentFlips");
    m_flips->setToolTip(tr("Cells have no left and right"));
    grid->addWidget(m_flips, grid->rowCount(), 0);
    m_rotation = new QCheckBox(tr("Turn"), changes);
    m_rotation->setObjectName("augmentRotation");
    m_rotation->setToolTip(tr("Cells have no up"));
    m_degrees = new QSpinBox(changes);
    m_degrees->setObjectName("augmentDegrees");
    m_degrees->setAccessibleName(tr("Largest angle"));
    m_degrees->setToolTip(tr("Largest angle, either way"));
    m_degrees->setRange(1, 180);
    m_degrees->setPrefix("± ");
    m_degrees->setSuffix(QStringLiteral("°"));
    const int last = grid->rowCount();
    grid->addWidget(m_rotation, last, 0);
    grid->addWidget(m_degrees, last, 1);
    grid->setColumnStretch(1, 1);
    column->addWidget(changes);
    auto* defaults = new QPushButton(tr("Defaults"), card);
    defaults->setObjectName("augmentDefaults");
    defaults->setToolTip(tr("The ranges that the program comes with"));
    column->addSpacing(4);
    column->addWidget(defaults, 0, Qt::AlignLeft);
    column->addStretch(1);
    column->addWidget(makeMuted(tr("Train uses what is set here. In Train, under Augmentation, ranges can be typed."), card));
    for (QCheckBox* box : {m_augment, m_flips, m_rotation}) connect(box, &QCheckBox::toggled, this, &AugmentationPanel::plan);
    connect(m_degrees, &QSpinBox::valueChanged, this, &AugmentationPanel::plan);
    connect(defaults, &QPushButton::clicked, this, [this] {
        experiment::TrainSettings settings = m_context.plannedTraining();
        settings.augment = true;
        settings.augmentation = {};
        m_context.planTraining(settings);
    });
    card->setFixedWidth(std::max(kControlsWidthPx, card->minimumSizeHint().width()));
    return card;
}

QWidget* AugmentationPanel::createPictures() {
    QFrame* card = makeCard("augmentationPictures", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_name = new ElidedLabel(Qt::ElideMiddle, card);
    m_name->setObjectName("augmentationCell");
    row->addWidget(m_name, 1);
    const auto addButton = [&](const char* name, const char* icon, const QString& text, const QString& help, auto&& action) {
        QPushButton* button = makeButton(icon, text, card);
        button->setObjectName(name);
        button->setToolTip(help);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, action);
    };
    addButton("drawAgain", "sparkle", tr("Draw again"), tr("Other changes of the same cell, as in another step of a training"), [this] {
        ++m_step;
        redraw();
    });
    addButton("anotherCell", "cell", tr("Another cell"), tr("The same changes of another cell"), [this] { showCell(1); });
    column->addLayout(row);
    m_failure = makeText(QString(), card);
    m_failure->setObjectName("augmentationFailure");
    m_failure->setProperty("role", "failure");
    m_failure->hide();
    column->addWidget(m_failure);
    m_view = new AugmentationView(card);
    column->addWidget(m_view, 1);
    return card;
}

engine::Range AugmentationPanel::rangeOf(const Change& change) const {
    const engine::Range& now = m_context.plannedTraining().augmentation.*change.field;
    if (!change.on->isChecked()) return {1, 1};
    // A range that was typed in Train stays as it is until its slider moves.
    const int strength = change.strength->value();
    if (now.changes() && std::min(strengthOf(now), kMostPerCent) == strength) return now;
    const double s = strength / 100.0;
    return {change.isExponent ? 1 / (1 + s) : 1 - s, 1 + s};
}

void AugmentationPanel::plan() {
    if (m_filling) return;
    experiment::TrainSettings settings = m_context.plannedTraining();
    settings.augment = m_augment->isChecked();
    for (const Change& change : m_changes) settings.augmentation.*change.field = rangeOf(change);
    settings.augmentation.flips = m_flips->isChecked();
    settings.augmentation.rotation = m_rotation->isChecked();
    settings.augmentation.rotationDegrees = m_degrees->value();
    m_context.planTraining(settings);
}

void AugmentationPanel::fill() {
    const experiment::TrainSettings& settings = m_context.plannedTraining();
    m_filling = true;
    m_augment->setChecked(settings.augment);
    for (const Change& change : m_changes) {
        const engine::Range& range = settings.augmentation.*change.field;
        change.on->setChecked(range.changes());
        if (range.changes()) change.strength->setValue(strengthOf(range));
        change.range->setText(range.changes() ? rangeWords(range) : tr("off"));
        change.on->setEnabled(settings.augment);
        change.strength->setEnabled(settings.augment && range.changes());
    }
    m_flips->setChecked(settings.augmentation.flips);
    m_rotation->setChecked(settings.augmentation.rotation);
    m_degrees->setValue(static_cast<int>(std::lround(settings.augmentation.rotationDegrees)));
    m_flips->setEnabled(settings.augment);
    m_rotation->setEnabled(settings.augment);
    m_degrees->setEnabled(settings.augment && settings.augmentation.rotation);
    m_filling = false;
}

void AugmentationPanel::showCell(int step) {
    const auto dataset = m_context.dataset();
    if (!dataset || dataset->cells.empty()) return;
    // Far apart, so that the next one is of another subject, mostly.
    const std::size_t count = dataset->cells.size(), stride = count / 7 + 1;
    m_cell = (m_cell + static_cast<std::size_t>(step) * stride) % count;
    redraw();
}

void AugmentationPanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    redraw();
}

void AugmentationPanel::redraw() {
    if (!isVisible()) return;
    m_again = m_drawing;
    if (!m_drawing) draw();
}

void AugmentationPanel::draw() {
    const auto dataset = m_context.dataset();
    if (!dataset || dataset->cells.empty()) {
        m_view->clear();
        return;
    }
    const experiment::TrainSettings& settings = m_context.plannedTraining();
    m_cell = std::min(m_cell, dataset->cells.size() - 1);
    const dataset::Cell& cell = dataset->cells[m_cell];
    const QString subject = cell.subjectIndex >= 0 ? QString::fromStdString(dataset->subjects[static_cast<std::size_t>(cell.subjectIndex)]) : QString();
    const QString className = coreText(inference::displayName(dataset->classes[static_cast<std::size_t>(cell.classIndex)]));
    m_name->setFullText(QString::fromStdString(toUtf8(cell.path.filename())) + QStringLiteral("  ·  ") + className +
                        (subject.isEmpty() ? QString() : QStringLiteral("  ·  ") + tr("subject %1").arg(subject)));
    const AugmentationRequest request{cell.path, settings.inputPx, settings.augment ? settings.augmentation : engine::AugmentSettings::none(), settings.seed, m_step, settings.stain};
    m_drawing = true;
    m_context.fileWorker.run<AugmentationSamples>(
        tr("Drawing samples"), [request](ProgressSink&, const CancelToken&) { return makeAugmentationSamples(request); }, this,
        [this](const Result<AugmentationSamples>& made) {
            m_drawing = false;
            const bool failed = !made && made.error().code != ErrorCode::Cancelled;
            m_failure->setVisible(failed);
            if (failed) m_failure->setText(errorDetail(made.error()));
            if (made) m_view->show(*made);
            if (std::exchange(m_again, false)) draw();
        },
        JobPolicy::Disposable);
}

}  // namespace leukolens::ui
