// Pictures that were found for the open case and have no answer yet, in the order in which they are classified. They are no cells: in no bin, no count and
// no case file before their answer is there.
#pragma once

#include <QAbstractListModel>

#include <vector>

namespace leukolens::ui {

/// GUI thread only.
class WaitingPictures : public QAbstractListModel {
    Q_OBJECT
public:
    enum Role { PathRole = Qt::UserRole + 1 };

    using QAbstractListModel::QAbstractListModel;

    void append(int run, const QStringList& paths);
    /// The run's next ones have been answered, or turned out to be unreadable; more than wait are passed over.
    void take(int run, int count);
    void remove(int run);  ///< none of the run's will be answered
    void clear();

    int rowCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    Qt::ItemFlags flags(const QModelIndex& index) const override;

private:
    struct Waiting {
        int run = 0;
        QString path;
    };
    std::vector<Waiting> m_waiting;  ///< those of a run stand together
};

}  // namespace leukolens::ui
