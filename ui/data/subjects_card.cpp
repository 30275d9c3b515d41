#include "ui/data/subjects_card.h"

#include <QHBoxLayout>
#include <QPushButton>
#include <QSortFilterProxyModel>
#include <QTableView>
#include <QVBoxLayout>

#include "ui/data/fact_dialog.h"
#include "ui/data/fact_session.h"
#include "ui/data/facts_import_dialog.h"
#include "ui/widgets/undo_buttons.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

SubjectsCard::SubjectsCard(AppContext& context, FactSession& facts, QWidget* parent)
    : QFrame(parent), m_context(context), m_facts(facts) {
    setObjectName("subjectsCard");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(createHead());
    m_none = makeMuted(tr("No subject is known of these cells, so there are no facts of any."), this);
    m_none->setObjectName("noSubjects");
    column->addWidget(m_none, 1, Qt::AlignTop);
    column->addWidget(m_view = createTable(), 1);
    connect(m_edit, &QPushButton::clicked, this, &SubjectsCard::edit);
    connect(m_import, &QPushButton::clicked, this, &SubjectsCard::chooseFactsTable);
    connect(m_view, &QTableView::activated, this, &SubjectsCard::edit);
    connect(&m_facts, &FactSession::opened, this, [this] {
        if (m_dialog) m_dialog->reject();
        if (m_importDialog) m_importDialog->reject();
    });
    connect(m_view->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this] { m_edit->setEnabled(!currentSubject().isEmpty()); });
}

QWidget* SubjectsCard::createHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    row->addWidget(makeHeading(tr("Subjects"), head));
    row->addStretch(1);
    row->addWidget(makeUndoButtons(m_facts.undoStack(), this, head));
    m_edit = makeButton("edit", tr("Edit facts…"), head);
    m_edit->setObjectName("editFacts");
    m_edit->setToolTip(tr("Type in age, sex, white count… of the selected subject (Return)"));
    m_edit->setEnabled(false);
    row->addWidget(m_edit);
    m_import = makeButton("folder-open", tr("Import facts…"), head);
    m_import->setObjectName("importFacts");
    m_import->setToolTip(tr("Read facts from a CSV or TSV file with one line for each subject"));
    row->addWidget(m_import);
    return head;
}

QTableView* SubjectsCard::createTable() {
    m_model = new SubjectModel(this);
    m_sorted = new QSortFilterProxyModel(this);
    m_sorted->setSourceModel(m_model);
    m_sorted->setSortRole(Qt::UserRole);
    auto* view = new QTableView(this);
    view->setObjectName("subjectTable");
    view->setAccessibleName(tr("Subjects"));
    view->setModel(m_sorted);
    styleTable(*view);
    view->setSelectionMode(QAbstractItemView::SingleSelection);
    view->setSortingEnabled(true);
    view->sortByColumn(SubjectModel::Subject, Qt::AscendingOrder);
    return view;
}

void SubjectsCard::show(const dataset::Dataset& dataset, const std::optional<SplitPlan>& plan) {
    const QString current = currentSubject();
    m_model->show(dataset, plan);
    m_none->setVisible(!dataset.hasSubjects());
    m_view->setVisible(dataset.hasSubjects());
    m_import->setEnabled(dataset.hasSubjects());
    spreadColumns(*m_view);
    if (current.isEmpty()) {
        m_view->setCurrentIndex(m_sorted->index(0, SubjectModel::Subject));
    } else {
        choose(current);
    }
    m_edit->setEnabled(!currentSubject().isEmpty());
}

void SubjectsCard::choose(const QString& subject) {
    const auto found = m_sorted->match(m_sorted->index(0, SubjectModel::Subject), Qt::DisplayRole, subject, 1, Qt::MatchExactly | Qt::MatchCaseSensitive);
    if (!found.isEmpty()) m_view->setCurrentIndex(found.front());
}

QString SubjectsCard::currentSubject() const {
    const QModelIndex current = m_view->currentIndex();
    return current.isValid() ? current.siblingAtColumn(SubjectModel::Subject).data().toString() : QString();
}

void SubjectsCard::edit() {
    const QString subject = currentSubject();
    if (subject.isEmpty()) return;
    m_dialog = new FactDialog(window());
    m_dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(m_dialog, &FactDialog::saved, this, [this](const QString& edited, const dataset::SubjectFacts& facts) {
        m_facts.type(edited.toStdString(), facts);
    });
    connect(m_dialog, &FactDialog::nextAsked, this, [this] {
        if (m_next.isEmpty()) return m_dialog->accept();
        const QString next = m_next;
        choose(next);
        showInDialog(next);
    });
    showInDialog(subject);
    m_dialog->open();
}

void SubjectsCard::showInDialog(const QString& subject) {
    m_next = m_sorted->index(m_view->currentIndex().row() + 1, SubjectModel::Subject).data().toString();
    m_dialog->showSubject(subject, m_facts.factsOf(subject.toStdString()), !m_next.isEmpty());
}

void SubjectsCard::chooseFactsTable() {
    const QString table =
        dialogs::openFile(window(), tr("Table of subjects and their facts"), m_context.settings.text(SettingKey::DataFolder),
                          tr("Tables (*.csv *.tsv *.tab *.txt)"));
    if (!table.isEmpty()) importFacts(table);
}

void SubjectsCard::importFacts(const QString& table) {
    const auto before = m_context.dataset();
    m_context.fileWorker.run<dataset::SubjectFactsTable>(
        tr("Reading facts"),
        [path = std::filesystem::path(table.toStdString())](ProgressSink&, const CancelToken&) {
            return dataset::readSubjectFacts(path);
        },
        this,
        [this, table, before](const Result<dataset::SubjectFactsTable>& read) {
            if (!read) {
                Q_EMIT importFailed(read.error());
                return;
            }
            if (before != m_context.dataset()) return;  // other data were opened meanwhile
            const FactSession::Import planned = m_facts.planImport(*read, table);
            auto* dialog = new FactsImportDialog(table, planned, window());
            dialog->setAttribute(Qt::WA_DeleteOnClose);
            connect(dialog, &QDialog::accepted, this, [this, planned] { m_facts.import(planned); });
            m_importDialog = dialog;
            dialog->open();
        });
}

}  // namespace leukolens::ui
