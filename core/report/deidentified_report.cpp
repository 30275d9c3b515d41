#include "core/report/deidentified_report.h"

#include <algorithm>

#include "core/casebook/deidentify.h"

namespace leukolens::report {
namespace {

using casebook::DayCount;

constexpr std::size_t kYearLength = 4;

DayCount daysOf(const CaseReport& report) {
    std::vector<std::string> taken = {report.summary.taken};
    for (const TimelinePoint& point : report.timeline) taken.push_back(point.taken);
    return DayCount(report.facts, taken);
}

casebook::CaseSummary hidden(casebook::CaseSummary summary, const std::string& code, const DayCount& days, casebook::CaseId number) {
    summary.id = number;
    summary.patient = 0;
    summary.name = code;
    summary.taken = days.dayOf(summary.taken);
    summary.comment.clear();
    summary.created.clear();
    summary.changed.clear();
    summary.signedBy.clear();
    summary.signedAt.clear();
    return summary;
}

/// Its place among the patient's sessions, from 1.
casebook::CaseId numberOf(const CaseReport& report, casebook::CaseId session) {
    casebook::CaseId number = 1;
    for (const TimelinePoint& point : report.timeline) {
        if (point.session == session) return number;
        ++number;
    }
    return report.timeline.empty() ? 1 : number;
}

}  // namespace

CaseReport deidentified(CaseReport report) {
    const DayCount days = daysOf(report);
    const std::string code = report.patient ? report.patient->patient.code : std::string();
    const casebook::CaseId number = numberOf(report, report.summary.id);
    report.deidentified = true;
    report.summary = hidden(std::move(report.summary), code, days, number);
    if (report.patient) {
        report.patient->patient = {};
        report.patient->patient.label = code;
        report.patient->sessions.clear();
    }
    for (auto& fact : report.facts) fact = casebook::deidentified(std::move(fact), days);
    for (casebook::FactId id = 1; auto& fact : report.facts) fact.id = id++;
    if (report.risk.ageYears && *report.risk.ageYears > casebook::kHiddenAgeYears) report.risk.ageYears = casebook::kHiddenAgeYears;
    for (casebook::CaseId id = 1; auto& point : report.timeline) {
        point.session = id++;
        point.taken = days.dayOf(point.taken);
    }
    for (auto& signature : report.signatures) {
        signature.person.clear();
        signature.time = days.dayOf(signature.time);
    }
    for (casebook::CellId id = 1; auto& cell : report.cells) {
        cell.id = id;
        cell.path = "cell " + std::to_string(id++);
        cell.sha256.clear();
        cell.added.clear();
    }
    report.made = report.made.substr(0, kYearLength);
    return report;
}

}  // namespace leukolens::report
