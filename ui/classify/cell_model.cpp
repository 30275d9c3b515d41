#include "ui/classify/cell_model.h"

#include <QDataStream>
#include <QFileInfo>
#include <QIODevice>
#include <QMimeData>

#include <algorithm>

#include "ui/classify/review_words.h"
#include "ui/shell/class_words.h"

namespace leukolens::ui {

casebook::CaseCell countedPart(const casebook::CaseCell& cell) {
    casebook::CaseCell part;
    part.classes = cell.classes;
    part.predictedClass = cell.predictedClass;
    part.modelName = cell.modelName;
    part.modelSha256 = cell.modelSha256;
    part.setVerdict(cell.verdict());
    return part;
}

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
    m_ranks.clear();
    indexRowsFrom(0);
    countCells();
    endResetModel();
}

void CellModel::append(std::vector<ShownCell> cells) {
    if (cells.empty()) return;
    const int first = static_cast<int>(m_cells.size());
    beginInsertRows({}, first, first + static_cast<int>(cells.size()) - 1);
    std::move(cells.begin(), cells.end(), std::back_inserter(m_cells));
    indexRowsFrom(first);
    countCells();
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
        countCells();
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
        countCells();
        endInsertRows();
        start = end;
    }
}

void CellModel::setVerdicts(const std::vector<std::pair<CellKey, casebook::Verdict>>& verdicts) {
    int first = static_cast<int>(m_cells.size()), last = -1;
    for (const auto& [key, verdict] : verdicts) {
        const int row = rowOf(key);
        if (row < 0) continue;
        m_cells[static_cast<std::size_t>(row)].cell.setVerdict(verdict);
        first = std::min(first, row);
        last = std::max(last, row);
    }
    countCells();
    // One notice for the whole span: a filter looks at 10,000 rows at once faster than at 1,000 rows one by one.
    if (last >= 0) Q_EMIT dataChanged(index(first), index(last));
}

void CellModel::setConcealment(Concealment concealment) {
    if (concealment == m_concealment) return;
    m_concealment = concealment;
    countCells();
    Q_EMIT concealmentChanged();
    if (!m_cells.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

bool CellModel::conceals(const casebook::CaseCell& cell) const {
    return m_concealment == Concealment::Always || (m_concealment == Concealment::UntilReviewed && !cell.reviewed);
}

BinId CellModel::binOf(const casebook::CaseCell& cell) const {
    if (cell.excluded) return BinId::excluded();
    if (m_concealment != Concealment::None && !cell.reviewed) return BinId::undecided();
    return BinId::ofClass(cell.assignedClass);
}

void CellModel::setOrder(const std::vector<CellKey>& keys) {
    m_ranks.clear();
    m_ranks.reserve(static_cast<qsizetype>(keys.size()));
    for (const CellKey key : keys) m_ranks.insert(key, static_cast<int>(m_ranks.size()));
    Q_EMIT orderChanged();
}

int CellModel::rankOf(int row) const {
    const auto found = m_ranks.constFind(m_cells[static_cast<std::size_t>(row)].key);
    return found == m_ranks.constEnd() ? static_cast<int>(m_ranks.size()) + row : *found;
}

int CellModel::unranked() const {
    if (m_ranks.isEmpty()) return 0;
    return static_cast<int>(std::count_if(m_cells.begin(), m_cells.end(), [this](const ShownCell& shown) { return !m_ranks.contains(shown.key); }));
}

void CellModel::countCells() {
    m_excluded = m_identified = 0;
    for (const ShownCell& shown : m_cells) {
        const BinId bin = binOf(shown.cell);
        m_excluded += shown.cell.excluded;
        m_identified += bin.isClass() && !bin.isUnidentified();
    }
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
        case Qt::ToolTipRole: return tipOf(shown.cell);
        default: return {};
    }
}

QString CellModel::tipOf(const casebook::CaseCell& cell) const {
    QStringList lines = {QFileInfo(QString::fromStdString(cell.path)).fileName()};
    if (!conceals(cell)) {
        if (const TopClass top = topClass(cell); top.index >= 0)
            lines << tr("Model: %1, %2").arg(classTitle(cell.classes[static_cast<std::size_t>(top.index)]), percentText(top.probability, 1));
        for (const std::string& flag : cell.flags) lines << flagTitle(flag);
        if (cell.corrected()) lines << tr("Corrected to: %1").arg(classTitle(cell.assignedClass));
    }
    if (cell.excluded) lines << tr("Excluded from all counts");
    if (cell.reviewed) lines << tr("Reviewed");
    if (cell.marked) lines << tr("Marked");
    return lines.join(QLatin1Char('\n'));
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
