#include "core/report/case_report.h"

#include <algorithm>
#include <cmath>

#include "core/base/iso_time.h"
#include "core/inference/model_card.h"

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

}  // namespace leukolens::report
