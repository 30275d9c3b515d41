#include "ui/models/model_list.h"

#include "core/base/files.h"
#include "ui/models/model_words.h"
#include "ui/shell/dates.h"

namespace leukolens::ui {

void ModelList::setModels(std::vector<inference::LibraryModel> models) {
    beginResetModel();
    m_models = std::move(models);
    endResetModel();
}

void ModelList::setFileInUse(const QString& file) {
    if (file == m_fileInUse) return;
    m_fileInUse = file;
    if (!m_models.empty()) Q_EMIT dataChanged(index(0), index(rowCount() - 1));
}

const inference::LibraryModel* ModelList::at(int row) const {
    return row >= 0 && row < rowCount() ? &m_models[static_cast<std::size_t>(row)] : nullptr;
}

int ModelList::rowOf(const std::string& sha256) const {
    for (int row = 0; row < rowCount(); ++row)
        if (at(row)->sha256 == sha256) return row;
    return -1;
}

bool ModelList::isInUse(int row) const {
    const inference::LibraryModel* model = at(row);
    return model && QString::fromStdString(toUtf8(model->file)) == m_fileInUse;
}

int ModelList::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_models.size());
}

QVariant ModelList::data(const QModelIndex& index, int role) const {
    const inference::LibraryModel* model = at(index.row());
    if (!model) return {};
    const QString title = QString::fromStdString(model->title);
    QStringList detail{kindText(model->card), isoDateText(model->added)};
    detail.removeAll(QString());
    switch (role) {
        case Qt::DisplayRole:
        case Qt::EditRole: return title;
        case DetailRole: return detail.join(QStringLiteral(" · "));
        case InUseRole: return isInUse(index.row());
        case Qt::ToolTipRole: return title + '\n' + detail.join(QStringLiteral(" · "));
        case Qt::AccessibleTextRole:
            return QStringList{title, detail.join(QStringLiteral(", ")), isInUse(index.row()) ? tr("in use") : QString()}
                .join(QStringLiteral(", "));
        default: return {};
    }
}

Qt::ItemFlags ModelList::flags(const QModelIndex& index) const {
    return QAbstractListModel::flags(index) | Qt::ItemIsEditable;
}

bool ModelList::setData(const QModelIndex& index, const QVariant& value, int role) {
    const QString title = value.toString().simplified();
    if (role != Qt::EditRole || !at(index.row()) || title.isEmpty()) return false;
    inference::LibraryModel& model = m_models[static_cast<std::size_t>(index.row())];
    if (model.title == title.toStdString()) return true;
    model.title = title.toStdString();
    Q_EMIT dataChanged(index, index);
    Q_EMIT renamed(QString::fromStdString(model.sha256), title);
    return true;
}

}  // namespace leukolens::ui
