#include "ui/classify/cell_model.h"

#include <QDataStream>
#include <QFileInfo>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

#include "ui/shell/class_words.h"

namespace leukolens::ui {

TopClass topClass(const casebook::CaseCell& cell) {
    const std::size_t known = std::min(cell.classes.size(), cell.probabilities.size());
    if (known == 0) return {};
    const auto begin = cell.probabilities.begin();
    const auto best = std::max_element(begin, begin + static_cast<std::ptrdiff_t>(known));
    return {static_cast<int>(best - begin), *best};
}

CellModel::CellModel(QObject* parent) : QAbstractListModel(parent) {}

void CellModel::reset(std::vector<ShownCell> cells) {
    beginResetModel();
    m_cells = std::move(cells);
    m_rows.clear();
    indexRowsFrom(0);
    endResetModel();
}

void CellModel::append(std::vector<ShownCell> cells) {
    if (cells.empty()) return;
    const int first = static_cast<int>(m_cells.size());
    beginInsertRows({}, first, first + static_cast<int>(cells.size()) - 1);
    std::move(cells.begin(), cells.end(), std::back_inserter(m_cells));
    indexRowsFrom(first);
    endInsertRows();
}

std::vector<PlacedCell> CellModel::take(const std::vector<CellKey>& keys) {
    std::vector<int> rows;
    for (const CellKey key : keys)
        if (const int row = rowOf(key); row >= 0) rows.push_back(row);
    std::sort(rows.begin(), rows.end());
    rows.erase(std::unique(rows.begin(), rows.end()), rows.end());

    std::vector<PlacedCell> taken;
    taken.reserve(rows.size());
    for (const int row : rows) taken.push_back({row, m_cells[static_cast<std::size_t>(row)]});

    for (std::size_t end = rows.size(); end > 0;) {  // runs of neighbouring rows, last first: earlier rows stay valid
        std::size_t start = end - 1;
        while (start > 0 && rows[start - 1] == rows[start] - 1) --start;
        const int first = rows[start], last = rows[end - 1];
        beginRemoveRows({}, first, last);
        for (int row = first; row <= last; ++row) m_rows.remove(m_cells[static_cast<std::size_t>(row)].key);
        m_cells.erase(m_cells.begin() + first, m_cells.begin() + last + 1);
        indexRowsFrom(first);
        endRemoveRows();
        end = start;
    }
    return taken;
}

void CellModel::putBack(const std::vector<PlacedCell>& cells) {
    for (std::size_t start = 0; start < cells.size();) {
        std::size_t end = start + 1;
        while (end < cells.size() && cells[end].row == cells[end - 1].row + 1) ++end;
        const int first = std::min(cells[start].row, static_cast<int>(m_cells.size()));
        beginInsertRows({}, first, first + static_cast<int>(end - start) - 1);
        std::vector<ShownCell> run;
        for (std::size_t i = start; i < end; ++i) run.push_back(cells[i].shown);
        m_cells.insert(m_cells.begin() + first, run.begin(), run.end());
        indexRowsFrom(first);
        endInsertRows();
        start = end;
    }
}

void CellModel::assign(const std::vector<std::pair<CellKey, std::string>>& classes) {
    int first = static_cast<int>(m_cells.size()), last = -1;
    for (const auto& [key, className] : classes) {
        const int row = rowOf(key);
        if (row < 0) continue;
        m_cells[static_cast<std::size_t>(row)].cell.assignedClass = className;
        first = std::min(first, row);
        last = std::max(last, row);
    }
    // One notice for the whole span: a filter looks at 10,000 rows at once faster than at 1,000 rows one by one.
    if (last >= 0) Q_EMIT dataChanged(index(first), index(last));
}

const casebook::CaseCell* CellModel::find(CellKey key) const {
    const int row = rowOf(key);
    return row < 0 ? nullptr : &cellAt(row);
}

int CellModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_cells.size());
}

QVariant CellModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const ShownCell& shown = m_cells[static_cast<std::size_t>(index.row())];
    const QString path = QString::fromStdString(shown.cell.path);
    switch (role) {
        case KeyRole: return shown.key;
        case PathRole: return path;
        case Qt::DisplayRole: return QFileInfo(path).fileName();
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole: {
            QString text = QFileInfo(path).fileName();
            const TopClass top = topClass(shown.cell);
            if (top.index >= 0) {
                const QString name = classTitle(shown.cell.classes[static_cast<std::size_t>(top.index)]);
                text += QLatin1Char('\n') + tr("Model: %1, %2").arg(name, percentText(top.probability, 1));
            }
            if (shown.cell.corrected())
                text += QLatin1Char('\n') + tr("Corrected to: %1").arg(classTitle(shown.cell.assignedClass));
            return text;
        }
        default: return {};
    }
}

Qt::ItemFlags CellModel::flags(const QModelIndex& index) const {
    if (!index.isValid()) return Qt::NoItemFlags;
    return Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsDragEnabled | Qt::ItemNeverHasChildren;
}

QStringList CellModel::mimeTypes() const {
    return {QLatin1String(kMimeType)};
}

QMimeData* CellModel::mimeData(const QModelIndexList& indexes) const {
    QByteArray bytes;
    QDataStream out(&bytes, QIODevice::WriteOnly);
    for (const QModelIndex& index : indexes) out << static_cast<qint32>(m_cells[static_cast<std::size_t>(index.row())].key);
    auto* data = new QMimeData;
    data->setData(QLatin1String(kMimeType), bytes);
    return data;
}

std::vector<CellKey> CellModel::keysOf(const QMimeData* data) {
    std::vector<CellKey> keys;
    if (!data || !data->hasFormat(QLatin1String(kMimeType))) return keys;
    QDataStream in(data->data(QLatin1String(kMimeType)));
    for (qint32 key = 0; !in.atEnd();) {
        in >> key;
        if (in.status() != QDataStream::Ok) return {};
        keys.push_back(key);
    }
    return keys;
}

void CellModel::indexRowsFrom(int first) {
    for (std::size_t row = static_cast<std::size_t>(first); row < m_cells.size(); ++row)
        m_rows.insert(m_cells[row].key, static_cast<int>(row));
}

}  // namespace leukolens::ui
