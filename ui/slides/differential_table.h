// How many cells of each class there are, with their share and its interval.
#pragma once

#include <QFrame>

#include "core/report/case_report.h"

class QGridLayout;
class QLabel;

namespace leukolens::ui {

/// GUI thread only.
class DifferentialTable : public QWidget {
    Q_OBJECT
public:
    explicit DifferentialTable(QWidget* parent = nullptr);
    /// classes: for the colours, as Classify's bins have them.
    void setReport(const report::CaseReport& report, const std::vector<std::string>& classes);
    void setMessage(const QString& message);  ///< instead of a table

private:
    void clear();
    QGridLayout* m_grid = nullptr;
};

}  // namespace leukolens::ui
