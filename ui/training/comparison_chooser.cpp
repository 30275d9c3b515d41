#include "ui/training/comparison_chooser.h"

#include <QCheckBox>
#include <QDir>
#include <QGridLayout>
#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

#include "core/experiment/model_comparison.h"
#include "core/nn/network_info.h"
#include "ui/figures/comparison_words.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kColumns = 3, kWeightsHeightPx = 84, kBetweenPx = 10;

}  // namespace

ComparisonChooser::ComparisonChooser(QWidget* parent) : QFrame(parent) {
    setObjectName("comparisonChooser");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeHeading(tr("Compare models on the same cells"), this));
    column->addWidget(makeMuted(tr("Each network is trained and tested over the same split, one after another; then one table has all of them, with intervals. It can be stopped and goes on where it was. "
                                   "One that fails is shown with its reason and does not stop the others."),
                                this));
    createNetworks(*column);
    createWeights(*column);
    column->addSpacing(kBetweenPx);
    column->addWidget(makeHeading(tr("Settings of all"), this));
    m_settings = makeText(QString(), this);
    m_settings->setObjectName("comparisonSettings");
    column->addWidget(m_settings);
    column->addWidget(makeMuted(tr("They are those of the training form. A network whose usual input has another size gets its own unless you chose one, and one without batch norm a lower learning rate."), this));
    createButtons(*column);
    column->addStretch(1);
    refresh();
}

void ComparisonChooser::createNetworks(QVBoxLayout& column) {
    column.addSpacing(kBetweenPx);
    column.addWidget(makeHeading(tr("Networks"), this));
    auto* grid = new QGridLayout;
    grid->setHorizontalSpacing(Theme::kMarginPx);
    const auto names = experiment::comparableNetworks();
    const int rows = (static_cast<int>(names.size()) + kColumns - 1) / kColumns;
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        const auto& name = names[static_cast<std::size_t>(i)];
        auto* box = new QCheckBox(coreText(nn::networkInfo(name)->title), this);
        box->setObjectName("compare_" + QString::fromStdString(name));
        box->setToolTip(tr("On the command line: %1").arg(QString::fromStdString(name)));
        box->setChecked(true);
        grid->addWidget(box, i % rows, i / rows);
        connect(box, &QCheckBox::toggled, this, &ComparisonChooser::refresh);
        m_networks.push_back(box);
    }
    grid->setColumnStretch(kColumns, 1);
    column.addLayout(grid);
}

void ComparisonChooser::createWeights(QVBoxLayout& column) {
    column.addSpacing(kBetweenPx);
    column.addWidget(makeHeading(tr("Weights to start from"), this));
    column.addWidget(makeMuted(tr("Every network is trained from random weights. For each file here, such as ImageNet's, the networks that it fits get a row more; the table says which row started from what."), this));
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_weights = new QListWidget(this);
    m_weights->setObjectName("comparisonWeights");
    m_weights->setAccessibleName(tr("Weights to start from"));
    m_weights->setFixedHeight(kWeightsHeightPx);
    m_weights->setTextElideMode(Qt::ElideMiddle);
    row->addWidget(m_weights, 1);
    m_none = makeText(tr("No file: random weights alone"), this);
    row->addWidget(m_none, 1, Qt::AlignTop);
    auto* buttons = new QVBoxLayout;
    QPushButton* add = makeButton("add", tr("Add…"), this);
    add->setObjectName("addComparisonWeights");
    add->setToolTip(tr("Choose a file of weights: .leukomodel, .pth or .safetensors"));
    buttons->addWidget(add);
    m_remove = makeButton("remove", tr("Remove"), this);
    m_remove->setObjectName("removeComparisonWeights");
    m_remove->setToolTip(tr("Take the chosen file off the list"));
    buttons->addWidget(m_remove);
    buttons->addStretch(1);
    row->addLayout(buttons);
    column.addLayout(row);
    connect(add, &QPushButton::clicked, this, &ComparisonChooser::addWeights);
    connect(m_remove, &QPushButton::clicked, this, &ComparisonChooser::removeWeights);
    connect(m_weights, &QListWidget::currentRowChanged, this, &ComparisonChooser::refresh);
}

void ComparisonChooser::createButtons(QVBoxLayout& column) {
    column.addSpacing(kBetweenPx);
    m_obstacle = makeText(QString(), this);
    m_obstacle->setObjectName("comparisonObstacle");
    setRole(m_obstacle, "warning");
    column.addWidget(m_obstacle);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kSpacingPx);
    m_start = makeButton("play", tr("Start the comparison"), this);
    m_start->setObjectName("startComparison");
    makePrimary(m_start);
    m_start->setIcon(Theme::icon("play", Theme::onAccent()));
    row->addWidget(m_start);
    QPushButton* open = makeButton("history", tr("Open comparison…"), this);
    open->setObjectName("openComparison");
    open->setToolTip(tr("Show a comparison of an earlier time, and go on with it where it was stopped"));
    row->addWidget(open);
    row->addStretch(1);
    column.addLayout(row);
    connect(m_start, &QPushButton::clicked, this, &ComparisonChooser::startRequested);
    connect(open, &QPushButton::clicked, this, &ComparisonChooser::openRequested);
}

void ComparisonChooser::setSettings(const experiment::TrainSettings& settings) { m_settings->setText(comparisonSettings(settings)); }

void ComparisonChooser::offerWeights(const QString& file) {
    if (file == m_offered) return;
    m_offered = file;
    if (!file.isEmpty()) addFile(file);
    refresh();
}

void ComparisonChooser::setObstacle(const QString& obstacle) {
    m_outside = obstacle;
    refresh();
}

std::vector<std::string> ComparisonChooser::networks() const {
    const auto names = experiment::comparableNetworks();
    std::vector<std::string> ticked;
    for (std::size_t i = 0; i < names.size(); ++i)
        if (m_networks[i]->isChecked()) ticked.push_back(names[i]);
    return ticked;
}

std::vector<std::string> ComparisonChooser::weights() const {
    std::vector<std::string> files;
    for (int i = 0; i < m_weights->count(); ++i) files.push_back(m_weights->item(i)->text().toStdString());
    return files;
}

void ComparisonChooser::addWeights() {
    const QStringList files = dialogs::openFiles(this, tr("Weights to start from"), QDir::homePath(), tr("Weights (*.leukomodel *.pth *.pt *.safetensors);;All files (*)"));
    for (const QString& file : files) addFile(file);
    refresh();
}

void ComparisonChooser::addFile(const QString& file) {
    if (m_weights->findItems(file, Qt::MatchExactly).isEmpty()) m_weights->addItem(file);
}

void ComparisonChooser::removeWeights() {
    delete m_weights->takeItem(m_weights->currentRow());
    refresh();
}

void ComparisonChooser::refresh() {
    const bool enough = networks().size() + weights().size() >= 2 && !networks().empty();
    const QString obstacle = !m_outside.isEmpty() ? m_outside : enough ? QString() : tr("Tick two networks at least.");
    m_obstacle->setText(obstacle);
    m_obstacle->setVisible(!obstacle.isEmpty());
    m_start->setEnabled(obstacle.isEmpty());
    m_start->setToolTip(obstacle.isEmpty() ? tr("Train and test them one after another, in the background") : obstacle);
    m_weights->setVisible(m_weights->count() > 0);
    m_none->setVisible(m_weights->count() == 0);
    m_remove->setEnabled(m_weights->currentRow() >= 0);
}

}  // namespace leukolens::ui
