// Sessions of the chosen patient: their counts as a table, the sample of the chosen one, and the course of the blast percentage.
#pragma once

#include <QWidget>

#include "ui/cases/cases_session.h"

class QCheckBox;
class QLabel;
class QTableView;

namespace leukolens::ui {

class CourseChart;
class SampleEditor;
class TextTable;
struct Figure;

/// GUI thread.
class SessionsPanel : public QWidget {
    Q_OBJECT
public:
    explicit SessionsPanel(CasesSession& session, QWidget* parent = nullptr);

    casebook::CaseId chosen() const { return m_chosen; }  ///< 0: the patient has none

Q_SIGNALS:
    void chosenChanged();
    void openRequested(qlonglong id);
    void failed(const QString& summary, const leukolens::Error& error);
    void saveRequested(const leukolens::ui::Figure& figure);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void showPatient();
    void fillTable();
    void choose(casebook::CaseId id);
    void showChosen();

    CasesSession& m_session;
    std::vector<casebook::CaseSummary> m_sessions;
    casebook::PatientId m_patient = 0;
    casebook::CaseId m_chosen = 0;
    bool m_filling = false, m_hadStart = false;
    TextTable* m_table = nullptr;
    QTableView* m_view = nullptr;
    SampleEditor* m_sample = nullptr;
    QCheckBox* m_byDay = nullptr;
    CourseChart* m_chart = nullptr;
    QLabel* m_noCourse = nullptr;
};

}  // namespace leukolens::ui
