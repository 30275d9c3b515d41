// The work of Cases without its widgets: patients read from the store, the one that is chosen, and changes of it.
#pragma once

#include <QObject>
#include <QTimer>

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/casebook/patients.h"
#include "ui/cases/patient_model.h"
#include "ui/classify/case_writer.h"

namespace leukolens::ui {

/// All that is shown of the chosen patient.
struct OpenedPatient {
    casebook::PatientSummary summary;
    std::vector<casebook::PatientFact> facts;
};

/// GUI thread only; the store is read and changed on the context's file worker, by the connection that Classify saves with.
class CasesSession : public QObject {
    Q_OBJECT
public:
    explicit CasesSession(CaseWriter& writer, QObject* parent = nullptr);

    void refresh();  ///< list and chosen patient; what Classify saved is read anew without being asked while setShown(true)
    void setShown(bool shown);
    void choose(casebook::PatientId id);  ///< 0: none

    bool hasList() const { return m_patients != nullptr; }
    const PatientListPointer& patients() const { return m_patients; }  ///< null before the first reading
    const std::string& blastClass() const { return m_blastClass; }     ///< of all sessions; empty: none means blast
    const std::optional<OpenedPatient>& opened() const { return m_opened; }
    CaseWriter& writer() { return m_writer; }

    /// A change of the store with an answer. `done` is not called when `receiver` is gone; list and patient are read anew before it, where it succeeded.
    template <class R>
    void change(const QString& jobName, std::function<Result<R>(casebook::CaseStore&)> work, QObject* receiver, std::function<void(Result<R>)> done) {
        m_writer.read<R>(jobName, std::move(work), receiver, [this, done = std::move(done)](Result<R> result) {
            if (result) refresh();
            done(std::move(result));
        });
    }

Q_SIGNALS:
    void patientsChanged();
    void commitRequested();  ///< the window closes: what is being typed is saved now
    void openedChanged();    ///< another patient, or the same one read anew
    void failed(const QString& summary, const leukolens::Error& error);

private:
    void readList();
    void readOpened();

    CaseWriter& m_writer;
    PatientListPointer m_patients;
    std::string m_blastClass;
    casebook::PatientId m_chosen = 0;
    std::optional<OpenedPatient> m_opened;
    int m_listNumber = 0, m_openedNumber = 0;  ///< answers to earlier readings are passed over
    bool m_shown = false, m_stale = true;
    QTimer m_refreshTimer;
};

}  // namespace leukolens::ui
