#include "ui/training/train_form.h"

#include <QCheckBox>
#include <QFileInfo>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QShortcut>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/experiment/presets.h"
#include "core/nn/network_info.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/form_fields.h"
#include "ui/shell/labels.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/theme.h"
#include "ui/training/estimate_probe.h"
#include "ui/training/run_summary.h"
#include "ui/training/settings_form.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 344;
/// Below this an auxiliary head has no room (core/experiment/train_settings.h).
constexpr int kAuxiliaryFromPx = 299;

QFrame* makeLine(QWidget* parent) {
    auto* line = new QFrame(parent);
    line->setProperty("line", true);
    return line;
}

}  // namespace

TrainForm::TrainForm(EstimateProbe* probe, QWidget* parent) : QFrame(parent), m_probe(probe) {
    setObjectName("trainForm");
    setProperty("card", true);
    setFixedWidth(kWidthPx);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 12, 0, 12);
    outer->setSpacing(Theme::kSpacingPx);
    auto* area = new QScrollArea(this);
    area->setObjectName("trainFormArea");
    area->setFocusPolicy(Qt::NoFocus);  // it follows what has the focus in it
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_fields = new QWidget;
    m_fields->setObjectName("scrollContent");
    auto* column = new QVBoxLayout(m_fields);
    column->setContentsMargins(Theme::kMarginPx, 0, Theme::kMarginPx, 0);
    column->setSpacing(10);
    createData(*column);
    createPresets(*column);
    createStart(*column);
    createFields(*column);
    column->addStretch(1);
    area->setWidget(m_fields);
    outer->addWidget(area, 1);
    outer->addWidget(makeLine(this));
    auto* bottom = new QVBoxLayout;
    bottom->setContentsMargins(Theme::kMarginPx, 4, Theme::kMarginPx, 0);
    bottom->setSpacing(4);
    createBottom(*bottom);
    outer->addLayout(bottom);
    if (m_probe) connect(m_probe, &EstimateProbe::changed, this, &TrainForm::updateSummary);
    setSettings(applyPreset(Preset::PatientSafe, {}));
}

void TrainForm::createData(QVBoxLayout& column) {
    auto* row = new QHBoxLayout;
    row->setSpacing(6);
    m_data = new ElidedLabel(Qt::ElideRight, m_fields);
    m_data->setObjectName("trainData");
    row->addWidget(m_data, 1);
    auto* change = new QPushButton(tr("Data…"), m_fields);
    change->setObjectName("changeData");
    change->setProperty("link", true);
    change->setToolTip(tr("Look at these cells in Data, or open others"));
    row->addWidget(change);
    connect(change, &QPushButton::clicked, this, &TrainForm::dataRequested);
    column.addLayout(row);
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
        // Chosen, it is bold.
        button->setMinimumWidth(QFontMetrics(Theme::font(1.0, QFont::DemiBold)).horizontalAdvance(button->text()) + 20);
        m_presets.push_back(button);
        row->addWidget(button, 1);
    }
    column.addLayout(row);
}

/// What the network starts from.
void TrainForm::createStart(QVBoxLayout& column) {
    m_weights = new WeightsField("trainWeights", "chooseWeights", tr("Weights (*.pth *.pt *.safetensors *.leukomodel);;All files (*)"), m_fields);
    addLabelled(column, tr("Pretrained weights"), m_weights, tr("A .leukomodel, .pth or .safetensors file; empty: start at random"));
    m_frozen = new QCheckBox(tr("Train the last layer only (fast)"), m_fields);
    m_frozen->setObjectName("trainFrozenTrunk");
    m_frozen->setToolTip(tr("The pretrained network stays as it is and looks at each cell once: minutes instead of hours on a processor"));
    column.addWidget(m_frozen);
    connect(m_weights, &WeightsField::textChanged, this, &TrainForm::onChanged);
    connect(m_frozen, &QCheckBox::toggled, this, [this](bool frozen) {
        if (m_filling) return;
        experiment::TrainSettings changed = settings();
        if (frozen) {
            m_beforeFreezing = changed;
            changed = experiment::withFrozenTrunk(changed);
        } else {
            changed.frozenUpTo.clear();
            changed.learningRate = m_beforeFreezing.learningRate;
            changed.dropout = m_beforeFreezing.dropout;
        }
        setSettings(changed);
    });
}

void TrainForm::createFields(QVBoxLayout& column) {
    m_form = new SettingsForm({"weightsFile"}, m_fields);
    column.addWidget(m_form);
    connect(m_form, &SettingsForm::changed, this, &TrainForm::onChanged);
    m_runName = new QLineEdit(m_fields);
    m_runName->setObjectName("trainRunName");
    m_runName->setPlaceholderText(tr("date and time"));
    addLabelled(column, tr("Name of the run"), m_runName, tr("Folder of the results; empty: named by date and time"));
    connect(m_runName, &QLineEdit::textChanged, this, &TrainForm::onChanged);
    auto* row = new QHBoxLayout;
    row->setSpacing(0);
    const auto addLink = [&](const char* name, const QString& text, const QString& help, auto signal) {
        auto* link = new QPushButton(text, m_fields);
        link->setObjectName(name);
        link->setProperty("link", true);
        link->setToolTip(help);
        row->addWidget(link);
        connect(link, &QPushButton::clicked, this, signal);
    };
    addLink("loadSettings", tr("Load settings…"), tr("Fill the form from a file of settings, for example settings.json of a run"), &TrainForm::loadRequested);
    addLink("saveSettings", tr("Save settings…"), tr("Write what the form says to a file, to use or share it later"), &TrainForm::saveRequested);
    row->addStretch(1);
    column.addLayout(row);
}

void TrainForm::createBottom(QVBoxLayout& column) {
    const auto addWords = [&](const char* name) {
        QLabel* label = makeMuted(QString(), this);
        label->setObjectName(name);
        label->setFont(Theme::font(0.92));
        column.addWidget(label);
        return label;
    };
    m_work = addWords("trainWork");
    m_time = addWords("trainTime");
    setRole(m_time, "");
    m_note = addWords("trainNote");
    m_problem = makeText(QString(), this);
    m_problem->setObjectName("trainProblem");
    m_problem->setProperty("role", "failure");
    column.addWidget(m_problem);
    m_start = makeButton("play", tr("Start training"), this);
    m_start->setIcon(Theme::icon("play", Theme::onAccent()));
    m_start->setObjectName("startTraining");
    m_start->setProperty("primary", true);
    Shortcuts::describe(m_start, ShortcutId::StartTraining, tr("Train every fold with these settings"));
    column.addSpacing(2);
    column.addWidget(m_start);
    auto* shortcut = new QShortcut(QKeySequence(), this, nullptr, nullptr, Qt::WindowShortcut);
    Shortcuts::bind(shortcut, ShortcutId::StartTraining);
    connect(shortcut, &QShortcut::activated, m_start, &QPushButton::click);
    connect(m_start, &QPushButton::clicked, this, &TrainForm::startRequested);
}

experiment::TrainSettings TrainForm::settings() const {
    experiment::TrainSettings settings = m_form->applyTo(m_base);
    settings.weightsFile = m_weights->text().toStdString();
    return settings;
}

void TrainForm::setSettings(const experiment::TrainSettings& settings) {
    m_filling = true;
    m_base = settings;
    m_form->fill(settings);
    m_weights->setText(QString::fromStdString(settings.weightsFile));
    m_frozen->setChecked(settings.frozenUpTo == "trunk");
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

void TrainForm::showEvent(QShowEvent* event) {
    QFrame::showEvent(event);
    if (m_probe) m_probe->setActive(true);
}

void TrainForm::hideEvent(QHideEvent* event) {
    QFrame::hideEvent(event);
    if (m_probe) m_probe->setActive(false);
}

QString TrainForm::problem() const {
    const experiment::TrainSettings chosen = settings();
    if (const Result<void> valid = validate(chosen); !valid)
        return errorDetail(valid.error()) + ". " + errorAdvice(valid.error());
    if (chosen.protocol == dataset::Protocol::Own && chosen.splitFile.empty()) return tr("Choose the table of the split, or another protocol.");
    if (m_dataset && !m_dataset->hasSubjects() && chosen.protocol != dataset::Protocol::Paper && chosen.protocol != dataset::Protocol::Own)
        return tr("It is not known which cell is of which patient: choose the protocol Paper, or data with patients.");
    if (!chosen.weightsFile.empty() && !QFileInfo::exists(QString::fromStdString(chosen.weightsFile)))
        return tr("The file of weights does not exist.");
    const QString name = runName();
    if (name.contains('/') || name == "." || name == "..") return tr("The name of the run must not contain “/”.");
    return {};
}

QString TrainForm::note() const {
    const experiment::TrainSettings chosen = settings();
    QStringList notes;
    const auto info = nn::networkInfo(chosen.network);
    const bool hasAuxiliary = info && !info->auxiliary.empty();
    if (hasAuxiliary && chosen.inputPx < kAuxiliaryFromPx && chosen.frozenUpTo != "trunk") notes << tr("Below %1 px the auxiliary head is not run.").arg(kAuxiliaryFromPx);
    if (info && info->isFitted()) notes << tr("Fitted at once to what the trunk sees: no epochs, no augmentation. Without weights the trunk is random.");
    if (chosen.protocol == dataset::Protocol::Paper) notes << tr("Optimistic: patients are shared between training and test.");
    if (!m_dataset) notes << tr("Open labelled cells to start.");
    return notes.join(' ');
}

void TrainForm::onChanged() {
    if (m_filling) return;
    const experiment::TrainSettings chosen = settings();
    for (std::size_t i = 0; i < m_presets.size(); ++i) m_presets[i]->setChecked(matchesPreset(kPresets[i], chosen));
    {
        const QSignalBlocker silent(m_frozen);
        const auto info = nn::networkInfo(chosen.network);
        const bool isFitted = info && info->isFitted();
        m_frozen->setChecked(chosen.frozenUpTo == "trunk");
        m_frozen->setEnabled(!isFitted && (!chosen.weightsFile.empty() || m_frozen->isChecked()));
    }
    const QString words = note();
    m_note->setText(words);
    m_note->setVisible(!words.isEmpty());
    m_data->setFullText(m_dataset ? dataWords(*m_dataset) : tr("No cells are open"));
    if (m_dataset) m_data->setToolTip(QString::fromStdString(toUtf8(m_dataset->root)));
    if (m_probe) m_probe->ask(problem().isEmpty() && !m_running ? m_dataset : nullptr, chosen);
    updateSummary();
    Q_EMIT settingsChanged();
}

void TrainForm::updateProblem() {
    QString wrong = problem();
    // The cells may not be divided as it is asked.
    if (wrong.isEmpty() && m_probe && m_probe->countError()) wrong = errorDetail(*m_probe->countError()) + ". " + errorAdvice(*m_probe->countError());
    m_problem->setText(wrong);
    m_problem->setVisible(!wrong.isEmpty());
    m_start->setEnabled(!m_running && m_dataset && wrong.isEmpty());
}

void TrainForm::updateSummary() {
    updateProblem();
    const bool known = m_probe && m_probe->counts() && m_dataset && m_problem->text().isEmpty() && !m_running;
    m_work->setVisible(known);
    m_time->setVisible(known);
    if (!known) return;
    const experiment::TrainSettings chosen = settings();
    m_work->setText(workWords(*m_probe->counts(), chosen));
    if (const auto speed = m_probe->speed()) {
        m_time->setText(timeWords(*m_probe->counts(), chosen, *speed));
    } else if (m_probe->failed()) {
        m_time->setText(tr("How long it takes could not be measured."));
    } else {
        m_time->setText(tr("How long it takes is being measured…"));
    }
}

}  // namespace leukolens::ui
