// Evaluate, tab Compare: another run beside this one, figure by figure over the same people.
#pragma once

#include <QWidget>

class QLabel;
class QStackedLayout;
class QTableView;

namespace leukolens::ui {

class EvaluationSession;
class TextTable;

class ComparePage : public QWidget {
    Q_OBJECT
public:
    explicit ComparePage(EvaluationSession& session, QWidget* parent = nullptr);

Q_SIGNALS:
    void compareRequested();

private:
    QWidget* createEmpty();
    QWidget* createTables();
    void showComparison();

    EvaluationSession& m_session;
    QStackedLayout* m_pages = nullptr;
    QLabel *m_heading = nullptr, *m_units = nullptr, *m_warning = nullptr, *m_same = nullptr;
    TextTable *m_settings = nullptr, *m_figures = nullptr;
    QTableView *m_settingView = nullptr, *m_figureView = nullptr;
};

}  // namespace leukolens::ui
