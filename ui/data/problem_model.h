// What is wrong with files of a dataset, as a table: kind, file, words.
#pragma once

#include <QAbstractTableModel>

#include "core/dataset/dataset.h"

namespace leukolens::ui {

class ProblemModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Kind, File, Words, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void show(const dataset::Dataset& dataset);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    std::filesystem::path m_root;
    std::vector<dataset::Problem> m_problems;
};

}  // namespace leukolens::ui
