#include "core/fields/field_evaluation.h"

#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/evaluation/bootstrap.h"

namespace leukolens::fields {
namespace {

using detection::ClassPrecision;
using nlohmann::json;

constexpr double kCountedFrom = 0.5;

/// Of each class AP@0.5 and AP, then the means over the classes.
std::vector<double> flat(const std::vector<ClassPrecision>& classes) {
    std::vector<double> values;
    for (const auto& one : classes) values.insert(values.end(), {one.at50, one.mean});
    values.insert(values.end(), {meanOver(classes, &ClassPrecision::at50), meanOver(classes, &ClassPrecision::mean)});
    return values;
}

json numberOrNull(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }

json toJson(const FigureOverFields& figure) {
    return {{"value", numberOrNull(figure.value)}, {"low", figure.low ? json(*figure.low) : json(nullptr)}, {"high", figure.high ? json(*figure.high) : json(nullptr)}};
}

}  // namespace

Result<FieldFigures> evaluateFields(const FieldSet& set, std::span<const int> fields, const FindInField& find, ProgressSink& progress, const CancelToken& cancel) {
    using Clock = std::chrono::steady_clock;
    detection::DetectionScores scores(static_cast<int>(set.classes.size()));
    double seconds = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        const auto& field = set.fields[static_cast<std::size_t>(fields[i])];
        const auto start = Clock::now();
        const auto found = find(field);
        if (!found) return fail(found.error());
        seconds += std::chrono::duration<double>(Clock::now() - start).count();
        scores.addField(field.boxes, *found);
        progress.report({"Evaluating", static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(fields.size())});
    }
    FieldFigures figures;
    figures.fields = scores.fields();
    if (figures.fields > 0) figures.secondsPerField = seconds / figures.fields;
    const auto values = flat(scores.precisions());
    std::vector<FigureOverFields> all;
    for (const double value : values) all.push_back({value, {}, {}});
    if (figures.fields >= 2) {
        const evaluation::BootstrapOptions options;
        const auto resamples = evaluation::resample(figures.fields, options, "Intervals", progress, cancel, [&](std::span<const int> counts) { return flat(scores.precisions(counts)); });
        if (!resamples) return fail(resamples.error());
        figures.resamples = options.resamples;
        figures.seed = options.seed;
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto interval = evaluation::percentileInterval(evaluation::definedValues(*resamples, i), options);
            if (!interval) continue;
            all[i].low = interval->low;
            all[i].high = interval->high;
        }
    }
    const auto precisions = scores.precisions();
    const auto counts = scores.countsFrom(kCountedFrom);
    for (std::size_t c = 0; c < set.classes.size(); ++c) figures.classes.push_back({set.classes[c], precisions[c].boxes, all[2 * c], all[2 * c + 1], precisions[c].at75, counts[c]});
    figures.at50 = all[all.size() - 2];
    figures.mean = all.back();
    return figures;
}

json toJson(const FieldFigures& figures) {
    json classes = json::array();
    for (const auto& one : figures.classes)
        classes.push_back({{"class", one.name}, {"boxes", one.boxes}, {"ap50", toJson(one.at50)}, {"ap75", numberOrNull(one.at75)}, {"ap", toJson(one.mean)},
                           {"fromScoreHalf", {{"found", one.counts.found}, {"missed", one.counts.missed}, {"extra", one.counts.extra}}}});
    return {{"version", 1}, {"fields", figures.fields}, {"classes", classes}, {"map50", toJson(figures.at50)}, {"map", toJson(figures.mean)},
            {"intervals", {{"level", 0.95}, {"method", "percentile bootstrap over fields"}, {"resamples", figures.resamples}, {"seed", figures.seed}}}, {"secondsPerField", figures.secondsPerField}};
}

}  // namespace leukolens::fields
