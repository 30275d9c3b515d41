#include "ui/data/cells_page.h"

#include <QCheckBox>
#include <QComboBox>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QListWidget>
#include <QLocale>
#include <QMenu>
#include <QScrollBar>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <utility>

#include "core/inference/model_card.h"
#include "ui/data/cell_facts.h"
#include "ui/data/labelled_cell_delegate.h"
#include "ui/shell/help_request.h"
#include "ui/widgets/undo_buttons.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"

namespace leukolens::ui {
namespace {

constexpr int kSubjectsWidthPx = 190, kSubjectHeightPx = 28;
constexpr int kMostClassKeys = 9;

QString classWords(const std::string& name) { return coreText(inference::displayName(name)); }

QString counted(const QString& words, int count) { return QStringLiteral("%1  (%2)").arg(words, QLocale().toString(count)); }

}  // namespace

CellsPage::CellsPage(LabelSession& session, QWidget* parent) : QWidget(parent), m_session(session), m_model(session) {
    setObjectName("cellsPage");
    help::setPlace(this, "data#correct-a-label-or-leave-a-cell-out");
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    row->setSpacing(Theme::kMarginPx);
    row->addWidget(createSubjects());
    auto* split = new QSplitter(this);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(Theme::kMarginPx);
    split->addWidget(createCards());
    split->addWidget(m_facts = new CellFacts(m_model, m_session, split));
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 1);
    row->addWidget(split, 1);
    connectSession();
}

QWidget* CellsPage::createSubjects() {
    QFrame* card = makeCard("cellSubjectsCard", this);
    card->setFixedWidth(kSubjectsWidthPx);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(12, 12, 12, 12);
    column->addWidget(makeHeading(tr("Subjects"), card));
    m_subjects = new QListWidget(card);
    m_subjects->setObjectName("cellSubjects");
    m_subjects->setAccessibleName(tr("Subjects"));
    m_subjects->setFrameShape(QFrame::NoFrame);
    m_subjects->setToolTip(tr("Whose cells are shown"));
    column->addWidget(m_subjects, 1);
    connect(m_subjects, &QListWidget::currentRowChanged, this, &CellsPage::choose);
    return card;
}

QToolButton* CellsPage::addTool(QWidget* bar, const char* name, const char* icon, const QString& text, const QString& help) {
    auto* button = new QToolButton(bar);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(text.isEmpty() ? help : text);
    button->setToolButtonStyle(text.isEmpty() ? Qt::ToolButtonIconOnly : Qt::ToolButtonTextBesideIcon);
    bar->layout()->addWidget(button);
    return button;
}

QWidget* CellsPage::createTools() {
    auto* tools = new QWidget(this);
    auto* column = new QVBoxLayout(tools);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    const auto addBar = [tools, column] {
        auto* made = new QWidget(tools);
        auto* row = new QHBoxLayout(made);
        row->setContentsMargins(0, 0, 0, 0);
        row->setSpacing(6);
        column->addWidget(made);
        return std::pair(made, row);
    };
    // Two lines: in German one would be wider than a small screen leaves.
    const auto [top, row] = addBar();
    m_choices = new QComboBox(top);
    m_choices->setObjectName("cellChoices");
    m_choices->setAccessibleName(tr("Which cells"));
    m_choices->setToolTip(tr("Which cells are shown"));
    m_choices->setSizeAdjustPolicy(QComboBox::AdjustToContents);
    row->addWidget(m_choices);
    m_outliers = new QCheckBox(tr("Unlike others first"), top);
    m_outliers->setObjectName("outliersFirst");
    m_outliers->setToolTip(tr("Begin with cells whose size, sharpness or colour is far from all others'"));
    row->addWidget(m_outliers);
    row->addStretch(1);
    const auto [bar, actions] = addBar();
    m_relabel = addTool(bar, "relabelCells", "edit", tr("Label as"), tr("Give the selected cells another label; the original one is kept (keys 1 to 9)"));
    m_labels = new QMenu(m_relabel);
    m_relabel->setMenu(m_labels);
    m_relabel->setPopupMode(QToolButton::InstantPopup);
    m_exclude = addTool(bar, "excludeCells", "trash", tr("Leave out"), tr("Do not train or test on the selected cells; the files stay (Delete)"));
    m_restore = addTool(bar, "restoreCells", "history", tr("Restore"), tr("Give the selected cells back the label that their folder says"));
    actions->addWidget(makeUndoButtons(m_session.undoStack(), this, bar));
    actions->addStretch(1);
    connect(m_choices, &QComboBox::currentIndexChanged, this, &CellsPage::choose);
    connect(m_outliers, &QCheckBox::toggled, this, &CellsPage::choose);
    connect(m_exclude, &QToolButton::clicked, this, &CellsPage::exclude);
    connect(m_restore, &QToolButton::clicked, this, [this] { m_session.takeBack(selected()); });
    return tools;
}

QWidget* CellsPage::createCards() {
    QFrame* card = makeCard("labelledCellsCard", this);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Theme::kSpacingPx);
    column->addWidget(createTools());
    m_cards = new QListView(card);
    m_cards->setObjectName("labelledCells");
    m_cards->setAccessibleName(tr("Cells"));
    styleCards(*m_cards);
    m_cards->setModel(&m_model);
    m_cards->setItemDelegate(new LabelledCellDelegate(m_model, m_session, m_thumbnails, m_cards));
    m_cards->setGridSize(LabelledCellDelegate::gridSize());
    m_cards->setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // its coming and going would change the columns
    m_cards->installEventFilter(this);
    m_empty = makeMuted(tr("No such cells"), card);
    m_empty->setObjectName("noCells");
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty, 1);
    column->addWidget(m_cards, 1);
    connect(&m_thumbnails, &ThumbnailLoader::ready, m_cards->viewport(), qOverload<>(&QWidget::update));
    connect(m_cards->selectionModel(), &QItemSelectionModel::selectionChanged, this, &CellsPage::onSelection);
    connect(new QShortcut(Qt::Key_Delete, m_cards, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, this, &CellsPage::exclude);
    for (int number = 1; number <= kMostClassKeys; ++number) {
        auto* shortcut = new QShortcut(QKeySequence(Qt::Key_0 + number), m_cards, nullptr, nullptr, Qt::WidgetShortcut);
        connect(shortcut, &QShortcut::activated, this, [this, number] {
            const auto& classes = m_session.read()->classes;
            if (number <= static_cast<int>(classes.size())) relabel(classes[static_cast<std::size_t>(number - 1)]);
        });
    }
    return card;
}

/// Columns share the width.
bool CellsPage::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_cards && event->type() == QEvent::Resize) {
        const QSize least = LabelledCellDelegate::gridSize();
        const int room = m_cards->width() - m_cards->verticalScrollBar()->sizeHint().width() - 4, columns = std::max(1, room / least.width());
        m_cards->setGridSize({std::max(least.width(), room / columns), least.height()});
    }
    return QWidget::eventFilter(watched, event);
}

void CellsPage::connectSession() {
    connect(&m_session, &LabelSession::opened, this, [this] {
        m_labels->clear();
        const auto& classes = m_session.read()->classes;
        for (std::size_t i = 0; i < classes.size(); ++i) {
            QAction* action = m_labels->addAction(i < kMostClassKeys ? QStringLiteral("%1\t%2").arg(classWords(classes[i])).arg(i + 1) : classWords(classes[i]));
            connect(action, &QAction::triggered, this, [this, name = classes[i]] { relabel(name); });
        }
        m_filling = true;
        m_outliers->setChecked(false);
        m_filling = false;
        fillSubjects();
        fillChoices();
        onSelection();
    });
    connect(&m_session, &LabelSession::changed, this, [this] {
        fillChoices();
        onSelection();
    });
}

void CellsPage::fillSubjects() {
    m_filling = true;
    m_subjects->clear();
    const dataset::Dataset& read = *m_session.read();
    std::vector<int> counts(read.subjects.size());
    for (const dataset::Cell& cell : read.cells)
        if (cell.subjectIndex >= 0) ++counts[static_cast<std::size_t>(cell.subjectIndex)];
    m_subjects->addItem(counted(read.hasSubjects() ? tr("All subjects") : tr("All cells"), static_cast<int>(read.cells.size())));
    for (std::size_t i = 0; i < counts.size(); ++i) m_subjects->addItem(counted(QString::fromStdString(read.subjects[i]), counts[i]));
    for (int row = 0; row < m_subjects->count(); ++row) m_subjects->item(row)->setSizeHint({0, kSubjectHeightPx});
    m_subjects->setCurrentRow(0);
    m_filling = false;
}

/// The present choice stays, with counts of the subject that is chosen.
void CellsPage::fillChoices() {
    m_filling = true;
    const auto& classes = m_session.read()->classes;
    CellChoice choice;
    choice.subject = m_model.choice().subject;
    const int before = m_choices->currentIndex();
    m_choices->clear();
    const auto add = [&](const QString& words, CellChoice::Kind kind, int classIndex) {
        choice.kind = kind;
        choice.classIndex = classIndex;
        m_choices->addItem(counted(words, m_model.count(choice)), QPoint(static_cast<int>(kind), classIndex));
    };
    add(tr("All classes"), CellChoice::Kind::All, 0);
    for (std::size_t i = 0; i < classes.size(); ++i) add(classWords(classes[i]), CellChoice::Kind::Class, static_cast<int>(i));
    add(tr("Relabelled"), CellChoice::Kind::Relabelled, 0);
    add(tr("Left out"), CellChoice::Kind::Excluded, 0);
    m_choices->setCurrentIndex(std::clamp(before, 0, m_choices->count() - 1));
    m_filling = false;
    m_empty->setVisible(m_model.rowCount() == 0);
    m_cards->setVisible(m_model.rowCount() > 0);
}

void CellsPage::choose() {
    if (m_filling || !m_session.read()) return;
    const QPoint chosen = m_choices->currentData().toPoint();
    const CellChoice choice{static_cast<CellChoice::Kind>(chosen.x()), chosen.y(), m_subjects->currentRow() - 1, m_outliers->isChecked()};
    m_model.choose(choice);
    m_cards->scrollToTop();
    fillChoices();
    onSelection();
}

std::vector<int> CellsPage::selected() const {
    std::vector<int> cells;
    for (const QModelIndex& index : m_cards->selectionModel()->selectedIndexes()) cells.push_back(m_model.cellAt(index.row()));
    std::ranges::sort(cells);
    return cells;
}

void CellsPage::onSelection() {
    const std::vector<int> cells = selected();
    m_relabel->setEnabled(!cells.empty());
    m_exclude->setEnabled(!cells.empty());
    m_restore->setEnabled(std::ranges::any_of(cells, [this](int cell) { return m_session.correctionOf(cell) != nullptr; }));
    if (cells.size() == 1) {
        m_facts->showCell(cells.front());
    } else {
        m_facts->showSeveral(static_cast<int>(cells.size()));
    }
}

void CellsPage::relabel(const std::string& to) {
    const std::vector<int> cells = selected();
    if (cells.empty()) return;
    const auto reason = dialogs::askText(this, tr("Label as %1").arg(classWords(to)), tr("Reason, for the record of the run:"),
                                         {tr("wrong label"), tr("reviewed by a second person"), tr("other cell type")}, tr("Label"));
    if (reason) m_session.relabel(cells, to, *reason);
}

void CellsPage::exclude() {
    const std::vector<int> cells = selected();
    if (cells.empty()) return;
    const auto reason = dialogs::askText(this, tr("Leave out %Ln cell(s)", "", static_cast<int>(cells.size())), tr("Reason, for the record of the run:"),
                                         {tr("blurred"), tr("not one whole cell"), tr("label not certain"), tr("duplicate")}, tr("Leave out"));
    if (reason) m_session.exclude(cells, *reason);
}

}  // namespace leukolens::ui
