#include "ui/evaluation/answer_model.h"

#include <algorithm>

#include "ui/evaluation/answer_facts.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {

void AnswerModel::setRun(EvaluatedRunPointer run) {
    beginResetModel();
    m_run = std::move(run);
    m_rows.clear();
    m_called.clear();
    m_choice = {};
    if (m_run)
        for (std::size_t i = 0; i < m_run->test.cells.size(); ++i) m_called.push_back(evaluation::decide(m_run->test.of(i)));
    endResetModel();
}

void AnswerModel::choose(const AnswerChoice& choice) {
    if (!m_run) return;
    beginResetModel();
    m_choice = choice;
    m_rows.clear();
    const auto& cells = m_run->test.cells;
    const auto fits = [](int asked, int is) { return asked < 0 || asked == is; };
    for (std::size_t i = 0; i < cells.size(); ++i) {
        const bool shown = fits(choice.truth, cells[i].label) && fits(choice.called, m_called[i]) && fits(choice.subject, cells[i].subject) && (!choice.wrongOnly || m_called[i] != cells[i].label);
        if (shown) m_rows.push_back(static_cast<int>(i));
    }
    // The probability of the true class says both: how surely wrong, and how barely right.
    const auto ofTruth = [&](int cell) {
        const auto at = static_cast<std::size_t>(cell);
        return std::pair(m_called[at] == cells[at].label, m_run->test.of(at)[static_cast<std::size_t>(cells[at].label)]);
    };
    std::ranges::stable_sort(m_rows, {}, ofTruth);
    endResetModel();
}

QString AnswerModel::pathOf(int cell) const { return picturePath(*m_run, cell); }

int AnswerModel::calledAt(int row) const { return m_called[static_cast<std::size_t>(cellAt(row))]; }

bool AnswerModel::isError(int row) const { return calledAt(row) != m_run->test.cells[static_cast<std::size_t>(cellAt(row))].label; }

int AnswerModel::errors() const {
    int errors = 0;
    for (int row = 0; row < rowCount(); ++row) errors += isError(row) ? 1 : 0;
    return errors;
}

double AnswerModel::probabilityAt(int row) const { return m_run->test.of(static_cast<std::size_t>(cellAt(row)))[static_cast<std::size_t>(calledAt(row))]; }

int AnswerModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

QVariant AnswerModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const int cell = cellAt(index.row());
    const auto& answer = m_run->test.cells[static_cast<std::size_t>(cell)];
    switch (role) {
        case CellRole: return cell;
        case PathRole: return pathOf(cell);
        case Qt::ToolTipRole: return QString::fromStdString(answer.path);
        case Qt::AccessibleTextRole:
            return tr("%1, called %2 with %3").arg(classTitle(m_run->test.classes[static_cast<std::size_t>(answer.label)]), classTitle(m_run->test.classes[static_cast<std::size_t>(calledAt(index.row()))]),
                                                   percentText(probabilityAt(index.row())));
        default: return {};
    }
}

}  // namespace leukolens::ui
