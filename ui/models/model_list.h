// The models of the library as rows of a list.
#pragma once

#include <QAbstractListModel>

#include <vector>

#include "core/inference/model_library.h"

namespace leukolens::ui {

class ModelList : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { DetailRole = Qt::UserRole + 1, InUseRole };

    using QAbstractListModel::QAbstractListModel;

    void setModels(std::vector<inference::LibraryModel> models);
    /// The file that classifies now; its row is marked.
    void setFileInUse(const QString& file);

    const inference::LibraryModel* at(int row) const;  ///< null outside the list
    int rowOf(const std::string& sha256) const;        ///< −1: not in the list
    bool isInUse(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;
    /// A new title: shown at once, and asked to be kept by renamed(). An empty one is refused.
    bool setData(const QModelIndex& index, const QVariant& value, int role) override;

Q_SIGNALS:
    void renamed(const QString& sha256, const QString& title);

private:
    std::vector<inference::LibraryModel> m_models;
    QString m_fileInUse;
};

}  // namespace leukolens::ui
