// A table of texts that were made elsewhere; sorts by keys. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <QVariant>

#include <vector>

namespace leukolens::ui {

struct TextCell {
    QString text;
    QVariant key = {};    ///< to sort by; the text where it is empty
    bool muted = false;
    bool strong = false;
    QString toolTip = {};
};
TextCell textCell(const QString& text);
TextCell numberCell(double value, int digits);  ///< "–" for no number, which sorts last

class TextTable : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// The first column is set left, the others right. toolTips: one a header, or none.
    void set(QStringList headers, std::vector<std::vector<TextCell>> rows, QStringList toolTips = {});

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QStringList m_headers, m_toolTips;
    std::vector<std::vector<TextCell>> m_rows;
};

}  // namespace leukolens::ui
