#include "ui/data/duplicates_page.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QShortcut>
#include <QSortFilterProxyModel>
#include <QSplitter>
#include <QStackedWidget>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/data/duplicate_pair.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/undo_buttons.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/job_panel.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kListWidthPx = 560;  ///< names of files can be told apart

}  // namespace

/// Which pairs are shown.
class DuplicateFilter : public QSortFilterProxyModel {
public:
    enum class Which { All, Open, Divided };
    using QSortFilterProxyModel::QSortFilterProxyModel;

    void choose(Which which) {
        m_which = which;
        invalidateFilter();
    }

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override {
        if (m_which == Which::All) return true;
        return sourceModel()->index(row, 0, parent).data(m_which == Which::Open ? DuplicateModel::IsOpenRole : DuplicateModel::IsDividedRole).toBool();
    }

private:
    Which m_which = Which::All;
};

DuplicatesPage::DuplicatesPage(LabelSession& session, QWidget* parent) : QWidget(parent), m_session(session), m_model(session) {
    setObjectName("duplicatesPage");
    help::setPlace(this, "data#find-pictures-that-are-there-twice");
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    m_pages = new QStackedWidget(this);
    column->addWidget(m_pages);
    m_searchPage = new QWidget(m_pages);
    auto* searching = new QVBoxLayout(m_searchPage);
    searching->setContentsMargins(0, 0, 0, 0);
    searching->addWidget(new JobPanel(m_search.worker(), "duplicateSearch", m_searchPage));
    searching->addStretch(1);
    m_emptyPage = makeCard("noDuplicatesCard", m_pages);
    auto* empty = new QVBoxLayout(m_emptyPage);
    empty->setContentsMargins(Theme::kMarginPx, 12, Theme::kMarginPx, 12);
    m_emptyWords = makeMuted({}, m_emptyPage);
    m_emptyWords->setObjectName("noDuplicates");
    empty->addWidget(m_emptyWords);
    m_again = makeButton("search", tr("Search"), m_emptyPage);
    m_again->setObjectName("searchDuplicates");
    m_again->setToolTip(tr("Look for pictures that are there twice"));
    empty->addWidget(m_again, 0, Qt::AlignLeft);
    empty->addStretch(1);
    m_body = createBody();
    for (QWidget* page : {m_searchPage, m_emptyPage, m_body}) m_pages->addWidget(page);
    connect(m_again, &QPushButton::clicked, this, [this] { m_search.search(m_session.read()); });
    connect(&m_search, &LeakSearch::changed, this, &DuplicatesPage::onSearch);
    connect(&m_session, &LabelSession::opened, this, [this] { m_search.search(m_session.read()); });
    connect(&m_recheck, &LeakSearch::changed, this, &DuplicatesPage::onRecheck);
    connect(&m_session, &LabelSession::changed, this, [this] {
        refresh();
        if (m_model.rowCount() > 1) m_recheck.search(m_session.now());
    });
    addKeys();
    onSearch();
}

QWidget* DuplicatesPage::createHead() {
    auto* head = new QWidget(this);
    auto* row = new QHBoxLayout(head);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    m_summaryIcon = new QLabel(head);
    row->addWidget(m_summaryIcon, 0, Qt::AlignTop);
    m_summary = makeText({}, head);
    m_summary->setObjectName("duplicateSummary");
    row->addWidget(m_summary, 1);
    return head;
}

QWidget* DuplicatesPage::createBody() {
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(Theme::kMarginPx);
    QFrame* list = makeCard("duplicateListCard", split);
    auto* column = new QVBoxLayout(list);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(createHead());
    auto* tools = new QHBoxLayout;
    tools->setSpacing(6);
    m_which = new QComboBox(list);
    m_which->setObjectName("whichDuplicates");
    m_which->setAccessibleName(tr("Which pairs"));
    m_which->setToolTip(tr("Which pairs are shown"));
    m_which->addItem(tr("All pairs"), static_cast<int>(DuplicateFilter::Which::All));
    m_which->addItem(tr("Not decided yet"), static_cast<int>(DuplicateFilter::Which::Open));
    m_which->addItem(tr("In training and test"), static_cast<int>(DuplicateFilter::Which::Divided));
    tools->addWidget(m_which);
    tools->addStretch(1);
    tools->addWidget(makeUndoButtons(m_session.undoStack(), this, list));
    column->addLayout(tools);
    m_table = new QTableView(list);
    m_table->setObjectName("duplicateTable");
    m_table->setAccessibleName(tr("Pairs of pictures that look the same"));
    m_filter = new DuplicateFilter(this);
    m_filter->setSourceModel(&m_model);
    m_filter->setSortRole(DuplicateModel::SortRole);
    m_table->setModel(m_filter);
    styleTable(*m_table);
    m_table->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_table->setTextElideMode(Qt::ElideMiddle);
    m_table->setWordWrap(false);
    m_table->horizontalHeader()->setSectionResizeMode(QHeaderView::Stretch);
    m_table->horizontalHeader()->setSectionResizeMode(DuplicateModel::Similarity, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(DuplicateModel::Found, QHeaderView::ResizeToContents);
    m_table->horizontalHeader()->setSectionResizeMode(DuplicateModel::Decision, QHeaderView::ResizeToContents);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(DuplicateModel::Similarity, Qt::DescendingOrder);
    column->addWidget(m_table, 1);
    QFrame* pair = makeCard("duplicatePairCard", split);
    auto* right = new QVBoxLayout(pair);
    right->setContentsMargins(12, 12, 12, 12);
    right->setSpacing(Theme::kSpacingPx);
    m_pair = new DuplicatePair(pair);
    right->addWidget(m_pair, 1);
    right->addWidget(createDecisions());
    split->addWidget(list);
    split->addWidget(pair);
    list->setMinimumWidth(kListWidthPx);
    split->setStretchFactor(0, 2);
    split->setStretchFactor(1, 3);
    split->setSizes({kListWidthPx, kListWidthPx});
    connect(m_which, &QComboBox::currentIndexChanged, this, [this] { m_filter->choose(static_cast<DuplicateFilter::Which>(m_which->currentData().toInt())); refreshPair(); });
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &DuplicatesPage::refreshPair);
    connect(m_pair, &DuplicatePair::leaveOut, this, [this](bool second) { decide(dataset::LeakDecision::Drop, !second); });
    return split;
}

QWidget* DuplicatesPage::createDecisions() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kSpacingPx);
    const auto add = [&](const char* name, const char* icon, const QString& text, const QString& help, dataset::LeakDecision decision) {
        QPushButton* button = makeButton(icon, text, bar);
        button->setObjectName(name);
        button->setToolTip(help);
        row->addWidget(button);
        connect(button, &QPushButton::clicked, this, [this, decision] { decide(decision); });
        return button;
    };
    m_keep = add("keepBoth", "check", tr("Keep both"), tr("Both stay as they are; a split that divides them still asks before it trains (key K)"), dataset::LeakDecision::Keep);
    m_same = add("samePatient", "user", tr("Same patient"), tr("Both stay, and their subjects are one person: never in two parts of a fold by patient (key P)"),
                 dataset::LeakDecision::SamePatient);
    m_reopen = add("reopenPair", "history", tr("Not decided"), tr("Take the decision back (Backspace)"), dataset::LeakDecision::Undecided);
    row->addStretch(1);
    return bar;
}

void DuplicatesPage::addKeys() {
    const auto on = [this](const QKeySequence& key, std::function<void()> act) {
        connect(new QShortcut(key, this, nullptr, nullptr, Qt::WidgetWithChildrenShortcut), &QShortcut::activated, this, std::move(act));
    };
    on(Qt::Key_1, [this] { decide(dataset::LeakDecision::Drop, true); });
    on(Qt::Key_2, [this] { decide(dataset::LeakDecision::Drop); });
    on(Qt::Key_K, [this] { decide(dataset::LeakDecision::Keep); });
    on(Qt::Key_P, [this] { decide(dataset::LeakDecision::SamePatient); });
    on(Qt::Key_Backspace, [this] { decide(dataset::LeakDecision::Undecided); });
}

void DuplicatesPage::onSearch() {
    m_model.show(m_search.leaks() ? m_search.leaks()->findings : std::vector<dataset::Leak>());
    if (m_search.leaks() && m_splitData) m_model.showSplit(*m_splitData, m_split);
    refresh();
    if (m_model.rowCount() > 0) m_table->selectRow(0);
}

void DuplicatesPage::onRecheck() {
    if (!m_recheck.leaks() || !m_search.leaks()) return;
    m_model.add(dataset::carriedOver(*m_recheck.dataset(), *m_recheck.leaks(), *m_session.read()).findings);
    if (m_splitData) m_model.showSplit(*m_splitData, m_split);
    refresh();
}

void DuplicatesPage::showSplit(std::shared_ptr<const dataset::Dataset> splitData, std::optional<dataset::Split> split) {
    m_splitData = std::move(splitData);
    m_split = std::move(split);
    if (m_search.leaks()) m_model.showSplit(*m_splitData, m_split);
    refresh();
}

QString DuplicatesPage::summary() const {
    const int divided = m_model.countDivided();
    const QString pairs = tr("%Ln pair(s) of pictures look the same.", "", m_model.rowCount());
    if (divided == 0) return pairs + ' ' + tr("None is in training and in test of the present split.");
    return pairs + ' ' + tr("%Ln of them lie in training and in test of the present split.", "", divided);
}

void DuplicatesPage::refresh() {
    const bool found = m_model.rowCount() > 0;
    m_pages->setCurrentWidget(m_search.searching() ? m_searchPage : found ? m_body : m_emptyPage);
    const auto& error = m_search.error();
    m_again->setVisible(error.has_value());
    if (!error) {
        m_emptyWords->setText(tr("No picture is there twice: neither the same file nor the same cell in another size, brightness or file format."));
    } else if (error->code == ErrorCode::Cancelled) {
        m_emptyWords->setText(tr("The search was stopped. Training searches by itself before it begins."));
    } else {
        m_emptyWords->setText(errorDetail(*error) + '\n' + errorAdvice(*error));
    }
    if (found) {
        const bool isSafe = m_model.countDivided() == 0;
        m_summary->setText(summary());
        m_summaryIcon->setPixmap(Theme::icon(isSafe ? "info" : "warning", isSafe ? Theme::accent() : Theme::warning()).pixmap(18, 18));
    }
    refreshPair();
    Q_EMIT openChanged(m_model.countOpen());
}

std::vector<int> DuplicatesPage::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_table->selectionModel()->selectedRows()) rows.push_back(m_filter->mapToSource(index).row());
    std::ranges::sort(rows);
    return rows;
}

void DuplicatesPage::refreshPair() {
    if (!m_session.read()) return;
    const std::vector<int> rows = selectedRows();
    // Decisions go by content: of identical files the first is the one that stays.
    const bool isExact = std::ranges::any_of(rows, [this](int row) { return m_model.at(row).kind == dataset::LeakKind::Exact; });
    m_pair->setDecidable(!rows.empty() && !isExact, !rows.empty());
    m_keep->setEnabled(!rows.empty());
    m_reopen->setEnabled(std::ranges::any_of(rows, [this](int row) { return m_model.decisionOn(row) != dataset::LeakDecision::Undecided; }));
    const auto& read = *m_session.read();
    // One subject is one person already.
    m_same->setEnabled(std::ranges::any_of(rows, [&](int row) {
        const int first = dataset::cellAt(read, m_model.at(row).first).subjectIndex, second = dataset::cellAt(read, m_model.at(row).second).subjectIndex;
        return first < 0 || first != second;
    }));
    if (rows.size() == 1) {
        m_pair->showPair(read, m_model.at(rows.front()));
    } else {
        m_pair->showNothing(rows.empty() ? tr("No pair is selected") : tr("%Ln pair(s) selected", "", static_cast<int>(rows.size())));
    }
}

void DuplicatesPage::decide(dataset::LeakDecision decision, bool leaveFirstOut) {
    if (m_pages->currentWidget() != m_body) return;
    const std::vector<int> rows = selectedRows();
    if (rows.empty() || (decision == dataset::LeakDecision::SamePatient && !m_same->isEnabled())) return;
    if (leaveFirstOut && !m_pair->canLeaveFirstOut()) return;
    std::vector<std::pair<int, int>> pairs;
    for (const int row : rows) {
        const dataset::Leak& leak = m_model.at(row);
        pairs.push_back(leaveFirstOut ? std::pair(leak.second, leak.first) : std::pair(leak.first, leak.second));
    }
    const int at = m_table->currentIndex().row();
    m_session.decide(pairs, decision);
    if (rows.size() == 1 && decision != dataset::LeakDecision::Undecided) stepOn(at);
}

/// To the next pair that is open; where there is none, the decided one stays in sight.
void DuplicatesPage::stepOn(int proxyRow) {
    for (int row = std::max(proxyRow, 0); row < m_filter->rowCount(); ++row)
        if (m_filter->index(row, 0).data(DuplicateModel::IsOpenRole).toBool()) return m_table->selectRow(row);
    if (m_filter->rowCount() > 0 && m_table->selectionModel()->selectedRows().isEmpty()) m_table->selectRow(std::min(proxyRow, m_filter->rowCount() - 1));
}

}  // namespace leukolens::ui
