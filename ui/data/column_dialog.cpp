#include "ui/data/column_dialog.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QGridLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

#include <algorithm>

#include "ui/shell/fact_words.h"
#include "ui/shell/help_request.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

constexpr int kRowHeightPx = 26, kMostColumnWidthPx = 280, kLeastColumnWidthPx = 96;
/// A cell's text in the preview; the table may hold a megabyte in one.
constexpr qsizetype kMostLetters = 120;

QString oneLine(const std::string& text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(std::min<std::size_t>(text.size(), 4 * kMostLetters)))
        .simplified()
        .left(kMostLetters);
}

/// Place among the columns; -1: none.
int columnOf(const QComboBox* box) {
    return box->currentData().toInt();
}

}  // namespace

ColumnDialog::ColumnDialog(const QString& table, dataset::TablePreview preview, const dataset::TableColumns& start,
                           const QString& reason, QWidget* parent)
    : QDialog(parent), m_preview(std::move(preview)) {
    setObjectName("columnDialog");
    help::setPlace(this, "data#open-a-table");
    setWindowTitle(tr("Columns of the table"));
    resize(860, 560);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(24, 24, 24, Theme::kMarginPx);
    layout->setSpacing(12);
    layout->addWidget(makeHeading(tr("Which column says what?"), this));
    auto* path = new ElidedLabel(Qt::ElideMiddle, this);
    path->setProperty("role", "muted");
    path->setFullText(table);
    layout->addWidget(path);
    if (!reason.isEmpty()) {
        QLabel* why = makeText(reason, this);
        why->setObjectName("columnReason");
        setRole(why, "failure");
        layout->addWidget(why);
    }
    layout->addWidget(createChoices());
    layout->addWidget(m_rows = createRows(), 1);
    m_state = makeText(QString(), this);
    m_state->setObjectName("columnState");
    layout->addWidget(m_state);
    auto* buttons = new QDialogButtonBox(this);
    m_open = buttons->addButton(tr("Open table"), QDialogButtonBox::AcceptRole);
    m_open->setObjectName("columnsOpen");
    makePrimary(m_open);
    buttons->addButton(tr("Cancel"), QDialogButtonBox::RejectRole)->setObjectName("columnsCancel");
    layout->addWidget(buttons);
    fill(m_path, tr("Choose…"), start.path);
    fill(m_label, tr("Choose…"), start.label);
    fill(m_subject, tr("No column says it"), start.noSubject ? std::string() : start.subject);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    for (QComboBox* box : {m_path, m_label, m_subject})
        connect(box, &QComboBox::currentIndexChanged, this, &ColumnDialog::refresh);
    refresh();
}

QWidget* ColumnDialog::createChoices() {
    auto* choices = new QWidget(this);
    auto* grid = new QGridLayout(choices);
    grid->setContentsMargins(0, 0, 0, 0);
    grid->setHorizontalSpacing(Theme::kMarginPx);
    grid->setVerticalSpacing(4);
    const auto add = [&](int column, const QString& title, const char* name, const QString& help) {
        auto* box = new QComboBox(choices);
        box->setObjectName(name);
        box->setAccessibleName(title);
        box->setToolTip(help);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        auto* label = new QLabel(title, choices);
        label->setBuddy(box);
        grid->addWidget(label, 0, column);
        grid->addWidget(box, 1, column);
        grid->setColumnStretch(column, 1);
        return box;
    };
    m_path = add(0, tr("Picture"), "pathColumn", tr("The file of the picture; its path counts from the table's folder"));
    m_label = add(1, tr("Class"), "classColumn", tr("What the cell is, e.g. blast or normal"));
    m_subject = add(2, tr("Subject"), "subjectColumn",
                    tr("Whose cell it is; without it, patients cannot be kept apart in training and test"));
    return choices;
}

void ColumnDialog::fill(QComboBox* box, const QString& first, const std::string& chosen) {
    box->addItem(first, -1);
    for (std::size_t i = 0; i < m_preview.columns.size(); ++i) {
        box->addItem(oneLine(m_preview.columns[i]), static_cast<int>(i));
        if (m_preview.columns[i] == chosen) box->setCurrentIndex(box->count() - 1);
    }
}

QTableWidget* ColumnDialog::createRows() {
    const auto rows = static_cast<int>(m_preview.firstRows.size()), columns = static_cast<int>(m_preview.columns.size());
    auto* view = new QTableWidget(rows, columns, this);
    view->setObjectName("columnRows");
    view->setAccessibleName(tr("First rows of the table"));
    view->setEditTriggers(QAbstractItemView::NoEditTriggers);
    view->setSelectionMode(QAbstractItemView::NoSelection);
    view->setTabKeyNavigation(false);
    view->setShowGrid(false);
    view->setWordWrap(false);
    view->verticalHeader()->hide();
    view->verticalHeader()->setDefaultSectionSize(kRowHeightPx);
    view->horizontalHeader()->setHighlightSections(false);
    view->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    view->setCornerWidget(new QWidget(view));  // the style draws a button there
    view->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    for (int column = 0; column < columns; ++column) {
        view->setHorizontalHeaderItem(column, new QTableWidgetItem);
        for (int row = 0; row < rows; ++row) {
            const auto& text = m_preview.firstRows[static_cast<std::size_t>(row)].at(static_cast<std::size_t>(column));
            view->setItem(row, column, new QTableWidgetItem(oneLine(text)));
        }
    }
    return view;
}

dataset::TableColumns ColumnDialog::columns() const {
    const auto name = [this](const QComboBox* box) {
        const int column = columnOf(box);
        return column < 0 ? std::string() : m_preview.columns[static_cast<std::size_t>(column)];
    };
    return {name(m_path), name(m_label), name(m_subject), columnOf(m_subject) < 0};
}

bool ColumnDialog::isPersonal(int column) const {
    return std::ranges::find(m_preview.personal, m_preview.columns[static_cast<std::size_t>(column)]) !=
           m_preview.personal.end();
}

bool ColumnDialog::isChosen(int column) const {
    return column == columnOf(m_path) || column == columnOf(m_label) || column == columnOf(m_subject);
}

QString ColumnDialog::roleOf(int column) const {
    if (column == columnOf(m_path)) return tr("Picture");
    if (column == columnOf(m_label)) return tr("Class");
    if (column == columnOf(m_subject)) return tr("Subject");
    if (isPersonal(column)) return tr("Refused: personal");
    if (columnOf(m_subject) < 0) return problem().isEmpty() ? tr("Not kept") : QStringLiteral("–");
    const auto fact = m_preview.facts.find(m_preview.columns[static_cast<std::size_t>(column)]);
    return fact == m_preview.facts.end() ? tr("Fact, as text") : tr("Fact: %1").arg(factTitle(fact->second));
}

QString ColumnDialog::problem() const {
    if (columnOf(m_path) < 0) return tr("Choose the column that names the picture.");
    if (columnOf(m_label) < 0) return tr("Choose the column that says the class.");
    const std::vector<int> chosen = {columnOf(m_path), columnOf(m_label), columnOf(m_subject)};
    for (std::size_t i = 0; i < chosen.size(); ++i) {
        if (chosen[i] >= 0 && std::ranges::count(chosen, chosen[i]) > 1)
            return tr("The column “%1” cannot say two things. Choose another one.")
                .arg(oneLine(m_preview.columns[static_cast<std::size_t>(chosen[i])]));
    }
    if (m_preview.firstRows.empty()) return tr("The table has no whole row below its header.");
    return {};
}

QString ColumnDialog::warning() const {
    QStringList words;
    const int subject = columnOf(m_subject);
    if (subject < 0)
        words << tr(
            "Without a subject, pictures of one patient may be in training and in test, and further columns are facts of "
            "nobody.");
    if (subject >= 0 && isPersonal(subject)) words << tr("The column of the subject names a person. Use pseudonyms.");
    QStringList refused;
    for (std::size_t i = 0; i < m_preview.columns.size(); ++i) {
        const int column = static_cast<int>(i);
        if (isPersonal(column) && !isChosen(column)) refused << tr("“%1”").arg(oneLine(m_preview.columns[i]));
    }
    if (!refused.isEmpty()) words << tr("Names or traces a person, so it is not kept: %1.").arg(refused.join(", "));
    return words.join(' ');
}

void ColumnDialog::refresh() {
    for (int column = 0; column < m_rows->columnCount(); ++column) {
        const bool isUsed = isChosen(column);
        QTableWidgetItem* head = m_rows->horizontalHeaderItem(column);
        head->setText(oneLine(m_preview.columns[static_cast<std::size_t>(column)]) + '\n' + roleOf(column));
        head->setToolTip(
            isPersonal(column) && !isUsed
                ? tr("Names or traces a person; it is not kept. Take it out of the table, and use pseudonyms and ages.")
                : head->text());
        head->setFont(Theme::font(0.9, isUsed ? QFont::DemiBold : QFont::Normal));
        for (int row = 0; row < m_rows->rowCount(); ++row) {
            QFont cell = m_rows->font();
            cell.setStrikeOut(isPersonal(column) && !isUsed);
            m_rows->item(row, column)->setFont(cell);
            m_rows->item(row, column)->setForeground(isUsed ? Theme::text() : Theme::mutedText());
        }
    }
    m_rows->resizeColumnsToContents();
    for (int column = 0; column < m_rows->columnCount(); ++column)
        m_rows->setColumnWidth(column, std::clamp(m_rows->columnWidth(column), kLeastColumnWidthPx, kMostColumnWidthPx));
    const QString wrong = problem();
    const QString words = wrong.isEmpty() ? warning() : wrong;
    m_state->setText(words);
    m_state->setVisible(!words.isEmpty());
    setRole(m_state, wrong.isEmpty() ? "muted" : "warning");
    m_open->setEnabled(wrong.isEmpty());
}

}  // namespace leukolens::ui
