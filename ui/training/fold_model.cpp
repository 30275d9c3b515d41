#include "ui/training/fold_model.h"

#include <QLocale>

#include <algorithm>

#include "ui/shell/theme.h"
#include "ui/widgets/fold_mark.h"

namespace leukolens::ui {

void FoldModel::start(int folds, int epochs) {
    beginResetModel();
    m_rows.assign(static_cast<std::size_t>(folds), {});
    m_epochs = epochs;
    m_ended = false;
    endResetModel();
}

void FoldModel::addEpoch(const experiment::EpochRecord& record) {
    if (record.fold < 1 || record.fold > static_cast<int>(m_rows.size())) return;
    Row& row = m_rows[static_cast<std::size_t>(record.fold - 1)];
    row.lastEpoch = record.epoch;
    if (record.best) {
        row.bestEpoch = record.epoch;
        row.bestAccuracy = record.validationAccuracy;
    }
    Q_EMIT dataChanged(index(record.fold - 1, 0), index(record.fold - 1, ColumnCount - 1));
}

void FoldModel::addFold(const experiment::FoldRecord& record) {
    if (record.fold < 1 || record.fold > static_cast<int>(m_rows.size())) return;
    const bool firstOne = !mean();
    if (firstOne) beginInsertRows({}, static_cast<int>(m_rows.size()), static_cast<int>(m_rows.size()));
    m_rows[static_cast<std::size_t>(record.fold - 1)].record = record;
    if (firstOne) endInsertRows();
    Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

void FoldModel::end() {
    m_ended = true;
    if (!m_rows.empty()) Q_EMIT dataChanged(index(0, 0), index(rowCount() - 1, ColumnCount - 1));
}

bool FoldModel::isFinished(int row) const {
    return isMean(row) || m_rows[static_cast<std::size_t>(row)].record.has_value();
}

std::vector<experiment::FoldRecord> FoldModel::finished() const {
    std::vector<experiment::FoldRecord> records;
    for (const Row& row : m_rows) {
        if (row.record) records.push_back(*row.record);
    }
    return records;
}

std::optional<experiment::FoldRecord> FoldModel::mean() const {
    const std::vector<experiment::FoldRecord> records = finished();
    if (records.empty()) return std::nullopt;
    experiment::FoldRecord sum;
    for (const experiment::FoldRecord& record : records) {
        sum.trainAccuracy += record.trainAccuracy;
        sum.trainLoss += record.trainLoss;
        sum.testAccuracy += record.testAccuracy;
        sum.testLoss += record.testLoss;
    }
    const auto count = static_cast<double>(records.size());
    sum.trainAccuracy /= count;
    sum.trainLoss /= count;
    sum.testAccuracy /= count;
    sum.testLoss /= count;
    return sum;
}

int FoldModel::rowCount(const QModelIndex& parent) const {
    if (parent.isValid()) return 0;
    return static_cast<int>(m_rows.size()) + (mean() ? 1 : 0);
}

int FoldModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : ColumnCount;
}

QString FoldModel::bestText(const Row& fold) const {
    if (fold.bestEpoch == 0) return {};
    return tr(" · best so far: validation %1 in epoch %2").arg(QLocale().toString(fold.bestAccuracy * 100, 'f', 1) + QString::fromUtf8("\u00a0%")).arg(fold.bestEpoch);
}

QString FoldModel::stateText(int row) const {
    const Row& fold = m_rows[static_cast<std::size_t>(row)];
    if (m_ended) return fold.lastEpoch > 0 ? tr("stopped in epoch %1").arg(fold.lastEpoch + 1) + bestText(fold) : tr("not run");
    const bool isNext = std::all_of(m_rows.begin(), m_rows.begin() + row, [](const Row& earlier) { return earlier.record.has_value(); });
    if (!isNext) return fold.lastEpoch > 0 ? tr("waiting after epoch %1").arg(fold.lastEpoch) + bestText(fold) : tr("waiting");
    if (fold.lastEpoch == m_epochs) return tr("running: testing the best epoch") + bestText(fold);
    return tr("running: epoch %1 of %2").arg(fold.lastEpoch + 1).arg(m_epochs) + bestText(fold);
}

QVariant FoldModel::figure(const experiment::FoldRecord& record, int column, bool isMeanRow) const {
    const QLocale locale;
    auto percent = [&](double value) { return locale.toString(value * 100, 'f', 1) + QString::fromUtf8("\u00a0%"); };
    switch (column) {
        case BestEpoch: return isMeanRow ? QVariant() : locale.toString(record.bestEpoch);
        case Epochs: return isMeanRow ? QVariant() : locale.toString(record.epochs);
        case StoppedEarly: return isMeanRow ? QVariant() : record.stoppedEarly ? tr("yes") : tr("no");
        case TrainAccuracy: return percent(record.trainAccuracy);
        case TrainLoss: return locale.toString(record.trainLoss, 'f', 3);
        case TestAccuracy: return percent(record.testAccuracy);
        case TestLoss: return locale.toString(record.testLoss, 'f', 3);
        default: return {};
    }
}

QVariant FoldModel::data(const QModelIndex& index, int role) const {
    const int row = index.row(), column = index.column();
    const bool meanRow = isMean(row);
    const bool done = isFinished(row);
    if (role == Qt::TextAlignmentRole)
        return int((column == Fold || !done ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::FontRole && meanRow) return Theme::font(1.0, QFont::DemiBold);
    if (role == Qt::ForegroundRole && !done && column != Fold) return Theme::mutedText();
    if (role == Qt::DecorationRole && column == Fold && !meanRow) return foldPixmap(row + 1, 16);
    if (role != Qt::DisplayRole) return {};
    if (column == Fold) return meanRow ? tr("Mean") : tr("Fold %1").arg(row + 1);
    if (meanRow) return figure(*mean(), column, true);
    if (!done) return column == BestEpoch ? QVariant(stateText(row)) : QVariant();
    return figure(*m_rows[static_cast<std::size_t>(row)].record, column, false);
}

QVariant FoldModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal) return {};
    if (role == Qt::TextAlignmentRole) return int((section == Fold ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
    if (role == Qt::ToolTipRole && (section == TrainAccuracy || section == TrainLoss))
        return tr("Of the best epoch's weights, on the training cells, without augmentation");
    if (role == Qt::ToolTipRole && (section == TestAccuracy || section == TestLoss))
        return tr("Of the best epoch's weights, on cells the training never saw");
    if (role != Qt::DisplayRole) return {};
    switch (section) {
        case Fold: return tr("Fold");
        case BestEpoch: return tr("Best epoch");
        case Epochs: return tr("Epochs");
        case StoppedEarly: return tr("Early stop");
        case TrainAccuracy: return tr("Train acc.");
        case TrainLoss: return tr("Train loss");
        case TestAccuracy: return tr("Test acc.");
        case TestLoss: return tr("Test loss");
        default: return {};
    }
}

}  // namespace leukolens::ui
