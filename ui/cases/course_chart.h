// Blast percentage over a patient's sessions, with intervals. A click chooses a session.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/casebook/patients.h"
#include "core/report/case_report.h"
#include "ui/figures/figure_view.h"

namespace leukolens::ui {

/// Of sessions with a share, a point each.
struct CoursePoint {
    casebook::CaseId session = 0;
    std::string taken;
    std::optional<int> day;  ///< since the start of treatment
    casebook::Material material = casebook::Material::Unknown;
    int blasts = 0, identified = 0;
    report::Interval share;
};
std::vector<CoursePoint> courseOf(const casebook::PatientSummary& patient, const std::vector<casebook::PatientFact>& facts, const std::string& blastClass);

/// The points as a figure; `byDay` needs a day at each. `chosen` gets a ring.
Figure courseFigure(const std::vector<CoursePoint>& points, bool byDay, casebook::CaseId chosen);

/// GUI thread.
class CourseChart : public FigureView {
    Q_OBJECT
public:
    explicit CourseChart(QWidget* parent = nullptr);

    void setCourse(std::vector<CoursePoint> points, bool byDay, casebook::CaseId chosen);
    const std::vector<CoursePoint>& points() const { return m_points; }
    QPointF pointOf(std::size_t i) const;  ///< on the widget

Q_SIGNALS:
    void sessionChosen(qlonglong id);

private:
    std::vector<CoursePoint> m_points;
    bool m_byDay = false;
};

}  // namespace leukolens::ui
