// Asks which columns of a table name the picture, its class and its subject, beside the table's first rows.
#pragma once

#include <QDialog>

#include "core/dataset/table_columns.h"

class QComboBox;
class QLabel;
class QPushButton;
class QTableWidget;

namespace leukolens::ui {

/// Opens no file: it shows what previewTable() found. Answers by accepted() or rejected().
class ColumnDialog : public QDialog {
    Q_OBJECT
public:
    /// `start`: what is chosen at first, names of the preview's columns; those that it has not are to be chosen. `reason`:
    /// why this is asked, where something went wrong; may be empty.
    ColumnDialog(const QString& table, dataset::TablePreview preview, const dataset::TableColumns& start,
                 const QString& reason, QWidget* parent = nullptr);

    /// All three are said, so that nothing is told by names any more. Complete once accepted.
    dataset::TableColumns columns() const;

private:
    QWidget* createChoices();
    QTableWidget* createRows();
    void fill(QComboBox* box, const QString& first, const std::string& chosen);
    void refresh();
    QString problem() const;  ///< why this cannot be read; empty: it can
    QString warning() const;  ///< what to know although it can
    QString roleOf(int column) const;
    bool isPersonal(int column) const;
    bool isChosen(int column) const;

    dataset::TablePreview m_preview;
    QComboBox* m_path = nullptr;
    QComboBox* m_label = nullptr;
    QComboBox* m_subject = nullptr;
    QTableWidget* m_rows = nullptr;
    QLabel* m_state = nullptr;
    QPushButton* m_open = nullptr;
};

}  // namespace leukolens::ui
