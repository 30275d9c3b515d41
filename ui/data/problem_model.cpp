#include "ui/data/problem_model.h"

#include "core/base/files.h"
#include "ui/shell/core_texts.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {

void ProblemModel::show(const dataset::Dataset& dataset) {
    beginResetModel();
    m_root = dataset.root;
    m_problems = dataset.problems;
    endResetModel();
}

int ProblemModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_problems.size());
}

int ProblemModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant ProblemModel::data(const QModelIndex& index, int role) const {
    const dataset::Problem& problem = m_problems[static_cast<std::size_t>(index.row())];
    if (role == Qt::DecorationRole && index.column() == Kind) return Theme::icon("warning", Theme::warning());
    if (role != Qt::DisplayRole && role != Qt::ToolTipRole) return {};
    switch (index.column()) {
        case Kind: return problemKind(problem.code);
        case File: {
            const auto shown = role == Qt::ToolTipRole ? problem.path : problem.path.lexically_relative(m_root);
            return QString::fromStdString(toUtf8(shown.empty() || shown == "." ? problem.path : shown));
        }
        case Words: return coreSentences(problem.message);
        default: return {};
    }
}

QVariant ProblemModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return int(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Kind: return tr("Problem");
        case File: return tr("File");
        case Words: return tr("What was found");
        default: return {};
    }
}

}  // namespace leukolens::ui
