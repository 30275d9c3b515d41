// Subjects as a table: subject, class, cells, the fold that tests it, and a column for each fact that is known of anybody.
#pragma once

#include <QAbstractTableModel>

#include <optional>

#include "core/dataset/dataset.h"
#include "ui/data/split_plan.h"

namespace leukolens::ui {

class SubjectModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Subject, Class, Cells, TestFold, FirstFact };
    using QAbstractTableModel::QAbstractTableModel;

    /// Nothing: no split could be made; the test fold stays empty.
    void show(const dataset::Dataset& dataset, const std::optional<SplitPlan>& plan);

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        QString subject, className;
        int classIndex = 0, cells = 0;
        QString rawClass, testFolds;
        dataset::SubjectFacts facts;
    };
    QVariant factData(const Row& row, const std::string& fact, int role) const;

    std::vector<Row> m_rows;
    std::vector<std::string> m_facts;  ///< shown, from FirstFact on
};

}  // namespace leukolens::ui
