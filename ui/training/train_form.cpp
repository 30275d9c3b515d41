#include "ui/training/train_form.h"

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>

#include <limits>

#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 328;
/// Below this the network's auxiliary head has no room (core/experiment/train_settings.h).
constexpr int kAuxiliaryFromPx = 299;

/// Shows 0.001, not 0.0010000.
class RateBox final : public QDoubleSpinBox {
public:
    using QDoubleSpinBox::QDoubleSpinBox;
    QString textFromValue(double value) const override {
        QString text = QDoubleSpinBox::textFromValue(value);
        while (text.endsWith('0')) text.chop(1);
        return text.endsWith(locale().decimalPoint()) ? text + '0' : text;
    }
};

void select(QComboBox& box, const QVariant& value) {
    box.setCurrentIndex(std::max(0, box.findData(value)));
}

}  // namespace

TrainForm::TrainForm(QWidget* parent) : QFrame(parent) {
    setObjectName("trainForm");
    setProperty("card", true);
    setFixedWidth(kWidthPx);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 12, 0, 12);
    outer->setSpacing(Theme::kSpacingPx);
    auto* area = new QScrollArea(this);
    area->setObjectName("trainFormArea");
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_fields = new QWidget;
    m_fields->setObjectName("scrollContent");
    auto* column = new QVBoxLayout(m_fields);
    column->setContentsMargins(Theme::kMarginPx, 0, Theme::kMarginPx, 0);
    column->setSpacing(10);
    createPresets(*column);
    createFields(*column);
    column->addStretch(1);
    area->setWidget(m_fields);
    outer->addWidget(area, 1);

    auto* bottom = new QVBoxLayout;
    bottom->setContentsMargins(Theme::kMarginPx, 0, Theme::kMarginPx, 0);
    bottom->setSpacing(6);
    m_note = makeMuted(QString(), this);
    m_note->setObjectName("trainNote");
    m_note->setFont(Theme::font(0.92));
    bottom->addWidget(m_note);
    m_problem = makeText(QString(), this);
    m_problem->setObjectName("trainProblem");
    m_problem->setProperty("role", "failure");
    bottom->addWidget(m_problem);
    m_start = makeButton("play", tr("Start training"), this);
    m_start->setIcon(Theme::icon("play", Theme::onAccent()));
    m_start->setObjectName("startTraining");
    m_start->setProperty("primary", true);
    m_start->setToolTip(tr("Train every fold with these settings"));
    bottom->addWidget(m_start);
    outer->addLayout(bottom);
    connectFields();
    setSettings(applyPreset(Preset::PatientSafe, {}));
}

void TrainForm::createPresets(QVBoxLayout& column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    for (const Preset preset : kPresets) {
        auto* button = new QPushButton(presetName(preset), m_fields);
        button->setObjectName(QString("preset%1").arg(static_cast<int>(preset)));
        button->setProperty("segment", true);
        button->setCheckable(true);
        button->setToolTip(presetHelp(preset));
        button->setAccessibleDescription(presetHelp(preset));
        connect(button, &QPushButton::clicked, this, [this, preset] { setSettings(applyPreset(preset, settings())); });
        m_presets.push_back(button);
        row->addWidget(button, 1);
    }
    column.addLayout(row);
}

QSpinBox* TrainForm::makeNumber(const QString& name, int low, int high) {
    auto* box = new QSpinBox(m_fields);
    box->setObjectName(name);
    box->setRange(low, high);
    return box;
}

QComboBox* TrainForm::makeChoice(const QString& name) {
    auto* box = new QComboBox(m_fields);
    box->setObjectName(name);
    return box;
}

void TrainForm::addField(QGridLayout& grid, int row, int column, int span, const QString& label, QWidget* editor,
                         const QString& help) {
    auto* words = new QLabel(label, m_fields);
    words->setProperty("role", "muted");
    words->setFont(Theme::font(0.92));
    words->setBuddy(editor);
    editor->setToolTip(help);
    editor->setAccessibleName(label);
    editor->setAccessibleDescription(help);
    editor->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    auto* cell = new QVBoxLayout;
    cell->setSpacing(2);
    cell->addWidget(words);
    cell->addWidget(editor);
    grid.addLayout(cell, row, column, 1, span);
}

void TrainForm::createFields(QVBoxLayout& column) {
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(12);
    grid->setVerticalSpacing(10);
    grid->setColumnStretch(0, 1);
    grid->setColumnStretch(1, 1);

    m_protocol = makeChoice("trainProtocol");
    m_protocol->addItem(tr("By patient: nobody in two parts"), static_cast<int>(dataset::Protocol::Patient));
    m_protocol->addItem(tr("Paper: 70/30 by image"), static_cast<int>(dataset::Protocol::Paper));
    addField(*grid, 0, 0, 2, tr("Protocol"), m_protocol, tr("How cells are divided into training, validation and test"));

    m_folds = makeNumber("trainFolds", 2, 20);
    addField(*grid, 1, 0, 1, tr("Folds"), m_folds, tr("How many times the cells are divided and a network is trained"));
    m_epochs = makeNumber("trainEpochs", 1, 1000);
    addField(*grid, 1, 1, 1, tr("Epochs, at most"), m_epochs, tr("How often each training cell is seen, at most"));
    m_patience = makeNumber("trainPatience", 1, 1000);
    addField(*grid, 2, 0, 1, tr("Patience (epochs)"), m_patience,
             tr("Epochs without a better validation loss before the fold stops early"));
    m_batch = makeNumber("trainBatch", 2, 4096);
    addField(*grid, 2, 1, 1, tr("Batch"), m_batch, tr("Cells in one training step"));
    m_inputPx = makeNumber("trainInputPx", 75, 1024);
    m_inputPx->setSuffix(tr(" px"));
    addField(*grid, 3, 0, 1, tr("Input size"), m_inputPx, tr("Side of the square each cell is scaled to"));
    m_learningRate = new RateBox(m_fields);
    m_learningRate->setObjectName("trainLearningRate");
    m_learningRate->setDecimals(7);
    m_learningRate->setRange(1e-7, 1);
    m_learningRate->setStepType(QAbstractSpinBox::AdaptiveDecimalStepType);
    addField(*grid, 3, 1, 1, tr("Learning rate"), m_learningRate, tr("Peak of the one-cycle schedule"));

    m_device = makeChoice("trainDevice");
    m_device->addItem(tr("Automatic"), "auto");
    m_device->addItem(tr("CPU"), "cpu");
    m_device->addItem(tr("GPU (CUDA)"), "cuda");
    addField(*grid, 4, 0, 1, tr("Compute on"), m_device, tr("Automatic takes a GPU when there is one"));
    m_precision = makeChoice("trainPrecision");
    m_precision->addItem(tr("Automatic"), "auto");
    m_precision->addItem(tr("fp32 (exact)"), "fp32");
    m_precision->addItem(tr("bf16 (fast)"), "bf16");
    addField(*grid, 4, 1, 1, tr("Precision"), m_precision, tr("Automatic takes bf16 where the hardware has it"));

    addField(*grid, 5, 0, 2, tr("Pretrained weights"), createWeights(),
             tr("A .leukomodel, .pth or .safetensors file; empty: start at random"));
    m_seed = makeNumber("trainSeed", 0, std::numeric_limits<int>::max());
    addField(*grid, 6, 0, 1, tr("Seed"), m_seed, tr("The same seed, settings and cells repeat a run"));
    m_runName = new QLineEdit(m_fields);
    m_runName->setObjectName("trainRunName");
    m_runName->setPlaceholderText(tr("date and time"));
    addField(*grid, 6, 1, 1, tr("Name of the run"), m_runName, tr("Folder of the results; empty: named by date and time"));
    column.addLayout(grid);

    m_augment = new QCheckBox(tr("Augment colours, flips, rotation"), m_fields);
    m_augment->setObjectName("trainAugment");
    m_augment->setToolTip(tr("Saturation, contrast, brightness and gamma vary; cells are flipped and turned"));
    column.addWidget(m_augment);
}

QWidget* TrainForm::createWeights() {
    auto* cell = new QWidget(m_fields);
    auto* row = new QHBoxLayout(cell);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_weights = new QLineEdit(cell);
    m_weights->setObjectName("trainWeights");
    m_weights->setAccessibleName(tr("Pretrained weights"));
    m_weights->setPlaceholderText(tr("none: start at random"));
    m_weights->setClearButtonEnabled(true);
    row->addWidget(m_weights, 1);
    cell->setFocusProxy(m_weights);
    auto* choose = new QToolButton(cell);
    choose->setObjectName("chooseWeights");
    choose->setIcon(Theme::icon("folder-open"));
    choose->setToolTip(tr("Choose a file of weights…"));
    choose->setAccessibleName(tr("Choose a file of weights…"));
    row->addWidget(choose);
    connect(choose, &QToolButton::clicked, this, [this] {
        const QString file = dialogs::openFile(this, tr("Pretrained weights"), m_weights->text(),
                                               tr("Weights (*.pth *.pt *.safetensors *.leukomodel);;All files (*)"));
        if (!file.isEmpty()) m_weights->setText(file);
    });
    return cell;
}

void TrainForm::connectFields() {
    for (QSpinBox* box : {m_folds, m_epochs, m_patience, m_inputPx, m_batch, m_seed})
        connect(box, &QSpinBox::valueChanged, this, &TrainForm::onChanged);
    for (QComboBox* box : {m_protocol, m_device, m_precision})
        connect(box, &QComboBox::currentIndexChanged, this, &TrainForm::onChanged);
    for (QLineEdit* edit : {m_weights, m_runName}) connect(edit, &QLineEdit::textChanged, this, &TrainForm::onChanged);
    connect(m_learningRate, &QDoubleSpinBox::valueChanged, this, &TrainForm::onChanged);
    connect(m_augment, &QCheckBox::toggled, this, &TrainForm::onChanged);
    connect(m_start, &QPushButton::clicked, this, &TrainForm::startRequested);
}

experiment::TrainSettings TrainForm::settings() const {
    experiment::TrainSettings settings = m_base;
    settings.protocol = static_cast<dataset::Protocol>(m_protocol->currentData().toInt());
    settings.folds = m_folds->value();
    settings.epochs = m_epochs->value();
    settings.patienceEpochs = m_patience->value();
    settings.inputPx = m_inputPx->value();
    settings.batch = m_batch->value();
    settings.learningRate = m_learningRate->value();
    settings.augment = m_augment->isChecked();
    settings.weightsFile = m_weights->text().trimmed().toStdString();
    settings.device = m_device->currentData().toString().toStdString();
    settings.precision = m_precision->currentData().toString().toStdString();
    settings.seed = static_cast<std::uint64_t>(m_seed->value());
    return settings;
}

void TrainForm::setSettings(const experiment::TrainSettings& settings) {
    m_filling = true;
    m_base = settings;
    select(*m_protocol, static_cast<int>(settings.protocol));
    m_folds->setValue(settings.folds);
    m_epochs->setValue(settings.epochs);
    m_patience->setValue(settings.patienceEpochs);
    m_inputPx->setValue(settings.inputPx);
    m_batch->setValue(settings.batch);
    m_learningRate->setValue(settings.learningRate);
    m_augment->setChecked(settings.augment);
    m_weights->setText(QString::fromStdString(settings.weightsFile));
    select(*m_device, QString::fromStdString(settings.device));
    select(*m_precision, QString::fromStdString(settings.precision));
    m_seed->setValue(static_cast<int>(std::min<std::uint64_t>(settings.seed, std::numeric_limits<int>::max())));
    m_filling = false;
    onChanged();
}

QString TrainForm::runName() const {
    return m_runName->text().trimmed();
}

void TrainForm::setRunName(const QString& name) {
    m_runName->setText(name);
}

void TrainForm::setWeightsFile(const QString& file) {
    m_weights->setText(file);
}

void TrainForm::setDataset(std::shared_ptr<const dataset::Dataset> dataset) {
    m_dataset = std::move(dataset);
    onChanged();
}

void TrainForm::setRunning(bool running) {
    m_running = running;
    m_fields->setEnabled(!running);
    onChanged();
}

QString TrainForm::problem() const {
    const experiment::TrainSettings chosen = settings();
    if (const Result<void> valid = validate(chosen); !valid)
        return errorDetail(valid.error()) + " " + errorAdvice(valid.error());
    if (m_dataset && !m_dataset->hasSubjects() && chosen.protocol == dataset::Protocol::Patient)
        return tr("It is not known which cell is of which patient: choose the protocol Paper, or data with patients.");
    if (!chosen.weightsFile.empty() && !QFileInfo::exists(QString::fromStdString(chosen.weightsFile)))
        return tr("The file of weights does not exist.");
    const QString name = runName();
    if (name.contains('/') || name == "." || name == "..") return tr("The name of the run must not contain “/”.");
    return {};
}

QString TrainForm::note() const {
    QStringList notes;
    if (m_inputPx->value() < kAuxiliaryFromPx)
        notes << tr("Below %1 px the auxiliary head is not run.").arg(kAuxiliaryFromPx);
    if (m_protocol->currentData().toInt() == static_cast<int>(dataset::Protocol::Paper))
        notes << tr("Optimistic: patients are shared between training and test.");
    if (!m_dataset) notes << tr("Open labelled cells to start.");
    return notes.join(' ');
}

void TrainForm::onChanged() {
    if (m_filling) return;
    const experiment::TrainSettings chosen = settings();
    for (std::size_t i = 0; i < m_presets.size(); ++i) m_presets[i]->setChecked(matchesPreset(kPresets[i], chosen));
    const QString words = note(), wrong = problem();
    m_note->setText(words);
    m_note->setVisible(!words.isEmpty());
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_start->setEnabled(!m_running && m_dataset && wrong.isEmpty());
}

}  // namespace leukolens::ui
