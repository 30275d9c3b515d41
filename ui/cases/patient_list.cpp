#include "ui/cases/patient_list.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/pass_focus.h"
#include "ui/shell/shortcuts.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kLeastColumnPx = 44, kMostStatePx = 180, kMostNamePx = 240;

}  // namespace

PatientListPanel::PatientListPanel(QWidget* parent) : QFrame(parent), m_found(m_model) {
    setObjectName("patientList");
    help::setPlace(this, "cases#find-a-patient");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 8);
    column->setSpacing(Theme::kSpacingPx);
    m_search = new QLineEdit(this);
    m_search->setObjectName("caseSearch");
    m_search->setClearButtonEnabled(true);
    m_search->addAction(Theme::icon("search", Theme::mutedText()), QLineEdit::LeadingPosition);
    m_search->setPlaceholderText(tr("Search: name, date, state, normal:12"));
    m_search->setAccessibleName(tr("Search patients"));
    Shortcuts::describe(m_search, ShortcutId::FindCase, tr("Words that are part of the name, a date, the material, the state, or a class with its count (normal:12), in any order"));
    m_search->installEventFilter(this);
    column->addWidget(m_search);
    m_table = new QTableView(this);
    m_table->setObjectName("patientTable");
    m_table->setAccessibleName(tr("Patients"));
    m_table->setToolTip(tr("Return or a double click opens the chosen session in Classify"));
    styleTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->horizontalHeader()->setResizeContentsPrecision(0);  // 1,000 rows are not measured, those in sight are
    m_table->setModel(&m_found);
    m_table->setSortingEnabled(true);
    m_table->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    m_found.sort(-1);
    m_table->installEventFilter(this);
    m_table->viewport()->installEventFilter(this);
    column->addWidget(m_table, 1);
    m_nothing = makeMuted(tr("No patient has all these words. Try fewer of them."), this);
    m_nothing->setObjectName("nothingFound");
    column->addWidget(m_nothing, 1, Qt::AlignTop);
    m_count = makeMuted(QString(), this);
    m_count->setObjectName("patientCount");
    column->addWidget(m_count);
    connect(m_search, &QLineEdit::textChanged, this, &PatientListPanel::search);
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this, [this](const QModelIndex& current) {
        if (m_filling || !current.isValid()) return;
        m_chosen = current.data(PatientModel::IdRole).toLongLong();
        Q_EMIT patientChosen(m_chosen);
    });
    connect(m_table, &QTableView::activated, this, [this](const QModelIndex& index) { Q_EMIT openRequested(index.data(PatientModel::IdRole).toLongLong()); });
    passFocus(*this, m_table);
    describe();
}

void PatientListPanel::set(PatientListPointer patients, const std::string& blastClass) {
    m_filling = true;
    bool isThere = false;
    for (const auto& patient : *patients) isThere = isThere || patient.patient.id == m_chosen;
    const auto wanted = isThere ? m_chosen : patients->empty() ? 0 : patients->front().patient.id;
    m_model.set(std::move(patients), blastClass);
    m_filling = false;
    fitList();
    const bool isOther = wanted != m_chosen;
    m_chosen = wanted;
    showChosen();
    describe();
    if (isOther) Q_EMIT patientChosen(m_chosen);
}

/// Names come first: where they would not fit, the number of sessions goes, then the words of the state: it shows its icon alone. What is not shown is in tooltips.
void PatientListPanel::fitList() {
    QHeaderView& header = *m_table->horizontalHeader();
    header.setMinimumSectionSize(kLeastColumnPx);
    header.setStretchLastSection(false);
    header.setSectionHidden(PatientModel::Sessions, false);
    header.setSectionResizeMode(QHeaderView::ResizeToContents);
    header.resizeSections(QHeaderView::ResizeToContents);
    const int namePx = std::min(header.sectionSize(PatientModel::Name), kMostNamePx), statePx = std::min(header.sectionSize(PatientModel::State), kMostStatePx);
    int sparePx = m_table->viewport()->width() - (header.length() - header.sectionSize(PatientModel::Name) - header.sectionSize(PatientModel::State)) - namePx;
    const bool withoutSessions = sparePx < statePx;
    if (withoutSessions) sparePx += header.sectionSize(PatientModel::Sessions);
    header.setSectionResizeMode(PatientModel::State, QHeaderView::Interactive);
    header.resizeSection(PatientModel::State, std::clamp(sparePx, kLeastColumnPx, std::max(statePx, kLeastColumnPx)));
    header.setSectionHidden(PatientModel::Sessions, withoutSessions);
    header.setSectionResizeMode(PatientModel::Name, QHeaderView::Stretch);
}

void PatientListPanel::choose(casebook::PatientId id) {
    if (id == m_chosen) return;
    m_chosen = id;
    showChosen();
    Q_EMIT patientChosen(id);
}

void PatientListPanel::search() {
    m_filling = true;
    m_found.setSearch(m_search->text().trimmed());
    m_filling = false;
    showChosen();
    describe();
}

void PatientListPanel::showChosen() {
    m_filling = true;
    m_table->clearSelection();
    m_table->setCurrentIndex({});
    for (int row = 0; row < m_found.rowCount(); ++row) {
        const QModelIndex index = m_found.index(row, 0);
        if (index.data(PatientModel::IdRole).toLongLong() != m_chosen) continue;
        m_table->setCurrentIndex(index);
        m_table->scrollTo(index);
        break;
    }
    m_filling = false;
}

void PatientListPanel::describe() {
    const int all = m_model.rowCount(), found = m_found.rowCount();
    m_table->setVisible(found > 0 || all == 0);
    m_nothing->setVisible(found == 0 && all > 0);
    m_count->setText(found == all ? tr("%Ln patient(s)", "", all) : tr("%1 of %Ln patient(s)", "", all).arg(QLocale().toString(found)));
}

void PatientListPanel::focusSearch() {
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

bool PatientListPanel::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_table->viewport() && event->type() == QEvent::Resize) fitList();
    if (event->type() != QEvent::KeyPress) return QFrame::eventFilter(watched, event);
    const auto* key = static_cast<QKeyEvent*>(event);
    if (watched == m_search && (key->key() == Qt::Key_Down || key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && m_found.rowCount() > 0) {
        m_table->setFocus(Qt::OtherFocusReason);
        if (!m_table->currentIndex().isValid()) m_table->setCurrentIndex(m_found.index(0, 0));
        return true;
    }
    if (watched == m_search && key->key() == Qt::Key_Escape && !m_search->text().isEmpty()) {
        m_search->clear();
        return true;
    }
    // Activated by the keyboard only where the style does so: Return opens everywhere.
    if (watched == m_table && (key->key() == Qt::Key_Return || key->key() == Qt::Key_Enter) && m_table->currentIndex().isValid()) {
        Q_EMIT openRequested(m_table->currentIndex().data(PatientModel::IdRole).toLongLong());
        return true;
    }
    return QFrame::eventFilter(watched, event);
}

}  // namespace leukolens::ui
