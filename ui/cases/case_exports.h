// What leaves the laboratory: the report, a session for other systems, a whole case; and cases that come in. Without widgets but its dialogs.
#pragma once

#include <QObject>

#include <functional>

#include "core/casebook/case_archive.h"
#include "core/report/case_report.h"
#include "ui/cases/cases_session.h"

class QMenu;
class QWidget;

namespace leukolens::ui {

/// GUI thread; reading and writing happen on the context's file worker.
class CaseExports : public QObject {
    Q_OBJECT
public:
    enum class Format { Csv, Json, Fhir, Hl7 };

    /// `window`: whose dialogs they are.
    CaseExports(AppContext& context, CasesSession& session, QWidget* window);

    /// Of the opened patient and `chosen` session. Object names: exportPdf, exportCsv, exportJson, exportFhir, exportHl7, exportCase, exportDeidentified.
    void fillMenu(QMenu& menu, std::function<casebook::CaseId()> chosen);

    void showReport(casebook::CaseId session, bool deidentified);
    void exportSession(casebook::CaseId session, Format format, bool deidentified);
    void exportCase(bool deidentified);
    void importCase();  ///< asks for the file
    void importCase(const QString& archive);

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);
    void noticed(const QString& text);
    void imported(qlonglong patient);

private:
    void readReport(casebook::CaseId session, bool deidentified, std::function<void(report::CaseReport)> then);
    QString askFile(const QString& caption, const QString& ending, const QString& filter, bool deidentified, casebook::CaseId session);
    void import(const QString& file, bool addToExisting);

    AppContext& m_context;
    CasesSession& m_session;
    QWidget* m_window;
};

}  // namespace leukolens::ui
