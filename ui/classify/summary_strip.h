// The patient in one line: counts, blast percentage with its interval, and when that means little.
#pragma once

#include <QFrame>

#include "core/report/case_report.h"

class QLabel;

namespace leukolens::ui {

class SummaryStrip : public QFrame {
    Q_OBJECT
public:
    explicit SummaryStrip(QWidget* parent = nullptr);
    void setReport(const report::CaseReport& report);

private:
    void setCounts(const report::CaseReport& report);

    QLabel* m_blast = nullptr;
    QLabel* m_interval = nullptr;
    QLabel* m_total = nullptr;
    QLabel* m_counts = nullptr;
    QLabel* m_notice = nullptr;
};

}  // namespace leukolens::ui
