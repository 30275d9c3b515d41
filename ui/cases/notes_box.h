// Notes on the chosen patient, saved while they are typed.
#pragma once

#include <QTimer>
#include <QWidget>

#include <map>
#include <optional>
#include <string>

#include "ui/cases/cases_session.h"

class QLabel;
class QPlainTextEdit;

namespace leukolens::ui {

class ConflictStrip;

/// GUI thread.
class NotesBox : public QWidget {
    Q_OBJECT
public:
    explicit NotesBox(CasesSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showPatient();
    void follow();
    void fill(const casebook::Patient& patient);
    void keepDraft();
    void commit();
    void commitLast();
    void write(casebook::PatientId id, const std::string& notes, casebook::RowVersion seen);
    struct Written {
        casebook::Patient stands;
        std::optional<Error> conflict = std::nullopt;
    };
    void takeAnswer(const Written& written, const std::string& notes);
    void askConflict(const casebook::Patient& theirs);
    std::string typed() const;

    CasesSession& m_session;
    casebook::Patient m_shown;
    bool m_filling = false, m_saving = false;
    struct Draft {
        std::string notes, seen;  ///< as typed; what stood in the store then
    };
    std::map<casebook::PatientId, Draft> m_drafts;        ///< typed and not saved, of patients that are not shown: they come back with them
    std::optional<casebook::Patient> m_theirs;            ///< changed by somebody else while other notes were typed: nothing is saved before a person has chosen
    bool m_leaving = false, m_told = false;               ///< the window is being closed; it stayed once for the notes that stand there
    std::optional<std::string> m_refused;                 ///< of the shown patient; not tried again before it is changed
    QTimer m_timer;
    QPlainTextEdit* m_text = nullptr;
    QLabel* m_state = nullptr;
    ConflictStrip* m_conflict = nullptr;
};

}  // namespace leukolens::ui
