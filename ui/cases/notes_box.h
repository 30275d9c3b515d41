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
    void fill(const casebook::Patient& patient);
    void keepDraft();
    void commit();
    void write(casebook::PatientId id, const std::string& notes, casebook::RowVersion seen);
    struct Written {
        casebook::Patient stands;
        std::optional<Error> conflict = std::nullopt;
    };
    void takeAnswer(const Written& written, const std::string& notes);
    std::string typed() const;

    CasesSession& m_session;
    casebook::Patient m_shown;
    bool m_filling = false, m_saving = false;
    std::map<casebook::PatientId, std::string> m_drafts;  ///< typed and not saved, of patients that are not shown: they come back with them
    std::optional<std::string> m_refused;                 ///< of the shown patient; not tried again before it is changed
    QTimer m_timer;
    QPlainTextEdit* m_text = nullptr;
    QLabel* m_state = nullptr;
    ConflictStrip* m_conflict = nullptr;
};

}  // namespace leukolens::ui
