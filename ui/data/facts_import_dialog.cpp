#include "ui/data/facts_import_dialog.h"

#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/shell/fact_words.h"
#include "ui/data/problem_model.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

QTableView* makeProblems(const FactSession::Import& planned, QWidget* parent) {
    auto* model = new ProblemModel(parent);
    dataset::Dataset shown;
    shown.problems = planned.problems;
    model->show(shown);
    auto* view = new QTableView(parent);
    view->setObjectName("importProblems");
    view->setAccessibleName(FactsImportDialog::tr("What is wrong with the table"));
    view->setModel(model);
    view->setShowGrid(false);
    view->setSelectionBehavior(QAbstractItemView::SelectRows);
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->verticalHeader()->hide();
    view->verticalHeader()->setSectionResizeMode(QHeaderView::ResizeToContents);  // whole sentences, unlike the Problems tab
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setStretchLastSection(true);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    view->setTabKeyNavigation(false);
    view->hideColumn(ProblemModel::File);  // it is the same for all, and stands above
    view->resizeColumnToContents(ProblemModel::Kind);
    return view;
}

}  // namespace

FactsImportDialog::FactsImportDialog(const QString& table, const FactSession::Import& planned, QWidget* parent)
    : QDialog(parent) {
    setObjectName("factsImportDialog");
    help::setPlace(this, "data#record-facts-of-the-subjects");
    setWindowTitle(tr("Import facts"));
    setMinimumSize(720, planned.problems.empty() ? 0 : 420);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    layout->setSpacing(12);
    const int subjects = static_cast<int>(planned.facts.size());
    QLabel* title = makeHeading(
        subjects > 0 ? tr("New facts of %Ln subject(s)", "", subjects) : tr("The table says nothing new of these subjects"),
        this);
    title->setObjectName("importTitle");
    layout->addWidget(title);
    auto* path = new ElidedLabel(Qt::ElideMiddle, this);
    path->setProperty("role", "muted");
    path->setFullText(table);
    layout->addWidget(path);
    QStringList known;
    for (const auto& [fact, count] : dataset::countFacts(planned.facts))
        known << tr("%1 of %L2").arg(factTitle(fact)).arg(count);
    if (!known.isEmpty()) layout->addWidget(makeText(tr("Known of them then: %1.").arg(known.join(", ")), this));
    if (!planned.problems.empty()) {
        layout->addWidget(makeHeading(tr("Passed over or worth knowing (%L1)").arg(planned.problems.size()), this));
        layout->addWidget(makeProblems(planned, this), 1);
    }
    QLabel* advice = makeMuted(tr("The table is only read. Subjects should be called by pseudonyms in it; columns that name "
                                  "or trace a person are not kept."),
                               this);
    layout->addWidget(advice);
    layout->addStretch(planned.problems.empty() ? 1 : 0);
    auto* buttons = new QDialogButtonBox(this);
    QPushButton* accept = buttons->addButton(tr("Import"), QDialogButtonBox::AcceptRole);
    accept->setObjectName("importFactsNow");
    makePrimary(accept);
    accept->setEnabled(subjects > 0);
    buttons->addButton(subjects > 0 ? tr("Cancel") : tr("Close"), QDialogButtonBox::RejectRole)
        ->setObjectName("importFactsCancel");
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
}

}  // namespace leukolens::ui
