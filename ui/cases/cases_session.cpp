#include "ui/cases/cases_session.h"

#include "ui/cases/case_words.h"

namespace leukolens::ui {
namespace {

/// Classify saves cell by cell: the list follows once it rests.
constexpr int kRefreshDelayMs = 400;

}  // namespace

CasesSession::CasesSession(CaseWriter& writer, QObject* parent) : QObject(parent), m_writer(writer) {
    m_refreshTimer.setInterval(kRefreshDelayMs);
    m_refreshTimer.setSingleShot(true);
    connect(&m_refreshTimer, &QTimer::timeout, this, &CasesSession::refresh);
    connect(&writer, &CaseWriter::saved, this, [this] {
        m_stale = true;
        if (m_shown) m_refreshTimer.start();
    });
    connect(&writer, &CaseWriter::opened, this, [this] {
        m_stale = true;
        if (m_shown) refresh();
    });
}

void CasesSession::setShown(bool shown) {
    m_shown = shown;
    if (shown && m_stale) refresh();
}

void CasesSession::refresh() {
    if (m_writer.refused()) return m_writer.askAgain();
    m_stale = false;
    readList();
    readOpened();
}

void CasesSession::choose(casebook::PatientId id) {
    if (id == m_chosen) return;
    m_chosen = id;
    if (m_opened) {
        m_opened.reset();
        Q_EMIT openedChanged();
    }
    readOpened();
}

void CasesSession::readList() {
    struct Known {
        PatientListPointer patients;
        std::string blastClass;
    };
    m_writer.read<Known>(
        tr("Reading the list of patients"),
        [](casebook::CaseStore& store) -> Result<Known> {
            auto all = casebook::Patients(store).list();
            if (!all) return fail(all.error());
            const std::string blastClass = blastClassOf(*all);
            return Known{std::make_shared<const std::vector<casebook::PatientSummary>>(std::move(*all)), blastClass};
        },
        this,
        [this, number = ++m_listNumber](Result<Known> known) {
            if (number != m_listNumber) return;
            if (!known) {
                m_stale = true;
                if (m_writer.refused()) return;  // that is asked for, and said in place of the list
                return Q_EMIT failed(tr("The list of patients could not be read."), known.error());
            }
            m_patients = std::move(known->patients);
            m_blastClass = known->blastClass;
            Q_EMIT patientsChanged();
        });
}

void CasesSession::readOpened() {
    ++m_openedNumber;
    if (m_chosen == 0) return;
    m_writer.read<OpenedPatient>(
        tr("Opening the patient"),
        [id = m_chosen](casebook::CaseStore& store) -> Result<OpenedPatient> {
            casebook::Patients patients(store);
            auto summary = patients.find(id);
            if (!summary) return fail(summary.error());
            auto facts = patients.facts(id);
            if (!facts) return fail(facts.error());
            return OpenedPatient{std::move(*summary), std::move(*facts)};
        },
        this,
        [this, number = m_openedNumber](Result<OpenedPatient> read) {
            if (number != m_openedNumber) return;
            // Moved into another patient by somebody else: the list that is read beside it chooses anew.
            if (!read && read.error().code == ErrorCode::NotFound) return;
            if (!read) return Q_EMIT failed(tr("The patient could not be opened."), read.error());
            m_opened = std::move(*read);
            Q_EMIT openedChanged();
        });
}

}  // namespace leukolens::ui
