// The table of folds, filling as folds finish: one row a fold, then their mean.
#pragma once

#include <QAbstractTableModel>

#include <optional>

#include "core/experiment/run.h"

namespace leukolens::ui {

class FoldModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Fold, BestEpoch, Epochs, StoppedEarly, TrainAccuracy, TrainLoss, TestAccuracy, TestLoss, ColumnCount };
    using QAbstractTableModel::QAbstractTableModel;

    void start(int folds, int epochs);
    void addEpoch(const experiment::EpochRecord& record);
    void addFold(const experiment::FoldRecord& record);
    /// No more comes: rows that did not finish say so.
    void end();

    bool isFinished(int row) const;  ///< a fold with figures; the mean row counts as finished
    std::vector<experiment::FoldRecord> finished() const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Row {
        int lastEpoch = 0;
        int bestEpoch = 0;  ///< so far; 0: none
        double bestAccuracy = 0;
        std::optional<experiment::FoldRecord> record;
    };
    bool isMean(int row) const { return row == static_cast<int>(m_rows.size()); }
    std::optional<experiment::FoldRecord> mean() const;
    QString stateText(int row) const;
    QString bestText(const Row& fold) const;
    QVariant figure(const experiment::FoldRecord& record, int column, bool isMeanRow) const;

    std::vector<Row> m_rows;
    int m_epochs = 0;
    bool m_ended = true;
};

}  // namespace leukolens::ui
