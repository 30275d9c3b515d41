// Patients as a table, and which of them a search finds. GUI thread only.
#pragma once

#include <QAbstractTableModel>
#include <QSortFilterProxyModel>

#include <memory>
#include <vector>

#include "core/casebook/patients.h"

namespace leukolens::ui {

using PatientListPointer = std::shared_ptr<const std::vector<casebook::PatientSummary>>;

class PatientModel : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Name, Sessions, LastDate, Cells, Blasts, State, ColumnCount };
    static constexpr int IdRole = Qt::UserRole + 1;

    explicit PatientModel(QObject* parent = nullptr);

    /// `blastClass`: of which the share is shown, of each patient's last session that has one.
    void set(PatientListPointer patients, const std::string& blastClass);
    const casebook::PatientSummary& patient(int row) const { return (*m_patients)[static_cast<std::size_t>(row)]; }
    /// What casebook::matches() looks into, as the window writes it: states, classes, materials and dates in the person's language. In small letters.
    const QString& localText(int row) const;

    int rowCount(const QModelIndex& parent = {}) const override;
    int columnCount(const QModelIndex& parent = {}) const override;
    QVariant data(const QModelIndex& index, int role) const override;
    QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    QVariant text(const casebook::PatientSummary& patient, int column) const;
    QVariant key(const casebook::PatientSummary& patient, int column) const;

    PatientListPointer m_patients;
    std::string m_blastClass;
    mutable std::vector<QString> m_localTexts;  ///< null: not made yet
};

class PatientFilter : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit PatientFilter(PatientModel& patients, QObject* parent = nullptr);
    void setSearch(const QString& words);

protected:
    bool filterAcceptsRow(int row, const QModelIndex& parent) const override;

private:
    PatientModel& m_patients;
    QStringList m_words;
};

}  // namespace leukolens::ui
