#include "core/evaluation/comparison.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

namespace leukolens::evaluation {
namespace {

/// What pairs a unit: subjects and paths never get mixed up.
struct UnitName {
    bool isPath = false;
    std::string name;
    friend auto operator<=>(const UnitName&, const UnitName&) = default;
};

UnitName nameOf(const PredictionTable& table, const PredictedCell& cell) {
    if (cell.subject >= 0) return {false, table.subjects[static_cast<std::size_t>(cell.subject)]};
    return {true, cell.path};
}

/// In the order in which unitsOf() numbers them.
std::vector<UnitName> namesOf(const PredictionTable& table) {
    const Units units = unitsOf(table);
    std::vector<UnitName> names(static_cast<std::size_t>(units.count));
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        UnitName& name = names[static_cast<std::size_t>(units.ofCell[i])];
        if (name.name.empty()) name = nameOf(table, table.cells[i]);
    }
    return names;
}

/// The cells of the shared units, the classes in the order of `classes`, with the common numbers of units.
std::pair<PredictionTable, Units> restricted(const PredictionTable& table, const std::map<UnitName, int>& shared, const std::vector<std::string>& classes) {
    std::vector<char> keep;
    for (const auto& cell : table.cells) keep.push_back(shared.contains(nameOf(table, cell)));
    PredictionTable part = selected(table, keep);
    Units units;
    units.count = static_cast<int>(shared.size());
    for (const auto& cell : part.cells) units.ofCell.push_back(shared.at(nameOf(part, cell)));
    if (part.classes == classes) return {std::move(part), std::move(units)};
    PredictionTable ordered = part;
    ordered.classes = classes;
    std::vector<std::size_t> from;
    for (const auto& name : classes) from.push_back(static_cast<std::size_t>(part.classIndex(name)));
    for (std::size_t i = 0; i < part.cells.size(); ++i) {
        for (std::size_t k = 0; k < classes.size(); ++k) ordered.probabilities[i * classes.size() + k] = part.of(i)[from[k]];
        ordered.cells[i].label = ordered.classIndex(part.classes[static_cast<std::size_t>(part.cells[i].label)]);
    }
    return {std::move(ordered), std::move(units)};
}

double pValue(const std::vector<double>& differences) {
    const auto atMost = std::ranges::count_if(differences, [](double d) { return d <= 0; }), atLeast = std::ranges::count_if(differences, [](double d) { return d >= 0; });
    return std::min(1.0, 2 * static_cast<double>(1 + std::min(atMost, atLeast)) / static_cast<double>(1 + differences.size()));
}

/// Sums in another order may differ in the last digits though nothing else does.
double withoutRounding(double difference) { return std::abs(difference) < 1e-12 ? 0 : difference; }

}  // namespace

SharedUnits sharedUnits(const PredictionTable& first, const PredictionTable& second) {
    const auto ofFirst = namesOf(first), ofSecond = namesOf(second);
    const std::set<UnitName> all(ofFirst.begin(), ofFirst.end());
    const auto shared = static_cast<int>(std::ranges::count_if(ofSecond, [&](const UnitName& name) { return all.contains(name); }));
    return {shared, static_cast<int>(ofFirst.size()) - shared, static_cast<int>(ofSecond.size()) - shared};
}

Result<Comparison> compareTables(const PredictionTable& first, const PredictionTable& second, int positive, const BootstrapOptions& options, ProgressSink& progress,
                                 const CancelToken& cancel) {
    if (std::set(first.classes.begin(), first.classes.end()) != std::set(second.classes.begin(), second.classes.end()))
        return fail(ErrorCode::InvalidArgument, "the runs tell other classes apart", {}, "Only runs with the same classes can be compared.");
    const auto ofFirst = namesOf(first), namesOfSecond = namesOf(second);
    const std::set<UnitName> ofSecond(namesOfSecond.begin(), namesOfSecond.end());
    Comparison comparison;
    std::map<UnitName, int> shared;
    for (const auto& name : ofFirst) {
        if (!ofSecond.contains(name)) continue;
        shared.emplace(name, static_cast<int>(shared.size()));
        if (name.isPath) comparison.overSubjects = false;
    }
    if (shared.empty())
        return fail(ErrorCode::TooFewSubjects, "the runs were tested on no common subject or image", {}, "Compare runs that were tested on the same data.");
    const auto count = static_cast<int>(shared.size());
    comparison.units = {count, static_cast<int>(ofFirst.size()) - count, static_cast<int>(ofSecond.size()) - count};
    auto [a, unitsOfA] = restricted(first, shared, first.classes);
    auto [b, unitsOfB] = restricted(second, shared, first.classes);
    comparison.cellsFirst = static_cast<int>(a.cells.size());
    comparison.cellsSecond = static_cast<int>(b.cells.size());
    const auto keys = metricsFor(first.classes.size(), positive);
    const MetricEvaluator evaluatorA(a, std::move(unitsOfA), keys, {positive, {}}), evaluatorB(b, std::move(unitsOfB), keys, {positive, {}});
    const auto drawn = resample(comparison.units.shared, options, "Differences", progress, cancel, [&](std::span<const int> counts) {
        auto values = evaluatorB.evaluate(counts);
        const auto others = evaluatorA.evaluate(counts);
        for (std::size_t key = 0; key < values.size(); ++key) values[key] = withoutRounding(values[key] - others[key]);
        return values;
    });
    if (!drawn) return fail(drawn.error());
    const auto ofA = evaluatorA.evaluate(), ofB = evaluatorB.evaluate();
    for (std::size_t key = 0; key < keys.size(); ++key) {
        Difference difference{keys[key], ofA[key], ofB[key], withoutRounding(ofB[key] - ofA[key]), {}, {}};
        const auto sorted = definedValues(*drawn, key);
        if (comparison.units.shared > 1 && !std::isnan(difference.difference)) difference.interval = percentileInterval(sorted, options);
        if (difference.interval) difference.p = pValue(sorted);
        comparison.differences.push_back(difference);
    }
    return comparison;
}

}  // namespace leukolens::evaluation
