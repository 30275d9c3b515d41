#include "ui/cases/case_exports.h"

#include <QAction>
#include <QDir>
#include <QMenu>
#include <QRegularExpression>

#include <algorithm>

#include "core/base/files.h"
#include "core/casebook/deidentify.h"
#include "core/report/case_export.h"
#include "core/report/deidentified_report.h"
#include "core/report/fhir_export.h"
#include "core/report/hl7_export.h"
#include "ui/report/report_dialog.h"
#include "ui/shell/app_context.h"
#include "ui/shell/dialogs.h"
#include "ui/shell/theme.h"

namespace leukolens::ui {
namespace {

struct FormatWords {
    QString caption, ending, filter;
};

FormatWords wordsOf(CaseExports::Format format) {
    switch (format) {
        case CaseExports::Format::Csv: return {CaseExports::tr("Export as CSV"), "csv", CaseExports::tr("CSV (*.csv)")};
        case CaseExports::Format::Json: return {CaseExports::tr("Export as JSON"), "json", CaseExports::tr("JSON (*.json)")};
        case CaseExports::Format::Fhir: return {CaseExports::tr("Export as FHIR R4"), "fhir.json", CaseExports::tr("FHIR bundle (*.json)")};
        case CaseExports::Format::Hl7: return {CaseExports::tr("Export as HL7 v2"), "hl7", CaseExports::tr("HL7 message (*.hl7)")};
    }
    return {};
}

Result<void> write(const report::CaseReport& report, CaseExports::Format format, const std::filesystem::path& file) {
    switch (format) {
        case CaseExports::Format::Csv: return report::writeCaseCsv(report, file);
        case CaseExports::Format::Json: return report::writeCaseJson(report, file);
        case CaseExports::Format::Fhir: return report::writeCaseFhir(report, file);
        case CaseExports::Format::Hl7: return report::writeCaseHl7(report, file);
    }
    return fail(ErrorCode::Internal, "no such format");
}

/// For a file's name, whatever a label holds.
QString fileName(const QString& label) {
    static const QRegularExpression kOther(QStringLiteral("[^\\p{L}\\p{N}_-]+"));
    const QString name = QString(label).replace(kOther, QStringLiteral("-")).left(60);
    return name.isEmpty() || name == "-" ? QStringLiteral("case") : name;
}

}  // namespace

CaseExports::CaseExports(AppContext& context, CasesSession& session, QWidget* window) : QObject(window), m_context(context), m_session(session), m_window(window) {}

void CaseExports::fillMenu(QMenu& menu, std::function<casebook::CaseId()> chosen) {
    auto* deidentified = new QAction(tr("De-identified"), &menu);
    deidentified->setObjectName("exportDeidentified");
    deidentified->setCheckable(true);
    deidentified->setToolTip(tr("A code in place of the name or number, days in place of dates, no notes, no names of people"));
    menu.setToolTipsVisible(true);
    const auto add = [&](const char* name, const QString& text, const QString& help, std::function<void(bool)> act) {
        QAction* action = menu.addAction(text);
        action->setObjectName(name);
        action->setToolTip(help);
        connect(action, &QAction::triggered, this, [deidentified, act = std::move(act)] { act(deidentified->isChecked()); });
    };
    const QString ofSession = tr("The chosen session with its cells, facts and signatures");
    add("exportPdf", tr("PDF report…"), tr("Look at the report of the chosen session, save or print it"), [this, chosen](bool hidden) { showReport(chosen(), hidden); });
    add("exportCsv", tr("CSV…"), tr("The chosen session, a row a cell"), [this, chosen](bool hidden) { exportSession(chosen(), Format::Csv, hidden); });
    add("exportJson", tr("JSON…"), ofSession, [this, chosen](bool hidden) { exportSession(chosen(), Format::Json, hidden); });
    add("exportFhir", tr("FHIR R4…"), ofSession, [this, chosen](bool hidden) { exportSession(chosen(), Format::Fhir, hidden); });
    add("exportHl7", tr("HL7 v2.5.1…"), ofSession, [this, chosen](bool hidden) { exportSession(chosen(), Format::Hl7, hidden); });
    menu.addSeparator();
    add("exportCase", tr("Whole case…"), tr("All sessions with their pictures and audit trail; Import opens it on another computer"), [this](bool hidden) { exportCase(hidden); });
    menu.addSeparator();
    menu.addAction(deidentified);
}

void CaseExports::readReport(casebook::CaseId session, bool deidentified, std::function<void(report::CaseReport)> then) {
    if (session == 0) return;
    m_session.writer().read<report::CaseReport>(
        tr("Reading the session"),
        [session, deidentified](casebook::CaseStore& store) -> Result<report::CaseReport> {
            auto read = report::readCaseReport(store, session);
            if (!read || !deidentified) return read;
            return report::deidentified(std::move(*read));
        },
        this,
        [this, then = std::move(then)](Result<report::CaseReport> read) {
            if (!read) return Q_EMIT failed(tr("The session could not be read."), read.error());
            then(std::move(*read));
        });
}

void CaseExports::showReport(casebook::CaseId session, bool deidentified) {
    readReport(session, deidentified, [this](report::CaseReport report) {
        auto* dialog = new ReportDialog(m_context, m_window);
        connect(dialog, &ReportDialog::saved, this, [this](const PdfWritten& written) { Q_EMIT noticed(tr("The report was saved: %1").arg(QString::fromStdString(toUtf8(written.file)))); });
        dialog->open(std::move(report));
    });
}

QString CaseExports::askFile(const QString& caption, const QString& ending, const QString& filter, bool deidentified, casebook::CaseId session) {
    const auto& summary = m_session.opened()->summary;
    QString name = deidentified ? QString::fromStdString(summary.patient.code) : fileName(QString::fromStdString(summary.patient.label));
    const auto found = std::ranges::find(summary.sessions, session, &casebook::CaseSummary::id);
    if (!deidentified && found != summary.sessions.end()) name += '-' + QString::fromStdString(found->taken);
    return dialogs::saveFile(m_window, caption, QDir::home().filePath(name + '.' + ending), filter);
}

void CaseExports::exportSession(casebook::CaseId session, Format format, bool deidentified) {
    if (session == 0 || !m_session.opened()) return;
    const FormatWords words = wordsOf(format);
    const QString file = askFile(words.caption, words.ending, words.filter, deidentified, session);
    if (file.isEmpty()) return;
    m_session.writer().read<void>(
        tr("Exporting"),
        [session, format, deidentified, target = std::filesystem::path(file.toStdString())](casebook::CaseStore& store) -> Result<void> {
            auto read = report::readCaseReport(store, session);
            if (!read) return fail(read.error());
            return write(deidentified ? report::deidentified(std::move(*read)) : *read, format, target);
        },
        this,
        [this, file](const Result<void>& written) {
            if (!written) return Q_EMIT failed(tr("The session was not exported."), written.error());
            Q_EMIT noticed(tr("The session was exported: %1").arg(file));
        });
}

void CaseExports::exportCase(bool deidentified) {
    if (!m_session.opened()) return;
    // Before the dialog, during which an import may end and show another patient.
    const auto patientId = m_session.opened()->summary.patient.id;
    const QString file = askFile(tr("Export the whole case"), QStringLiteral("leukocase"), tr("Whole cases (*.leukocase)"), deidentified, 0);
    if (file.isEmpty()) return;
    m_session.writer().readLong<casebook::WrittenArchive>(
        tr("Exporting the case"),
        [patient = patientId, deidentified, target = std::filesystem::path(file.toStdString())](casebook::CaseStore& store, ProgressSink& progress, const CancelToken& cancel) {
            return casebook::exportCase(store, patient, target, {deidentified}, progress, cancel);
        },
        this,
        [this, file](const Result<casebook::WrittenArchive>& written) {
            if (!written) return Q_EMIT failed(tr("The case was not exported."), written.error());
            QString words = tr("The case was exported: %1. Sessions: %2, cells: %3, pictures: %4.").arg(file).arg(written->sessions).arg(written->cells).arg(written->pictures);
            if (!written->missing.empty()) words += ' ' + tr("%Ln picture(s) could not be read and are not in it, the first: %1", "", static_cast<int>(written->missing.size())).arg(QString::fromStdString(toUtf8(written->missing.front().file)));
            Q_EMIT noticed(words);
        });
}

void CaseExports::importCase() {
    const QString file = dialogs::openFile(m_window, tr("Import a case"), QDir::homePath(), tr("Whole cases (*.leukocase *.zip)"));
    if (!file.isEmpty()) importCase(file);
}

void CaseExports::importCase(const QString& archive) { import(archive, false); }

void CaseExports::import(const QString& file, bool addToExisting) {
    m_session.writer().readLong<casebook::ImportedCase>(
        tr("Importing the case"),
        [archive = std::filesystem::path(file.toStdString()), local = std::filesystem::path(m_context.settings.localCaseFile().toStdString()), addToExisting](casebook::CaseStore& store, ProgressSink& progress, const CancelToken& cancel) {
            return casebook::importCase(store, archive, casebook::KeptPictures::besides(local), {addToExisting}, progress, cancel);
        },
        this,
        [this, file, addToExisting](const Result<casebook::ImportedCase>& read) {
            if (!read && read.error().code == ErrorCode::AlreadyExists && !addToExisting) {
                if (dialogs::confirm(m_window, tr("Add to the patient?"), tr("There is a patient of that name or number already. The sessions can join that patient; what stands there stays as it is."), tr("Add sessions"))) import(file, true);
                return;
            }
            if (!read) return Q_EMIT failed(tr("The case was not imported."), read.error());
            m_session.refresh();
            Q_EMIT imported(read->patient);
            Q_EMIT noticed(tr("The case was imported. Sessions: %1, cells: %2, pictures: %3. Its sessions are open; signatures hold where they were given.").arg(static_cast<int>(read->sessions.size())).arg(read->cells).arg(read->pictures));
        });
}

}  // namespace leukolens::ui
