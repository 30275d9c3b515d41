// Train, Compare models: choose, watch the queue, read the table.
#pragma once

#include <QWidget>

#include "ui/training/comparison_session.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTableView;

namespace leukolens::ui {

class ComparisonChooser;
class ElidedLabel;
class TextTable;

class ComparisonView : public QWidget {
    Q_OBJECT
public:
    ComparisonView(AppContext& context, ComparisonSession& session, QWidget* parent = nullptr);
    ComparisonChooser& chooser() { return *m_chooser; }

Q_SIGNALS:
    void startRequested();
    void openRequested();
    void tableRequested();   ///< saved as CSV
    void reportRequested();  ///< saved as PDF
    void evaluateRequested(const QString& runFolder);

private:
    QWidget* createTable();
    QWidget* createHead(QWidget* page);
    void refresh();
    void showRows(const experiment::ModelComparison& comparison);
    void showFailures(const experiment::ModelComparison& comparison);
    void evaluateChosen();
    void refreshChosen();

    ComparisonSession& m_session;
    bool m_choosing = true;  ///< the person wants another one
    QStackedWidget* m_pages = nullptr;
    ComparisonChooser* m_chooser = nullptr;
    QWidget* m_busy = nullptr;
    ElidedLabel* m_folder = nullptr;
    QPushButton *m_goOn = nullptr, *m_another = nullptr, *m_open = nullptr, *m_evaluate = nullptr, *m_csv = nullptr, *m_pdf = nullptr;
    TextTable* m_rows = nullptr;
    QTableView* m_table = nullptr;
    QLabel *m_failures = nullptr, *m_method = nullptr;
};

}  // namespace leukolens::ui
