#include "ui/evaluation/subjects_page.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/figures/evaluation_words.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/text_table.h"
#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

QTableView* makeTable(const char* name, const QString& accessible, QWidget* parent) {
    auto* view = new QTableView(parent);
    view->setObjectName(name);
    view->setAccessibleName(accessible);
    styleTable(*view);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    return view;
}

}  // namespace

SubjectsPage::SubjectsPage(QWidget* parent) : QWidget(parent) {
    setObjectName("evaluatedSubjectsPage");
    help::setPlace(this, "evaluate#see-who-carries-the-errors");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    QFrame* left = makeCard("evaluatedSubjectsCard", this);
    auto* column = new QVBoxLayout(left);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(makeHeading(tr("Subjects, the worst first"), left));
    m_words = makeMuted(QString(), left);
    m_words->setObjectName("concentration");
    column->addWidget(m_words);
    m_subjects = new TextTable(this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_subjects);
    m_sorted->setSortRole(Qt::UserRole);
    m_subjectView = makeTable("evaluatedSubjects", tr("Subjects"), left);
    m_subjectView->setModel(m_sorted);
    m_subjectView->setSortingEnabled(true);
    m_subjectView->setToolTip(tr("Return or a double click shows the subject's cells"));
    column->addWidget(m_subjectView, 1);
    m_none = makeMuted(tr("No subject is known of these cells: what carries the errors cannot be told, and intervals count images."), left);
    m_none->setObjectName("noEvaluatedSubjects");
    column->addWidget(m_none, 1, Qt::AlignTop);
    row->addWidget(left, 1);
    QFrame* right = makeCard("subgroupsCard", this);
    auto* groups = new QVBoxLayout(right);
    groups->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    groups->setSpacing(Theme::kSpacingPx);
    groups->addWidget(makeHeading(tr("Subgroups"), right));
    m_groups = new TextTable(this);
    m_groupView = makeTable("subgroups", tr("Subgroups"), right);
    m_groupView->setModel(m_groups);
    groups->addWidget(m_groupView, 1);
    m_noGroups = makeMuted(tr("Nothing was known of the subjects when this run began: age, sex, immunophenotype, genetics and further columns make subgroups. They are typed in or imported in Data."), right);
    m_noGroups->setObjectName("noSubgroups");
    groups->addWidget(m_noGroups, 1, Qt::AlignTop);
    row->addWidget(right, 1);
    connect(m_subjectView, &QTableView::activated, this, [this](const QModelIndex& index) {
        const std::string name = m_sorted->index(index.row(), 0).data().toString().toStdString();
        const auto& subjects = m_run->test.subjects;
        const auto found = std::ranges::find(subjects, name);
        if (found != subjects.end()) Q_EMIT subjectChosen(static_cast<int>(found - subjects.begin()));
    });
}

void SubjectsPage::setRun(const EvaluatedRunPointer& run) {
    if (!isSameRun(m_run, run)) m_subjectView->sortByColumn(2, Qt::AscendingOrder);
    m_run = run;
    showSubjects();
    showGroups();
}

/// Whether a few people carry the errors.
QString SubjectsPage::concentrationWords() const {
    auto subjects = m_run->evaluation.subjects;
    int errors = 0;
    for (const auto& subject : subjects) errors += subject.cells - subject.right;
    if (errors == 0) return tr("Not one cell of a known subject is called wrong.");
    std::ranges::stable_sort(subjects, std::ranges::greater(), [](const auto& subject) { return subject.cells - subject.right; });
    int carried = 0;
    std::size_t people = 0;
    for (; people < subjects.size() && 2 * carried < errors; ++people) carried += subjects[people].cells - subjects[people].right;
    const auto& worst = subjects.front();
    const QStringList sentences = {tr("There are %Ln error(s) in all.", "", errors), tr("Half of all errors are of %Ln subject(s).", "", static_cast<int>(people)),
                                   tr("Subject %1 alone has %2 of all errors.").arg(QString::fromStdString(worst.subject), percentText(static_cast<double>(worst.cells - worst.right) / errors))};
    return sentences.join(' ');
}

void SubjectsPage::showSubjects() {
    const auto& evaluation = m_run->evaluation;
    const bool any = !evaluation.subjects.empty();
    m_none->setVisible(!any);
    m_words->setVisible(any);
    m_subjectView->setVisible(any);
    if (!any) return;
    m_words->setText(concentrationWords());
    QStringList headers = {tr("Subject"), tr("Right"), tr("Errors"), tr("Cells"), tr("Log loss"), tr("Folds")};
    for (const auto& name : evaluation.classes) headers << tr("Called\n%1").arg(classTitle(name));
    headers.insert(1, tr("Label"));
    std::vector<std::vector<TextCell>> rows;
    for (const auto& subject : evaluation.subjects) {
        QStringList labels, folds;
        for (std::size_t k = 0; k < evaluation.classes.size(); ++k)
            if (subject.cellsOfClass[k] > 0) labels << classTitle(evaluation.classes[k]);
        for (const int fold : subject.folds) folds << QString::number(fold);
        const double share = static_cast<double>(subject.right) / subject.cells;
        const int errors = subject.cells - subject.right;
        std::vector<TextCell> row = {textCell(QString::fromStdString(subject.subject)), textCell(labels.join(", ")), {percentText(share, 1), share}, {QLocale().toString(errors), errors},
                                     {QLocale().toString(subject.cells), subject.cells}, numberCell(subject.logLoss, 3), {folds.join(", "), subject.folds.front()}};
        for (const int called : subject.calledClass) row.push_back({QLocale().toString(called), called});
        rows.push_back(std::move(row));
    }
    m_subjects->set(std::move(headers), std::move(rows));
    fitColumns(*m_subjectView);
}

void SubjectsPage::showGroups() {
    const auto& evaluation = m_run->evaluation;
    const bool any = !evaluation.subgroups.empty();
    m_noGroups->setVisible(!any);
    m_groupView->setVisible(any);
    if (!any) return;
    using evaluation::MetricKind;
    std::vector<std::size_t> shown;
    QStringList headers = {tr("Subgroup"), tr("Subjects"), tr("Cells")};
    for (const auto kind : {MetricKind::Accuracy, MetricKind::Sensitivity, MetricKind::Specificity, MetricKind::F1Weighted}) {
        const auto found = std::ranges::find(evaluation.keys, evaluation::MetricKey{kind, -1});
        if (found == evaluation.keys.end()) continue;
        shown.push_back(static_cast<std::size_t>(found - evaluation.keys.begin()));
        headers << metricName(*found, evaluation.classes) << tr("95 % interval");
    }
    std::vector<std::vector<TextCell>> rows;
    for (const auto& group : evaluation.subgroups) {
        std::vector<TextCell> row = {textCell(partName(group)), textCell(QLocale().toString(group.subjects)), textCell(QLocale().toString(group.cells))};
        for (const std::size_t i : shown) {
            row.push_back(numberCell(group.figures[i].value, 3));
            row.push_back({intervalText(group.figures[i].percentile), {}, true});
        }
        rows.push_back(std::move(row));
    }
    m_groups->set(std::move(headers), std::move(rows));
    fitColumns(*m_groupView);
}

}  // namespace leukolens::ui
