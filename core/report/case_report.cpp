#include "core/report/case_report.h"

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "core/base/iso_time.h"
#include "core/casebook/audit_trail.h"
#include "core/inference/model_card.h"
#include "core/report/reading_agreement.h"

namespace leukolens::report {
namespace {

constexpr double kNormalQuantile975 = 1.959963984540054;
constexpr int kEnoughCells = 100;

template <class Value>
void addOnce(std::vector<Value>& values, const Value& value) {
    if (std::find(values.begin(), values.end(), value) == values.end()) values.push_back(value);
}

/// The models' classes in their order; behind them classes that only a person has given.
std::vector<std::string> classesOf(const std::vector<casebook::CaseCell>& cells) {
    std::vector<std::string> classes;
    for (const auto& cell : cells) {
        for (const auto& name : cell.classes) {
            if (name != casebook::kUnidentified) addOnce(classes, name);
        }
    }
    for (const auto& cell : cells) {
        if (cell.assignedClass != casebook::kUnidentified) addOnce(classes, cell.assignedClass);
    }
    return classes;
}

ClassCount countOf(const std::string& className, const std::vector<casebook::CaseCell>& cells) {
    ClassCount count{className};
    for (const auto& cell : cells) {
        if (cell.excluded) continue;
        if (cell.predictedClass == className) ++count.predicted;
        if (cell.assignedClass != className) continue;
        ++count.count;
        if (cell.corrected()) ++count.corrected;
    }
    return count;
}

}  // namespace

Interval wilsonInterval(int count, int total) {
    const double n = total, p = count / n, z2 = kNormalQuantile975 * kNormalQuantile975;
    const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
    const double half = kNormalQuantile975 / (1 + z2 / n) * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n));
    // At the ends the bound is the proportion itself: rounding must not push it past.
    return {p, count == 0 ? 0.0 : std::max(0.0, centre - half), count == total ? 1.0 : std::min(1.0, centre + half)};
}

CaseReport makeCaseReport(const casebook::CaseSummary& summary, std::vector<casebook::CaseCell> cells) {
    CaseReport report;
    report.summary = summary;
    const auto classes = classesOf(cells);
    for (const auto& name : classes) report.counts.push_back(countOf(name, cells));
    report.counts.push_back(countOf(casebook::kUnidentified, cells));
    for (const auto& cell : cells) {
        report.excluded += cell.excluded;
        report.notReviewed += !cell.excluded && !cell.reviewed;
    }
    report.total = static_cast<int>(cells.size()) - report.excluded;
    report.identified = report.total - report.counts.back().count;
    if (report.identified > 0)
        for (auto& count : report.counts)
            if (count.className != casebook::kUnidentified) count.share = wilsonInterval(count.count, report.identified);
    report.fewCells = report.identified < kEnoughCells;
    report.blastClass = inference::guessBlastClass(classes);
    report.hasBlast = !report.blastClass.empty() && report.identified > 0;
    if (report.hasBlast) {
        report.blasts = countOf(report.blastClass, cells).count;
        report.blast = wilsonInterval(report.blasts, report.identified);
    }
    for (const auto& cell : cells) {
        const std::string model = cell.modelName + " (" + cell.modelSha256 + ")";
        if (std::find(report.models.begin(), report.models.end(), model) != report.models.end()) continue;
        report.models.push_back(model);
        report.modelFacts.push_back({cell.modelName, cell.modelSha256, std::nullopt});
    }
    report.cells = std::move(cells);
    report.made = isoLocalTimeNow();
    return report;
}

namespace {

/// `classes`: all that the session's models could have answered, so that no blast found is a count of none.
TimelinePoint pointOf(const casebook::CaseSummary& session, const std::vector<std::string>& classes, const std::vector<casebook::PatientFact>& facts) {
    TimelinePoint point{session.id, session.taken, casebook::daysSinceStart(facts, session.taken), session.material, 0, 0, {}};
    std::vector<std::string> known = classes;
    for (const auto& count : session.counts) {
        if (count.className == casebook::kUnidentified) continue;
        addOnce(known, count.className);
        point.identified += count.cells;
    }
    const std::string blast = inference::guessBlastClass(known);
    for (const auto& count : session.counts)
        if (!blast.empty() && count.className == blast) point.blasts = count.cells;
    if (point.identified > 0 && !blast.empty()) point.blast = wilsonInterval(point.blasts, point.identified);
    return point;
}

Result<std::vector<SecondReading>> readingsOf(const CaseReport& report, casebook::CaseStore& store) {
    const auto readings = store.readings(report.summary.id);
    if (!readings) return fail(readings.error());
    std::vector<SecondReading> finished;
    for (const casebook::Reading& reading : *readings) {
        if (reading.finished.empty()) continue;
        const auto decisions = store.readingDecisions(reading.id);
        if (!decisions) return fail(decisions.error());
        const evaluation::Agreement agreement = agreementWith(report.cells, *decisions);
        SecondReading second{reading.reader, reading.finished, reading.decided, static_cast<int>(agreement.cells)};
        if (agreement.cells > 0) second.agreement = wilsonInterval(static_cast<int>(std::lround(agreement.observed * static_cast<double>(agreement.cells))), second.compared);
        if (agreement.interval) second.kappa = Interval{agreement.kappa, agreement.interval->low, agreement.interval->high};
        finished.push_back(std::move(second));
    }
    return finished;
}

/// What the store knows beside the session itself.
Result<void> addContext(CaseReport& report, casebook::CaseStore& store) {
    casebook::Patients patients(store);
    auto patient = patients.find(report.summary.patient);
    if (!patient) return fail(patient.error());
    auto facts = patients.facts(report.summary.patient);
    if (!facts) return fail(facts.error());
    auto signatures = store.signatures(report.summary.id);
    if (!signatures) return fail(signatures.error());
    auto readings = readingsOf(report, store);
    if (!readings) return fail(readings.error());
    auto head = casebook::AuditTrail(store).head();
    if (!head) return fail(head.error());
    for (ModelFacts& model : report.modelFacts) {
        auto card = store.modelCard(model.sha256);
        if (!card) return fail(card.error());
        model.card = inference::modelCardFromText(*card);
    }
    for (const auto& session : patient->sessions) {
        if (session.cells == 0) continue;
        const auto classes = store.knownClasses(session.id);
        if (!classes) return fail(classes.error());
        report.timeline.push_back(pointOf(session, *classes, *facts));
    }
    report.risk = casebook::nciRisk(*facts);
    report.patient = std::move(*patient);
    report.facts = std::move(*facts);
    report.signatures = std::move(*signatures);
    report.readings = std::move(*readings);
    report.auditHead = std::move(*head);
    return {};
}

}  // namespace

PictureFile pictureOf(const CaseReport& report, std::size_t cell) {
    if (!report.hiddenPictures.empty()) return report.hiddenPictures[cell];
    return {report.cells[cell].path, report.cells[cell].sha256};
}

Result<CaseReport> readCaseReport(casebook::CaseStore& store, casebook::CaseId id) {
    CaseReport report;
    // Of one moment, so that the head of the trail belongs to what is shown.
    const auto read = store.atOneMoment([&]() -> Result<void> {
        auto summary = store.findCase(id);
        if (!summary) return fail(summary.error());
        auto cells = store.cells(id);
        if (!cells) return fail(cells.error());
        report = makeCaseReport(*summary, std::move(*cells));
        return addContext(report, store);
    });
    if (!read) return fail(read.error());
    return report;
}

}  // namespace leukolens::report
