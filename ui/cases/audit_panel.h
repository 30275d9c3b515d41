// The audit trail of the store: lines with words, search, verifying, backup, the way to a server.
#pragma once

#include <QFrame>

#include <map>
#include <vector>

#include "core/casebook/audit_trail.h"
#include "ui/cases/cases_session.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace leukolens::ui {

class JobPanel;
class TextTable;

/// GUI thread.
class AuditPanel : public QWidget {
    Q_OBJECT
public:
    AuditPanel(AppContext& context, CasesSession& session, QWidget* parent = nullptr);

    void focusSearch();
    void verify();
    void backUp();
    void copyToServer();

Q_SIGNALS:
    void failed(const QString& summary, const leukolens::Error& error);
    void noticed(const QString& text);

protected:
    void showEvent(QShowEvent* event) override;

private:
    QWidget* createBar();
    QWidget* createResult();
    void read();
    void followStore();
    void fill();
    void showResult(const casebook::Verification& found);
    QString subjectOf(const casebook::AuditRow& row) const;

    AppContext& m_context;
    CasesSession& m_session;
    struct Line {
        casebook::AuditRow row;  ///< without its detail, which may be long
        QString change;          ///< the detail in words
    };
    std::vector<Line> m_lines;  ///< newest first
    int m_readNumber = 0;
    QLineEdit* m_search = nullptr;
    QCheckBox* m_onlyPatient = nullptr;
    QPushButton *m_verify = nullptr, *m_backUp = nullptr, *m_copy = nullptr;
    TextTable* m_table = nullptr;
    QSortFilterProxyModel* m_found = nullptr;
    QTableView* m_view = nullptr;
    JobPanel* m_progress = nullptr;
    QFrame* m_result = nullptr;
    QLabel *m_resultIcon = nullptr, *m_resultText = nullptr, *m_count = nullptr;
};

}  // namespace leukolens::ui
