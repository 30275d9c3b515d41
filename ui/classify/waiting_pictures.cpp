#include "ui/classify/waiting_pictures.h"

#include <QFileInfo>

#include <algorithm>

namespace leukolens::ui {

void WaitingPictures::append(int run, const QStringList& paths) {
    if (paths.isEmpty()) return;
    beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(paths.size()) - 1);
    for (const QString& path : paths) m_waiting.push_back({run, path});
    endInsertRows();
}

void WaitingPictures::take(int run, int count) {
    const auto first = std::ranges::find(m_waiting, run, &Waiting::run);
    const auto end = std::find_if(first, m_waiting.end(), [&](const Waiting& waiting) { return waiting.run != run; });
    const auto taken = std::min<std::ptrdiff_t>(count, end - first);
    if (taken <= 0) return;
    const int row = static_cast<int>(first - m_waiting.begin());
    beginRemoveRows({}, row, row + static_cast<int>(taken) - 1);
    m_waiting.erase(first, first + taken);
    endRemoveRows();
}

void WaitingPictures::remove(int run) {
    take(run, rowCount());
}

void WaitingPictures::clear() {
    if (m_waiting.empty()) return;
    beginResetModel();
    m_waiting.clear();
    endResetModel();
}

int WaitingPictures::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_waiting.size());
}

QVariant WaitingPictures::data(const QModelIndex& index, int role) const {
    if (!index.isValid() || index.row() >= rowCount()) return {};
    const QString& path = m_waiting[static_cast<std::size_t>(index.row())].path;
    switch (role) {
        case PathRole: return path;
        case Qt::DisplayRole: return QFileInfo(path).fileName();
        case Qt::AccessibleTextRole:
        case Qt::ToolTipRole: return tr("%1\nWaiting for the answer").arg(QFileInfo(path).fileName());
        default: return {};
    }
}

Qt::ItemFlags WaitingPictures::flags(const QModelIndex& index) const {
    // Not selectable: what has no answer cannot be decided, moved or removed.
    return index.isValid() ? Qt::ItemIsEnabled | Qt::ItemNeverHasChildren : Qt::NoItemFlags;
}

}  // namespace leukolens::ui
