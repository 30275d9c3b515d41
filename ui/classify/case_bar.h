// The top of Classify: which case, whose it is, which model, and the report.
#pragma once

#include <QWidget>

#include "ui/classify/classify_session.h"

class QComboBox;
class QLineEdit;
class QPushButton;

namespace leukolens::ui {

class CaseBar : public QWidget {
    Q_OBJECT
public:
    explicit CaseBar(ClassifySession& session, QWidget* parent = nullptr);

    /// Takes over a name that is being typed; call before another case is opened or a report is made.
    void commitName();
    void focusName();
    void setReportEnabled(bool enabled);

Q_SIGNALS:
    void newCaseRequested();
    void caseChosen(qint64 id);
    void chooseModelRequested();
    void reportRequested();

private:
    void createLayout();
    void fillCases();
    void showCase();
    void showModel();

    ClassifySession& m_session;
    QComboBox* m_cases = nullptr;
    QPushButton* m_newCase = nullptr;
    QLineEdit* m_name = nullptr;
    QPushButton* m_model = nullptr;
    QPushButton* m_report = nullptr;
};

}  // namespace leukolens::ui
