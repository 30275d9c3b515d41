#include "core/report/deidentified_report.h"

#include <algorithm>

#include "core/casebook/deidentified_cell.h"
#include "core/casebook/deidentify.h"
#include "core/digest/sha256.h"
#include "core/inference/deidentified_card.h"

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

std::string networkOf(const CaseReport& report, const std::string& modelSha256) {
    const auto found = std::ranges::find(report.modelFacts, modelSha256, &ModelFacts::sha256);
    return found == report.modelFacts.end() || !found->card ? std::string() : found->card->network;
}

/// To be called before the facts of models are hidden.
void hideCells(CaseReport& report) {
    for (casebook::CellId id = 1; auto& cell : report.cells) {
        report.hiddenPictures.push_back({std::move(cell.path), std::move(cell.sha256)});
        const std::string model = inference::deidentifiedModelName(networkOf(report, cell.modelSha256));
        cell = casebook::deidentified(std::move(cell), model);
        cell.sha256.clear();
        cell.path = "cell " + std::to_string(id);
        cell.id = id++;
    }
}

void hideModels(CaseReport& report) {
    report.models.clear();
    for (ModelFacts& model : report.modelFacts) {
        model.name = inference::deidentifiedModelName(networkOf(report, model.sha256));
        if (model.card) model.card = inference::deidentified(std::move(*model.card));
        if (!digest::isSha256(model.sha256)) model.sha256.clear();
        report.models.push_back(model.name + " (" + model.sha256 + ")");
    }
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
    for (auto& signature : report.signatures) signature = casebook::deidentified(std::move(signature), days);
    for (auto& reading : report.readings) {
        reading.reader.clear();
        reading.finished = days.dayOf(reading.finished);
    }
    report.auditHead.clear();
    hideCells(report);
    hideModels(report);
    report.made = report.made.substr(0, kYearLength);
    return report;
}

}  // namespace leukolens::report
