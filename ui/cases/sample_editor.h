// Date, material and comment of one session, saved as they are changed.
#pragma once

#include <QWidget>

#include <map>
#include <optional>

#include "ui/cases/cases_session.h"

class QComboBox;
class QDateEdit;
class QLineEdit;

namespace leukolens::ui {

class ConflictStrip;

/// GUI thread.
class SampleEditor : public QWidget {
    Q_OBJECT
public:
    explicit SampleEditor(CasesSession& session, QWidget* parent = nullptr);

    /// What a person is typing in the same session stays.
    void setSample(const casebook::CaseSummary& sample);
    void clear();

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);

private:
    void fill(const casebook::CaseSummary& sample);  ///< as it stands in the store
    void showFields(const casebook::CaseSummary& sample);  ///< in the fields alone
    void keepDraft();
    casebook::CaseSummary typed() const;
    void commit();
    void write(const casebook::CaseSummary& wanted, casebook::RowVersion seen);
    void askConflict(const casebook::CaseSummary& mine, const casebook::CaseSummary& theirs);

    CasesSession& m_session;
    casebook::CaseSummary m_shown;
    bool m_filling = false, m_saving = false;
    std::map<casebook::CaseId, casebook::CaseSummary> m_drafts;  ///< changed and not saved, of sessions that are not shown: they come back with them
    std::optional<casebook::CaseSummary> m_refused;              ///< of the shown session; not tried again before it is changed
    QDateEdit* m_taken = nullptr;
    QComboBox* m_material = nullptr;
    QLineEdit* m_comment = nullptr;
    ConflictStrip* m_conflict = nullptr;
};

}  // namespace leukolens::ui
