#include "ui/finder/finder_form.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QHBoxLayout>
#include <QLocale>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/base/files.h"
#include "core/detection/detector.h"
#include "ui/shell/class_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/form_fields.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kWidthPx = 344;

QString networkTitle(const std::string& backbone) {
    if (backbone == "inception_v3") return FinderForm::tr("Faster R-CNN on InceptionV3");
    if (backbone == "resnet50_fpn") return FinderForm::tr("Faster R-CNN on ResNet-50 with a pyramid");
    return QString::fromStdString(backbone);
}

QString boxesOf(const fields::FieldSet& set) {
    std::vector<int> all(set.fields.size());
    std::iota(all.begin(), all.end(), 0);
    const auto counts = set.boxesOfClass(all);
    QStringList words;
    for (std::size_t c = 0; c < counts.size(); ++c) words << QStringLiteral("%1 %2").arg(classTitle(set.classes[c]), QLocale().toString(counts[c]));
    return words.join(QStringLiteral(", "));
}

}  // namespace

FinderForm::FinderForm(QWidget* parent) : QFrame(parent) {
    setObjectName("finderForm");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    createFields(*column);
    createChoices(*column);
    column->addStretch(1);
    createButtons(*column);
    setFields(nullptr);
    setFixedWidth(std::max(kWidthPx, minimumSizeHint().width()));
}

void FinderForm::createFields(QVBoxLayout& column) {
    column.addWidget(makeHeading(tr("Fields with boxes"), this));
    m_words = makeText(QString(), this);
    m_words->setObjectName("finderFields");
    column.addWidget(m_words);
    m_problems = makeText(QString(), this);
    m_problems->setObjectName("finderProblems");
    setRole(m_problems, "warning");
    column.addWidget(m_problems);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_choose = makeButton("folder-open", tr("Folder…"), this);
    m_choose->setObjectName("chooseFinderFields");
    m_choose->setToolTip(tr("Photographs with an XML file each (Pascal VOC), as LabelImg, CVAT and others write"));
    m_demo = makeButton("sparkle", tr("Demonstration"), this);
    m_demo->setObjectName("finderDemo");
    m_demo->setToolTip(tr("Draw fields of a smear, nobody's, with a box around every cell"));
    row->addWidget(m_choose);
    row->addWidget(m_demo);
    row->addStretch(1);
    column.addLayout(row);
    connect(m_choose, &QPushButton::clicked, this, &FinderForm::folderRequested);
    connect(m_demo, &QPushButton::clicked, this, &FinderForm::demoRequested);
}

void FinderForm::createChoices(QVBoxLayout& column) {
    const fields::FieldTrainSettings usual;
    column.addSpacing(Theme::kSpacingPx);
    column.addWidget(makeHeading(tr("Network and training"), this));
    m_choices = new QWidget(this);
    auto* rows = new QVBoxLayout(m_choices);
    rows->setContentsMargins(0, 0, 0, 0);
    rows->setSpacing(8);
    m_network = new QComboBox(m_choices);
    m_network->setObjectName("finderNetwork");
    for (const auto& name : detection::backboneNames()) m_network->addItem(networkTitle(name), QString::fromStdString(name));
    addLabelled(*rows, tr("Network"), m_network, tr("InceptionV3 takes half the time; the pyramid sees small things better"));
    m_weights = new WeightsField("finderWeights", "chooseFinderWeights", tr("Weights (*.pth *.pt *.safetensors);;All files (*)"), m_choices);
    addLabelled(*rows, tr("Pretrained weights"), m_weights, tr("ImageNet's for that network, or a finder's: .pth or .safetensors. Without them far more fields and epochs are needed"));
    const auto addNumber = [&](QSpinBox*& box, const char* name, int low, int high, int value, const QString& suffix, const QString& label, const QString& help) {
        box = new QSpinBox(m_choices);
        box->setObjectName(name);
        box->setRange(low, high);
        box->setValue(value);
        box->setSuffix(suffix);
        box->setGroupSeparatorShown(true);
        addLabelled(*rows, label, box, help);
    };
    addNumber(m_epochs, "finderEpochs", 1, 1000, usual.epochs, {}, tr("Epochs"), tr("Times that each field is shown"));
    addNumber(m_side, "finderSide", 96, 2048, usual.shortSidePx, tr(" px"), tr("Shorter side of a field"), tr("What the network sees: larger shows small things better and takes longer"));
    addNumber(m_test, "finderTest", 0, 90, static_cast<int>(std::lround(100 * usual.testShare)), tr(" %"), tr("Fields to test on"), tr("Share of the fields that is kept back and measured at the end"));
    m_umPerPx = new QDoubleSpinBox(m_choices);
    m_umPerPx->setObjectName("finderUmPerPx");
    m_umPerPx->setRange(0, 1.25);
    m_umPerPx->setDecimals(3);
    m_umPerPx->setSingleStep(0.01);
    m_umPerPx->setSpecialValueText(tr("as their red cells tell"));
    m_umPerPx->setSuffix(tr(" µm"));
    addLabelled(*rows, tr("Size of a pixel"), m_umPerPx, tr("Of the fields as they were photographed: Slides, where the scale is known too, then shows the finder cells as large as it learnt them"));
    column.addWidget(m_choices);
}

void FinderForm::createButtons(QVBoxLayout& column) {
    m_obstacleWords = makeText(QString(), this);
    m_obstacleWords->setObjectName("finderObstacle");
    column.addWidget(m_obstacleWords);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_start = makeButton("play", tr("Train"), this);
    m_start->setObjectName("startFinder");
    makePrimary(m_start);
    m_start->setIcon(Theme::icon("play", Theme::onAccent()));
    m_goOn = makeButton("history", tr("Go on with a run…"), this);
    m_goOn->setObjectName("goOnFinder");
    m_goOn->setToolTip(tr("Choose the folder of a training that was stopped"));
    row->addWidget(m_start);
    row->addWidget(m_goOn);
    row->addStretch(1);
    column.addLayout(row);
    connect(m_start, &QPushButton::clicked, this, &FinderForm::startRequested);
    connect(m_goOn, &QPushButton::clicked, this, &FinderForm::goOnRequested);
}

void FinderForm::setFields(const fields::FieldSet* set) {
    m_hasFields = set != nullptr;
    m_words->setText(set ? tr("%1: %Ln field(s). Boxes: %2", "", static_cast<int>(set->fields.size())).arg(QString::fromStdString(toUtf8(set->root.filename())), boxesOf(*set))
                         : tr("None yet. Boxes that somebody drew around the cells are what a finder learns from."));
    m_words->setToolTip(set ? QString::fromStdString(toUtf8(set->root)) : QString());
    const int problems = set ? static_cast<int>(set->problems.size()) : 0;
    m_problems->setVisible(problems > 0);
    if (problems > 0) {
        m_problems->setText(tr("%Ln file(s) or box(es) were left out.", "", problems));
        QStringList words;
        for (const auto& problem : set->problems) words << QString::fromStdString(toUtf8(problem.path.filename())) + QStringLiteral(": ") + coreSentences(problem.message);
        constexpr int kMost = 20;
        const auto left = words.size() - kMost;
        if (left > 0) words = words.mid(0, kMost) << tr("and %Ln more", "", static_cast<int>(left));
        m_problems->setToolTip(words.join('\n'));
    }
    refresh();
}

void FinderForm::setReading(bool reading) {
    m_reading = reading;
    refresh();
}

void FinderForm::setObstacle(const QString& obstacle) {
    m_obstacle = obstacle;
    refresh();
}

void FinderForm::setRunning(bool running) {
    m_running = running;
    refresh();
}

fields::FieldTrainSettings FinderForm::settings() const {
    fields::FieldTrainSettings settings;
    settings.backbone = m_network->currentData().toString().toStdString();
    settings.weightsFile = m_weights->text().toStdString();
    settings.epochs = m_epochs->value();
    settings.shortSidePx = m_side->value();
    settings.umPerPx = m_umPerPx->value();
    settings.testShare = m_test->value() / 100.0;
    return settings;
}

void FinderForm::refresh() {
    const QString obstacle = !m_obstacle.isEmpty() ? m_obstacle : m_hasFields || m_running ? QString() : tr("Choose fields first, or try it with the demonstration's.");
    m_obstacleWords->setText(obstacle);
    m_obstacleWords->setVisible(!obstacle.isEmpty());
    m_choose->setEnabled(!m_reading && !m_running);
    m_demo->setEnabled(!m_reading && !m_running);
    m_choices->setEnabled(!m_running);
    m_start->setEnabled(m_hasFields && !m_reading && !m_running && m_obstacle.isEmpty());
    m_goOn->setEnabled(!m_running && m_obstacle.isEmpty());
}

}  // namespace leukolens::ui
