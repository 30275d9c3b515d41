#include "ui/cases/compare_panel.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QTableView>
#include <QVBoxLayout>

#include <algorithm>
#include <set>

#include "ui/cases/case_words.h"
#include "ui/cases/typical_cells.h"
#include "ui/shell/class_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/tables.h"
#include "ui/shell/theme.h"
#include "ui/widgets/text_table.h"
#include "ui/widgets/thumbnail_loader.h"

namespace leukolens::ui {
namespace {

constexpr int kTableAirPx = 14;  ///< a scroll bar below

int countOf(const casebook::CaseSummary& session, const std::string& className) {
    const auto found = std::ranges::find(session.counts, className, &casebook::CountOfClass::className);
    return found == session.counts.end() ? 0 : found->cells;
}

int identifiedOf(const casebook::CaseSummary& session) {
    int identified = 0;
    for (const auto& count : session.counts)
        if (count.className != casebook::kUnidentified) identified += count.cells;
    return identified;
}

}  // namespace

ComparePanel::ComparePanel(CasesSession& session, QWidget* parent) : QWidget(parent), m_session(session) {
    setObjectName("comparePanel");
    help::setPlace(this, "cases#compare-two-sessions");
    m_thumbnails = new ThumbnailLoader(this);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    column->setSpacing(Theme::kSpacingPx);
    m_none = makeMuted(tr("A comparison needs two sessions: this patient has fewer."), this);
    m_none->setObjectName("nothingToCompare");
    column->addWidget(m_none, 0, Qt::AlignTop);
    m_both = new QWidget(this);
    auto* both = new QVBoxLayout(m_both);
    both->setContentsMargins(0, 0, 0, 0);
    both->setSpacing(Theme::kSpacingPx);
    both->addWidget(createChoice());
    m_table = new TextTable(this);
    m_view = new QTableView(m_both);
    m_view->setObjectName("compareTable");
    m_view->setAccessibleName(tr("Comparison of two sessions"));
    styleTable(*m_view);
    m_view->setModel(m_table);
    both->addWidget(m_view);
    m_note = makeMuted(tr("Shares are of the identified cells, with 95 % Wilson intervals: counting error only. A difference within both intervals may be chance."), m_both);
    m_note->setFont(Theme::font(0.9));
    both->addWidget(m_note);
    auto* pictures = new QHBoxLayout;
    pictures->setSpacing(Theme::kMarginPx);
    pictures->addWidget(m_firstCells = new TypicalCells(*m_thumbnails, m_both), 1, Qt::AlignTop);
    pictures->addWidget(m_secondCells = new TypicalCells(*m_thumbnails, m_both), 1, Qt::AlignTop);
    both->addLayout(pictures);
    both->addStretch(1);
    column->addWidget(m_both, 1);
    connect(&session, &CasesSession::openedChanged, this, &ComparePanel::showPatient);
    connect(&session, &CasesSession::patientsChanged, this, &ComparePanel::compare);
    showPatient();
}

QWidget* ComparePanel::createChoice() {
    auto* choice = new QWidget(this);
    auto* row = new QHBoxLayout(choice);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    const auto add = [&](const char* name, const QString& title) {
        auto* box = new QComboBox(choice);
        box->setObjectName(name);
        box->setAccessibleName(title);
        box->setToolTip(title);
        row->addWidget(box, 1);
        connect(box, &QComboBox::activated, this, &ComparePanel::compare);
        return box;
    };
    m_first = add("compareFirst", tr("First session"));
    row->addWidget(new QLabel(tr("with"), choice));
    m_second = add("compareSecond", tr("Second session"));
    return choice;
}

void ComparePanel::showPatient() {
    const auto& opened = m_session.opened();
    const auto first = m_first->currentData().toLongLong(), second = m_second->currentData().toLongLong();
    m_sessions = opened ? opened->summary.sessions : std::vector<casebook::CaseSummary>();
    m_none->setVisible(opened && m_sessions.size() < 2);
    m_both->setVisible(m_sessions.size() >= 2);
    for (QComboBox* box : {m_first, m_second}) {
        box->clear();
        for (const auto& session : m_sessions) box->addItem(tr("%1 · %2").arg(caseDate(session.taken), materialTitle(session.material)), static_cast<qlonglong>(session.id));
    }
    if (m_sessions.size() < 2) return;
    const int kept = m_first->findData(first), keptToo = m_second->findData(second);
    m_first->setCurrentIndex(kept >= 0 ? kept : 0);
    m_second->setCurrentIndex(keptToo >= 0 ? keptToo : static_cast<int>(m_sessions.size()) - 1);
    compare();
}

const casebook::CaseSummary* ComparePanel::sessionOf(const QComboBox& choice) const {
    const auto found = std::ranges::find(m_sessions, choice.currentData().toLongLong(), &casebook::CaseSummary::id);
    return found == m_sessions.end() ? nullptr : &*found;
}

void ComparePanel::compare() {
    const auto *first = sessionOf(*m_first), *second = sessionOf(*m_second);
    if (!first || !second) return;
    std::set<std::string> classes;
    for (const auto* session : {first, second})
        for (const auto& count : session->counts)
            if (count.className != casebook::kUnidentified) classes.insert(count.className);
    const int firstBase = identifiedOf(*first), secondBase = identifiedOf(*second);
    const auto number = [](int cells) { return textCell(QLocale().toString(cells)); };
    const auto share = [](int cells, int base) { return base > 0 ? textCell(shareText(report::wilsonInterval(cells, base))) : TextCell{QStringLiteral("–"), {}, true}; };
    std::vector<std::vector<TextCell>> rows;
    for (const auto& name : classes) {
        const int a = countOf(*first, name), b = countOf(*second, name);
        TextCell difference{QStringLiteral("–"), {}, true};
        if (firstBase > 0 && secondBase > 0) difference = {pointsText(static_cast<double>(b) / secondBase - static_cast<double>(a) / firstBase), {}, false, true};
        rows.push_back({textCell(classTitle(name)), number(a), share(a, firstBase), number(b), share(b, secondBase), std::move(difference)});
    }
    const auto plain = [&](const QString& title, int a, int b) { rows.push_back({{title, {}, true}, number(a), textCell({}), number(b), textCell({}), textCell({})}); };
    plain(classTitle(casebook::kUnidentified), countOf(*first, casebook::kUnidentified), countOf(*second, casebook::kUnidentified));
    plain(tr("Identified cells"), firstBase, secondBase);
    const QString firstDate = caseDate(first->taken), secondDate = caseDate(second->taken);
    m_table->set({tr("Class"), tr("Cells\n%1").arg(firstDate), tr("Share (95 % interval)\n%1").arg(firstDate), tr("Cells\n%1").arg(secondDate), tr("Share (95 % interval)\n%1").arg(secondDate), tr("Difference")}, std::move(rows));
    fitColumns(*m_view);
    // As high as its rows: the pictures stand right below.
    m_view->setFixedHeight(m_view->horizontalHeader()->sizeHint().height() + m_table->rowCount() * m_view->verticalHeader()->defaultSectionSize() + kTableAirPx);
    readCells(*m_first, *m_firstCells);
    readCells(*m_second, *m_secondCells);
}

void ComparePanel::readCells(QComboBox& choice, TypicalCells& cells) {
    // Only who looks at it pays for it.
    if (!isVisible()) return;
    const qlonglong id = choice.currentData().toLongLong();
    m_session.writer().read<std::vector<TypicalClass>>(
        tr("Reading cells"),
        [id](casebook::CaseStore& store) -> Result<std::vector<TypicalClass>> {
            const auto read = store.cells(id);
            if (!read) return fail(read.error());
            return typicalCells(*read, TypicalCells::kEach);
        },
        this,
        [this, &choice, &cells, id](const Result<std::vector<TypicalClass>>& read) {
            if (choice.currentData().toLongLong() != id) return;
            if (!read) Q_EMIT failed(tr("The cells of a session could not be read."), read.error());
            cells.set(read.value_or(std::vector<TypicalClass>()));
        });
}

void ComparePanel::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    compare();
}

}  // namespace leukolens::ui
