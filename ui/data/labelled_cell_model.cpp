#include "ui/data/labelled_cell_model.h"

#include <algorithm>

#include "core/base/files.h"
#include "core/inference/model_card.h"
#include "ui/shell/core_texts.h"

namespace leukolens::ui {

LabelledCellModel::LabelledCellModel(LabelSession& session, QObject* parent) : QAbstractListModel(parent), m_session(session) {
    connect(&session, &LabelSession::opened, this, [this] {
        std::vector<image::PictureFacts> facts;
        for (const dataset::Cell& cell : m_session.read()->cells) facts.push_back(cell.facts);
        m_outlyingness = image::outlyingness(facts);
        m_choice = {};
        refill();
    });
    connect(&session, &LabelSession::changed, this, &LabelledCellModel::onChanged);
}

void LabelledCellModel::choose(const CellChoice& choice) {
    if (choice == m_choice) return;
    m_choice = choice;
    refill();
}

std::string LabelledCellModel::classOf(int index) const {
    const dataset::Correction* correction = m_session.correctionOf(index);
    if (correction && correction->kind == dataset::Correction::Kind::Relabel) return correction->to;
    return m_session.read()->classes[static_cast<std::size_t>(cell(index).classIndex)];
}

bool LabelledCellModel::shows(const CellChoice& choice, int index) const {
    if (choice.subject >= 0 && cell(index).subjectIndex != choice.subject) return false;
    if (choice.kind == CellChoice::Kind::All) return true;
    const dataset::Correction* correction = m_session.correctionOf(index);
    const bool isExcluded = correction && correction->kind == dataset::Correction::Kind::Exclude;
    if (choice.kind == CellChoice::Kind::Excluded) return isExcluded;
    if (choice.kind == CellChoice::Kind::Relabelled) return correction && !isExcluded;
    return !isExcluded && classOf(index) == m_session.read()->classes[static_cast<std::size_t>(choice.classIndex)];
}

int LabelledCellModel::count(const CellChoice& choice) const {
    if (!m_session.read()) return 0;
    int count = 0;
    for (int i = 0; i < static_cast<int>(m_session.read()->cells.size()); ++i) count += shows(choice, i);
    return count;
}

void LabelledCellModel::refill() {
    beginResetModel();
    m_rows.clear();
    for (int i = 0; i < static_cast<int>(m_session.read()->cells.size()); ++i)
        if (shows(m_choice, i)) m_rows.push_back(i);
    if (m_choice.outliersFirst) std::ranges::stable_sort(m_rows, std::ranges::greater(), [this](int i) { return outlyingness(i).distance; });
    endResetModel();
}

/// Rows come and go only under a choice by label; otherwise the place in the list is kept.
void LabelledCellModel::onChanged() {
    if (m_choice.kind != CellChoice::Kind::All) {
        for (int row = rowCount() - 1; row >= 0; --row) {
            if (shows(m_choice, cellAt(row))) continue;
            beginRemoveRows({}, row, row);
            m_rows.erase(m_rows.begin() + row);
            endRemoveRows();
        }
        if (rowCount() != count(m_choice)) refill();  // an undo brought some back
    }
    if (rowCount() > 0) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

int LabelledCellModel::rowCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : static_cast<int>(m_rows.size()); }

QVariant LabelledCellModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const int cellIndex = cellAt(index.row());
    const QString name = QString::fromStdString(toUtf8(cell(cellIndex).path.filename()));
    switch (role) {
        case CellRole: return cellIndex;
        case PathRole: return QString::fromStdString(toUtf8(cell(cellIndex).path));
        case Qt::DisplayRole: return name;
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole: {
            const auto* correction = m_session.correctionOf(cellIndex);
            QString text = name + '\n' + coreText(inference::displayName(classOf(cellIndex)));
            if (correction && correction->kind == dataset::Correction::Kind::Exclude) text += '\n' + tr("Left out: %1").arg(QString::fromStdString(correction->reason));
            if (correction && correction->kind == dataset::Correction::Kind::Relabel)
                text += '\n' + tr("Was %1: %2").arg(coreText(inference::displayName(correction->from)), QString::fromStdString(correction->reason));
            return text;
        }
        default: return {};
    }
}

}  // namespace leukolens::ui
