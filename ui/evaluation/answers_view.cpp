#include "ui/evaluation/answers_view.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QListView>
#include <QShortcut>
#include <QSplitter>
#include <QToolButton>
#include <QVBoxLayout>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "core/base/files.h"
#include "core/base/same_place.h"
#include "ui/evaluation/answer_delegate.h"
#include "ui/evaluation/answer_facts.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/app_context.h"
#include "ui/shell/class_words.h"
#include "ui/shell/labels.h"
#include "ui/shell/theme.h"
#include "ui/widgets/cards.h"
#include "ui/widgets/file_image_view.h"

namespace leukolens::ui {

AnswersView::AnswersView(AppContext& context, EvaluationSession& session, QWidget* parent) : QFrame(parent), m_context(context), m_session(session) {
    setObjectName("answersView");
    setProperty("card", true);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(12, 12, 12, 12);
    column->setSpacing(Theme::kSpacingPx);
    m_heading = makeHeading(QString(), this);
    m_heading->setObjectName("answersHeading");
    m_heading->setWordWrap(true);
    column->addWidget(m_heading);
    column->addWidget(createTools());
    auto* split = new QSplitter(Qt::Vertical, this);
    split->setChildrenCollapsible(false);
    m_cards = new QListView(split);
    m_cards->setObjectName("answers");
    m_cards->setAccessibleName(tr("Cells"));
    styleCards(*m_cards);
    m_cards->setModel(&m_model);
    m_cards->setItemDelegate(new AnswerDelegate(m_model, m_session, m_thumbnails, m_cards));
    m_cards->setGridSize(AnswerDelegate::gridSize());
    split->addWidget(m_cards);
    auto* large = new QWidget(split);
    auto* row = new QHBoxLayout(large);
    row->setContentsMargins(0, Theme::kSpacingPx, 0, 0);
    m_large = new FileImageView(large);
    m_large->setObjectName("answerPicture");
    row->addWidget(m_large, 3);
    m_facts = makeText(QString(), large);
    m_facts->setObjectName("answerFacts");
    m_facts->setAlignment(Qt::AlignTop | Qt::AlignLeft);
    row->addWidget(m_facts, 2);
    split->addWidget(large);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);
    m_empty = makeMuted(tr("No such cells"), this);
    m_empty->setAlignment(Qt::AlignCenter);
    column->addWidget(m_empty, 1);
    column->addWidget(split, 1);
    connect(&m_thumbnails, &ThumbnailLoader::ready, m_cards->viewport(), qOverload<>(&QWidget::update));
    connect(m_cards->selectionModel(), &QItemSelectionModel::selectionChanged, this, &AnswersView::onSelection);
    connect(&m_session, &EvaluationSession::reviewChanged, this, [this] {
        m_cards->viewport()->update();
        showReview();
        onSelection();
    });
    const auto onKey = [this](Qt::Key key, QToolButton* button) { connect(new QShortcut(key, m_cards, nullptr, nullptr, Qt::WidgetShortcut), &QShortcut::activated, button, &QToolButton::click); };
    onKey(Qt::Key_L, m_label);
    onKey(Qt::Key_N, m_network);
    onKey(Qt::Key_Backspace, m_back);
}

QToolButton* AnswersView::addTool(QWidget* bar, const char* name, const char* icon, const QString& text, const QString& help) {
    auto* button = new QToolButton(bar);
    button->setObjectName(name);
    button->setIcon(Theme::icon(icon));
    button->setText(text);
    button->setToolTip(help);
    button->setAccessibleName(text);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    bar->layout()->addWidget(button);
    return button;
}

QWidget* AnswersView::createTools() {
    auto* bar = new QWidget(this);
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(6);
    m_label = addTool(bar, "blameLabel", "edit", tr("Label is wrong"), tr("An issue of the data: note it, and give the cells the label that the network says where their data are open. Right answers among the selected cells are passed over (L)"));
    m_network = addTool(bar, "blameNetwork", "model", tr("Network is wrong"), tr("An issue of the model: note that the label is right. Right answers among the selected cells are passed over (N)"));
    m_back = addTool(bar, "takeBackNote", "undo", tr("Take back"), tr("Forget what was noted of the selected cells, and restore their labels (Backspace)"));
    m_review = new ElidedLabel(Qt::ElideRight, bar);
    m_review->setObjectName("reviewCount");
    m_review->setProperty("role", "muted");
    m_review->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    row->addWidget(m_review, 1);
    connect(m_label, &QToolButton::clicked, this, &AnswersView::blameLabel);
    connect(m_network, &QToolButton::clicked, this, &AnswersView::blameNetwork);
    connect(m_back, &QToolButton::clicked, this, &AnswersView::takeBack);
    return bar;
}

void AnswersView::setRun(const EvaluatedRunPointer& run) {
    m_kept.clear();
    if (isSameRun(m_model.run(), run)) {
        auto rows = selectedRows();
        if (const auto current = std::ranges::find(rows, m_cards->currentIndex().row()); current != rows.end()) std::ranges::rotate(rows.begin(), current, current + 1);
        m_kept = pathsOf(rows);
    }
    m_model.setRun(run);
    showReview();
    onSelection();
}

void AnswersView::choose(const AnswerChoice& choice, const QString& heading) {
    m_model.choose(choice);
    m_heading->setText(headingWords(heading));
    const bool any = m_model.rowCount() > 0;
    m_empty->setVisible(!any);
    m_cards->parentWidget()->setVisible(any);
    if (any && !selectKept()) m_cards->setCurrentIndex(m_model.index(0, 0));
    onSelection();
}

bool AnswersView::selectKept() {
    const auto kept = std::exchange(m_kept, {});
    const std::set<std::string> wanted(kept.begin(), kept.end());
    QItemSelection selection;
    QModelIndex current;
    for (int row = 0; row < m_model.rowCount() && !wanted.empty(); ++row) {
        const std::string path = pathsOf({row}).front();
        if (!wanted.contains(path)) continue;
        const QModelIndex index = m_model.index(row, 0);
        selection.select(index, index);
        if (path == kept.front() || !current.isValid()) current = index;
    }
    if (selection.empty()) return false;
    m_cards->setCurrentIndex(current);
    m_cards->selectionModel()->select(selection, QItemSelectionModel::ClearAndSelect);
    return true;
}

/// Which cells, how many, and in which order: one cell has none.
QString AnswersView::headingWords(const QString& heading) const {
    const int cells = m_model.rowCount();
    if (cells < 2) return tr("%1: %Ln cell(s)", "", cells).arg(heading);
    if (m_model.errors() > 0) return tr("%1: %Ln cell(s), the surest errors first", "", cells).arg(heading);
    return tr("%1: %Ln cell(s), the least sure first", "", cells).arg(heading);
}

std::vector<int> AnswersView::selectedRows() const {
    std::vector<int> rows;
    for (const QModelIndex& index : m_cards->selectionModel()->selectedIndexes()) rows.push_back(index.row());
    std::ranges::sort(rows);
    return rows;
}

std::vector<int> AnswersView::selectedErrors() const {
    auto rows = selectedRows();
    std::erase_if(rows, [this](int row) { return !m_model.isError(row); });
    return rows;
}

std::vector<std::string> AnswersView::pathsOf(const std::vector<int>& rows) const {
    std::vector<std::string> paths;
    for (const int row : rows) paths.push_back(m_model.run()->test.cells[static_cast<std::size_t>(m_model.cellAt(row))].path);
    return paths;
}

void AnswersView::onSelection() {
    const auto rows = m_model.run() ? selectedRows() : std::vector<int>();
    for (QToolButton* button : {m_label, m_network}) button->setEnabled(std::ranges::any_of(rows, [this](int row) { return m_model.isError(row); }));
    const auto paths = pathsOf(rows);
    m_back->setEnabled(std::ranges::any_of(paths, [this](const std::string& path) { return m_session.review().contains(path); }));
    if (rows.size() != 1) {
        m_large->showMessage(rows.empty() ? tr("Choose a cell") : tr("%Ln cells are chosen", "", static_cast<int>(rows.size())));
        m_facts->clear();
        return;
    }
    const auto& run = *m_model.run();
    const int cell = m_model.cellAt(rows.front());
    if (run.pictures.empty()) {
        m_large->showMessage(tr("The pictures of this run were not found. Open its data in Data, then evaluate it again."));
    } else {
        m_large->showFile(m_model.pathOf(cell));
    }
    m_facts->setText(answerFacts(run, cell));
}

void AnswersView::showReview() {
    const auto& review = m_session.review();
    const auto labels = std::ranges::count_if(review, [](const auto& one) { return one.second == experiment::ErrorCause::Label; });
    m_review->setFullText(review.empty() ? QString() : tr("Reviewed: %L1, of them wrong labels: %L2").arg(review.size()).arg(labels));
}

bool AnswersView::dataAreOpen() const {
    const auto open = m_context.dataset();
    return open && samePlace(open->root, m_model.run()->pictures);
}

QString AnswersView::openPathOf(int cell) const { return QString::fromStdString(toUtf8(m_context.dataset()->root / m_model.run()->test.cells[static_cast<std::size_t>(cell)].path)); }

void AnswersView::blameLabel() {
    const auto rows = selectedErrors();
    m_session.note(pathsOf(rows), experiment::ErrorCause::Label);
    if (!dataAreOpen()) return;
    // Each cell gets the class that it was called.
    std::map<int, QStringList> byClass;
    for (const int row : rows) byClass[m_model.calledAt(row)] << openPathOf(m_model.cellAt(row));
    for (const auto& [called, paths] : byClass)
        Q_EMIT m_context.relabelRequested(paths, QString::fromStdString(m_model.run()->test.classes[static_cast<std::size_t>(called)]), tr("Found wrong when a run was evaluated"));
}

void AnswersView::blameNetwork() {
    const auto rows = selectedErrors();
    restoreLabels(rows);
    m_session.note(pathsOf(rows), experiment::ErrorCause::Network);
}

/// Of those cells whose label was noted as wrong.
void AnswersView::restoreLabels(const std::vector<int>& rows) {
    if (!dataAreOpen()) return;
    std::map<int, QStringList> byClass;
    for (const int row : rows) {
        const int cell = m_model.cellAt(row);
        const auto& answer = m_model.run()->test.cells[static_cast<std::size_t>(cell)];
        const auto noted = m_session.review().find(answer.path);
        if (noted != m_session.review().end() && noted->second == experiment::ErrorCause::Label) byClass[answer.label] << openPathOf(cell);
    }
    for (const auto& [label, paths] : byClass)
        Q_EMIT m_context.relabelRequested(paths, QString::fromStdString(m_model.run()->test.classes[static_cast<std::size_t>(label)]), tr("Taken back when a run was evaluated"));
}

void AnswersView::takeBack() {
    const auto rows = selectedRows();
    restoreLabels(rows);
    m_session.note(pathsOf(rows), std::nullopt);
}

}  // namespace leukolens::ui
