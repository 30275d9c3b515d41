// A table of texts that were made elsewhere; sorts by keys. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <QIcon>
#include <QVariant>

#include <vector>

namespace leukolens::ui {

struct TextCell {
    QString text;
    QVariant key = {};    ///< to sort by; the text where it is empty
    bool muted = false;
    bool strong = false;
    QString toolTip = {};
    QIcon icon = {};
};
TextCell textCell(const QString& text);
TextCell numberCell(double value, int digits);  ///< "–" for no number, which sorts last

class TextTable : public QAbstractTableModel {
    Q_OBJECT
public:
    using QAbstractTableModel::QAbstractTableModel;

    /// Columns of words are set left, the others right. toolTips: one a header, or none.
    void set(QStringList headers, std::vector<std::vector<TextCell>> rows, QStringList toolTips = {}, QList<int> columnsOfWords = {0});

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    Qt::Alignment alignment(int column) const { return (m_columnsOfWords.contains(column) ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter; }

    QList<int> m_columnsOfWords;
    QStringList m_headers, m_toolTips;
    std::vector<std::vector<TextCell>> m_rows;
};

}  // namespace leukolens::ui
