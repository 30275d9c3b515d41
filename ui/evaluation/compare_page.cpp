#include "ui/evaluation/compare_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>
#include <QTableView>
#include <QVBoxLayout>

#include "core/base/files.h"
#include "core/experiment/setting_table.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/figures/evaluation_words.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/text_table.h"
#include "ui/shell/empty_state.h"
#include "ui/shell/labels.h"
#include "ui/shell/setting_words.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

QString nameOf(const experiment::RunRecord& record) { return QString::fromStdString(toUtf8(record.result.folder.filename())); }

/// Title and both values as Train's form has them.
std::vector<TextCell> settingRow(const experiment::SettingDifference& difference, const experiment::TrainSettings& first, const experiment::TrainSettings& second) {
    const auto* setting = experiment::findSetting(difference.key);
    if (!setting) return {textCell(QString::fromStdString(difference.key)), textCell(QString::fromStdString(difference.first)), textCell(QString::fromStdString(difference.second))};
    return {textCell(settingTitle(*setting)), textCell(settingValue(*setting, first)), textCell(settingValue(*setting, second))};
}

}  // namespace

ComparePage::ComparePage(EvaluationSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("comparePage");
    help::setPlace(this, "evaluate#compare-two-runs");
    m_pages = new QStackedLayout(this);
    m_pages->addWidget(createEmpty());
    m_pages->addWidget(createTables());
    connect(&m_session, &EvaluationSession::comparedChanged, this, &ComparePage::showComparison);
}

QWidget* ComparePage::createEmpty() {
    auto* empty = new EmptyState("history", tr("Nothing to compare with yet"), tr("Choose another run that was tested on the same subjects: figures are compared person by person."), this);
    empty->setObjectName("compareEmpty");
    QPushButton* button = empty->addButton("compareWith", "folder-open", tr("Compare with…"), tr("Choose the folder of another run"), true);
    connect(button, &QPushButton::clicked, this, &ComparePage::compareRequested);
    return empty;
}

QWidget* ComparePage::createTables() {
    auto* page = new QWidget(this);
    auto* column = new QVBoxLayout(page);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    column->setSpacing(12);
    auto* head = new QHBoxLayout;
    m_heading = makeHeading(QString(), page);
    m_heading->setObjectName("comparedRuns");
    head->addWidget(m_heading, 1);
    QPushButton* another = makeButton("folder-open", tr("Compare with…"), page);
    another->setObjectName("compareWithAnother");
    another->setToolTip(tr("Choose the folder of another run"));
    head->addWidget(another);
    QPushButton* end = makeButton("close", tr("End comparison"), page);
    end->setObjectName("endComparison");
    end->setToolTip(tr("Take the other run's curves and figures away"));
    head->addWidget(end);
    connect(another, &QPushButton::clicked, this, &ComparePage::compareRequested);
    connect(end, &QPushButton::clicked, &m_session, &EvaluationSession::endComparison);
    column->addLayout(head);
    m_warning = makeText(QString(), page);
    m_warning->setObjectName("otherSubjects");
    setRole(m_warning, "warning");
    column->addWidget(m_warning);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::kMarginPx);
    const auto addCard = [&](const char* name, const QString& heading, TextTable*& model, QTableView*& view, int stretch) {
        QFrame* card = makeCard(name, page);
        auto* inner = new QVBoxLayout(card);
        inner->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
        inner->addWidget(makeHeading(heading, card));
        model = new TextTable(this);
        view = new QTableView(card);
        view->setObjectName(QString(name) + "Table");
        view->setAccessibleName(heading);
        view->setModel(model);
        styleTable(*view);
        inner->addWidget(view, 1);
        row->addWidget(card, stretch);
        return inner;
    };
    QVBoxLayout* figures = addCard("differences", tr("Figures over what both runs tested"), m_figures, m_figureView, 3);
    m_units = makeMuted(QString(), page);
    m_units->setObjectName("comparedUnits");
    figures->addWidget(m_units);
    QVBoxLayout* settings = addCard("settingDifferences", tr("Settings that differ"), m_settings, m_settingView, 2);
    m_same = makeMuted(tr("The settings are the same."), page);
    settings->addWidget(m_same, 1, Qt::AlignTop);
    column->addLayout(row, 1);
    return page;
}

void ComparePage::showComparison() {
    const auto& other = m_session.compared();
    m_pages->setCurrentIndex(other ? 1 : 0);
    if (!other) return;
    const QString first = nameOf(m_session.run()->record), second = nameOf(other->record);
    m_heading->setText(tr("%1 (A) and %2 (B)").arg(first, second));
    const auto& comparison = other->comparison;
    const int left = comparison.units.onlyFirst + comparison.units.onlySecond;
    m_warning->setVisible(left > 0);
    m_warning->setText(tr("The runs were not tested on the same: %L1 are only in A, %L2 only in B. All figures below are of the %L3 that are in both, and may differ from those under Overview.")
                           .arg(comparison.units.onlyFirst).arg(comparison.units.onlySecond).arg(comparison.units.shared));
    std::vector<std::vector<TextCell>> rows;
    for (const auto& difference : comparison.differences) {
        TextCell value = numberCell(difference.difference, 3);
        // Where the interval leaves out 0 the difference is more than chance may do.
        value.strong = difference.interval && (difference.interval->low > 0 || difference.interval->high < 0);
        rows.push_back({textCell(metricName(difference.key, m_session.run()->evaluation.classes)), numberCell(difference.first, 3), numberCell(difference.second, 3), value, textCell(intervalText(difference.interval)),
                        difference.p ? numberCell(*difference.p, 3) : textCell(QStringLiteral("–"))});
    }
    m_figures->set({tr("Figure"), tr("A"), tr("B"), tr("B − A"), tr("95 % interval"), tr("p")}, std::move(rows),
                   {{}, {}, {}, {}, tr("Of the difference, by paired bootstrap"), tr("Two-sided, of no difference. Not corrected for comparing many figures")});
    fitColumns(*m_figureView);
    m_units->setText(comparison.overSubjects ? tr("Paired bootstrap over %Ln subject(s) that both runs tested. A difference is bold where its interval leaves out 0.", "", comparison.units.shared)
                                             : tr("Paired bootstrap over %Ln image(s) that both runs tested, as no subject is known. A difference is bold where its interval leaves out 0.", "", comparison.units.shared));
    std::vector<std::vector<TextCell>> settings;
    for (const auto& difference : other->settings) settings.push_back(settingRow(difference, m_session.run()->record.result.settings, other->record.result.settings));
    m_settings->set({tr("Setting"), tr("A"), tr("B")}, std::move(settings));
    fitColumns(*m_settingView);
    m_settingView->setVisible(!other->settings.empty());
    m_same->setVisible(other->settings.empty());
}

}  // namespace leukolens::ui
