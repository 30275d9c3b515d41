#include "ui/data/split_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QSpinBox>
#include <QVBoxLayout>

#include <cmath>
#include <tuple>
#include <utility>

#include "core/experiment/planned_split.h"
#include "core/inference/model_card.h"
#include "ui/data/split_grid.h"
#include "ui/shell/app_context.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/error_help.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/setting_words.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

/// Colour patch with the part's letters, as in the grid.
class PartSwatch : public QWidget {
public:
    PartSwatch(SplitPart part, QWidget* parent) : QWidget(parent), m_part(part) {
        setFont(Theme::font(0.85));
        setFixedSize(fontMetrics().horizontalAdvance(partLetters(part)) + 12, fontMetrics().height() + 4);
    }

protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(partColour(m_part));
        painter.drawRoundedRect(rect(), 4, 4);
        painter.setPen(textOnPart(m_part));
        painter.drawText(rect(), Qt::AlignCenter, partLetters(m_part));
    }

private:
    SplitPart m_part;
};

}  // namespace

SplitPanel::SplitPanel(AppContext& context, QWidget* parent) : QFrame(parent), m_context(context) {
    setObjectName("splitPanel");
    help::setPlace(this, "data#decide-who-is-tested");
    setProperty("card", true);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    layout->setSpacing(Theme::kSpacingPx);
    layout->addWidget(createControls());
    m_grid = new SplitGrid(this);
    layout->addWidget(m_grid, 1);
    auto* leakRow = new QHBoxLayout;
    leakRow->setSpacing(Theme::kSpacingPx);
    m_leakIcon = new QLabel(this);
    leakRow->addWidget(m_leakIcon, 0, Qt::AlignTop);
    m_leak = makeText(QString(), this);
    m_leak->setObjectName("leakLine");
    leakRow->addWidget(m_leak, 1);
    m_help = new ErrorHelp(this);
    leakRow->addWidget(m_help, 0, Qt::AlignBottom);
    layout->addLayout(leakRow);
    m_balance = makeText(QString(), this);
    m_balance->setObjectName("balanceLine");
    m_balance->setProperty("role", "muted");
    layout->addWidget(m_balance);
    layout->addWidget(createLegend());
    fill();
    connect(m_protocol, &QComboBox::currentIndexChanged, this, &SplitPanel::planTraining);
    connect(m_folds, &QSpinBox::valueChanged, this, &SplitPanel::planTraining);
    connect(&m_context, &AppContext::plannedTrainingChanged, this, &SplitPanel::fill);
}

QWidget* SplitPanel::createControls() {
    auto* controls = new QWidget(this);
    auto* row = new QHBoxLayout(controls);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(makeHeading(tr("Split"), controls));
    row->addStretch(1);
    const experiment::Setting& protocol = *experiment::findSetting("protocol");
    m_protocol = new QComboBox(controls);
    m_protocol->setObjectName("splitProtocol");
    m_protocol->setAccessibleName(settingTitle(protocol));
    m_protocol->setToolTip(coreText(protocol.help));
    for (const experiment::SettingWord& word : protocol.words) m_protocol->addItem(coreText(word.label), QString(word.word));
    row->addWidget(m_protocol);
    const experiment::Setting& folds = *experiment::findSetting("folds");
    m_foldsLabel = new QLabel(settingTitle(folds), controls);
    row->addWidget(m_foldsLabel);
    m_folds = new QSpinBox(controls);
    m_folds->setObjectName("splitFolds");
    m_folds->setAccessibleName(settingTitle(folds));
    m_folds->setToolTip(coreText(folds.help));
    m_folds->setRange(static_cast<int>(folds.low), static_cast<int>(folds.high));
    m_folds->setValue(3);
    m_foldsLabel->setBuddy(m_folds);
    row->addWidget(m_folds);
    return controls;
}

QWidget* SplitPanel::createLegend() {
    auto* legend = new QWidget(this);
    auto* row = new QHBoxLayout(legend);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    for (const SplitPart part : {SplitPart::Train, SplitPart::Validation, SplitPart::Test}) {
        row->addWidget(new PartSwatch(part, legend));
        auto* name = new QLabel(partName(part), legend);
        name->setProperty("role", "muted");
        row->addWidget(name);
        row->addSpacing(Theme::kSpacingPx);
    }
    row->addStretch(1);
    return legend;
}

void SplitPanel::setDataset(std::shared_ptr<const dataset::Dataset> dataset) {
    m_dataset = std::move(dataset);
    replan();
}

void SplitPanel::fill() {
    const experiment::TrainSettings& settings = m_context.plannedTraining();
    const QSignalBlocker quietProtocol(m_protocol), quietFolds(m_folds);
    m_protocol->setCurrentIndex(m_protocol->findData(QString::fromUtf8(toString(settings.protocol))));
    m_folds->setValue(settings.folds);
    for (QWidget* widget : {static_cast<QWidget*>(m_foldsLabel), static_cast<QWidget*>(m_folds)}) widget->setVisible(experiment::choosesFolds(settings.protocol));
    const experiment::TrainSettings before = std::exchange(m_asked, settings);
    const auto splitOf = [](const experiment::TrainSettings& s) { return std::tie(s.protocol, s.folds, s.seed, s.splitFile, s.stratify, s.trainShare); };
    if (splitOf(before) != splitOf(settings)) replan();
}

void SplitPanel::planTraining() {
    experiment::TrainSettings settings = m_context.plannedTraining();
    settings.protocol = *dataset::protocolFromString(m_protocol->currentData().toString().toStdString());
    settings.folds = settings.protocol == dataset::Protocol::Official ? dataset::kOfficialFolds : m_folds->value();
    if (settings.protocol != dataset::Protocol::Own) settings.splitFile.clear();
    if (settings.protocol == dataset::Protocol::Own && settings.splitFile.empty()) {
        const QString table = dialogs::openFile(this, tr("Table of the split"), m_context.settings.text(SettingKey::DataFolder), tr("Tables (*.csv *.tsv);;All files (*)"));
        if (table.isEmpty()) return fill();
        settings.splitFile = table.toStdString();
    }
    m_context.planTraining(settings);
}

void SplitPanel::replan() {
    if (!m_dataset) return;
    const int request = ++m_request;
    m_context.fileWorker.run<SplitPlan>(
        tr("Splitting"),
        [dataset = m_dataset, asked = m_asked](ProgressSink&, const CancelToken&) {
            return planSplit(*dataset, asked);
        },
        this,
        [this, request](const Result<SplitPlan>& plan) {
            if (request == m_request) showPlan(plan);
        });
}

void SplitPanel::showPlan(const Result<SplitPlan>& plan) {
    m_plan.reset();
    m_grid->clear();
    if (plan) {
        m_plan = *plan;
        std::vector<QColor> colours;
        for (std::size_t i = 0; i < m_dataset->classes.size(); ++i)
            colours.push_back(Theme::classColour(QString::fromStdString(m_dataset->classes[i]), static_cast<int>(i)));
        m_grid->setPlan(*plan, std::move(colours));
    }
    const bool safe = plan && plan->protocol != dataset::Protocol::Paper && plan->bySubject;
    const QColor colour = safe ? Theme::success() : plan ? Theme::warning() : Theme::failure();
    m_leakIcon->setPixmap(Theme::icon(safe ? "check-circle" : "warning", colour).pixmap(18, 18));
    m_leak->setText(plan ? leakLine(*plan) : errorDetail(plan.error()) + ".\n" + errorAdvice(plan.error()));
    m_help->setVisible(!plan);
    if (!plan) m_help->setCode(plan.error().code);
    const QString balance = plan ? balanceLine(*plan) : QString();
    m_balance->setText(balance);
    m_balance->setVisible(!balance.isEmpty());
    Q_EMIT planChanged();
}

QString SplitPanel::balanceLine(const SplitPlan& plan) const {
    // Leaving one subject out and a person's own table are as even as they are: nobody shared them out.
    if (plan.protocol == dataset::Protocol::LeaveOneOut || plan.protocol == dataset::Protocol::Own || plan.balance.folds.size() < 2) return {};
    const dataset::Deviation &ofClass = plan.balance.worstOfClasses, &size = plan.balance.worstOfSizes;
    const auto percent = [](const dataset::Deviation& deviation) { return QLocale().toString(100 * std::abs(deviation.relative), 'f', 1); };
    QString line = tr("Test parts: a fold differs from the mean by %1 % of the cells at most.").arg(percent(size));
    if (ofClass.classIndex >= 0) {
        line += ' ' + tr("Within a class by %1 % at most (%2, fold %3).")
                          .arg(percent(ofClass), coreText(inference::displayName(m_dataset->classes[static_cast<std::size_t>(ofClass.classIndex)])), QLocale().toString(ofClass.fold + 1));
    }
    return line;
}

QString SplitPanel::leakLine(const SplitPlan& plan) const {
    if (!plan.bySubject) return tr("No subject is known: pictures of one patient may be in training and in test.");
    if (plan.protocol != dataset::Protocol::Paper) return tr("No subject is in two parts of a fold.");
    return tr("Optimistic: %n patient(s) are shared between training and test.", nullptr, plan.sharedSubjects);
}

}  // namespace leukolens::ui
