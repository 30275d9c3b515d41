#include "core/fields/field_evaluation.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <nlohmann/json.hpp>

#include "core/evaluation/bootstrap.h"
#include "core/fields/detector_model.h"
#include "core/fields/white_cell_finder.h"
#include "core/fields/white_cell_names.h"
#include "core/image/decode.h"

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

FigureOverFields withInterval(double value, const evaluation::Resamples& resamples, std::size_t figure, const evaluation::BootstrapOptions& options) {
    const auto interval = evaluation::percentileInterval(evaluation::definedValues(resamples, figure), options);
    if (!interval) return {value, {}, {}};
    return {value, interval->low, interval->high};
}

/// White cells of all classes, held against each other as one class.
class WhiteCellScores {
public:
    explicit WhiteCellScores(const std::vector<std::string>& classes) {
        for (const auto& name : classes) m_isWhite.push_back(isWhiteCell(name));
    }

    void addField(const std::vector<detection::LabelledBox>& truth, const std::vector<detection::FoundBox>& found) {
        std::vector<detection::LabelledBox> white;
        std::ranges::copy_if(truth, std::back_inserter(white), [&](const auto& box) { return m_isWhite[static_cast<std::size_t>(box.classIndex)]; });
        auto told = whiteCellsOf(found, m_isWhite);
        for (auto& box : white) box.classIndex = 0;
        for (auto& box : told) box.classIndex = 0;
        m_scores.addField(white, told);
    }

    detection::ClassCounts counts() const { return m_scores.countsFrom(kCountedFrom).front(); }

private:
    std::vector<bool> m_isWhite;
    detection::DetectionScores m_scores{1};
};

}  // namespace

FindInField findBy(const DetectorModel& model) {
    return [&model](const FieldFile& field) -> Result<std::vector<detection::FoundBox>> {
        const auto picture = image::decodeFile(field.picture);
        if (!picture) return fail(picture.error());
        return model.detect(*picture);
    };
}

Result<FieldScores> scoreFields(const FieldSet& set, std::span<const int> fields, const FindInField& find, ProgressSink& progress, const CancelToken& cancel) {
    using Clock = std::chrono::steady_clock;
    detection::DetectionScores all(static_cast<int>(set.classes.size()));
    WhiteCellScores white(set.classes);
    double seconds = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (cancel.cancelled()) return fail(ErrorCode::Cancelled, "stopped");
        const auto& field = set.fields[static_cast<std::size_t>(fields[i])];
        const auto start = Clock::now();
        const auto found = find(field);
        if (!found) return fail(found.error());
        seconds += std::chrono::duration<double>(Clock::now() - start).count();
        all.addField(field.boxes, *found);
        white.addField(field.boxes, *found);
        progress.report({"Evaluating", static_cast<std::int64_t>(i + 1), static_cast<std::int64_t>(fields.size())});
    }
    return FieldScores{std::move(all), white.counts(), fields.empty() ? 0 : seconds / static_cast<double>(fields.size())};
}

Result<FieldFigures> evaluateFields(const FieldSet& set, std::span<const int> fields, const FindInField& find, ProgressSink& progress, const CancelToken& cancel) {
    const auto scored = scoreFields(set, fields, find, progress, cancel);
    if (!scored) return fail(scored.error());
    const auto& scores = scored->all;
    FieldFigures figures;
    figures.fields = scores.fields();
    figures.secondsPerField = scored->secondsPerField;
    figures.whiteCells = scored->whiteCells;
    const auto precisions = scores.precisions();
    const auto values = flat(precisions);
    std::vector<FigureOverFields> all;
    for (const double value : values) all.push_back({value, {}, {}});
    if (figures.fields >= 2) {
        const evaluation::BootstrapOptions options;
        const auto resamples = evaluation::resample(figures.fields, options, "Intervals", progress, cancel, [&](std::span<const int> counts) { return flat(scores.precisions(counts)); });
        if (!resamples) return fail(resamples.error());
        figures.resamples = options.resamples;
        figures.seed = options.seed;
        for (std::size_t i = 0; i < all.size(); ++i) all[i] = withInterval(values[i], *resamples, i, options);
        for (const auto& resample : *resamples) figures.resampledAt50.push_back(resample[all.size() - 2]);
    }
    const auto counts = scores.countsFrom(kCountedFrom);
    for (std::size_t c = 0; c < set.classes.size(); ++c) figures.classes.push_back({set.classes[c], precisions[c].boxes, all[2 * c], all[2 * c + 1], precisions[c].at75, counts[c]});
    figures.at50 = all[all.size() - 2];
    figures.mean = all.back();
    return figures;
}

FigureOverFields pairedDifference(const FieldFigures& first, const FieldFigures& second) {
    evaluation::Resamples differences;
    for (std::size_t i = 0; i < std::min(first.resampledAt50.size(), second.resampledAt50.size()); ++i) differences.push_back({second.resampledAt50[i] - first.resampledAt50[i]});
    return withInterval(second.at50.value - first.at50.value, differences, 0, {});
}

json toJson(const FigureOverFields& figure) {
    return {{"value", numberOrNull(figure.value)}, {"low", figure.low ? json(*figure.low) : json(nullptr)}, {"high", figure.high ? json(*figure.high) : json(nullptr)}};
}

json toJson(const detection::ClassCounts& counts) { return {{"found", counts.found}, {"missed", counts.missed}, {"extra", counts.extra}}; }

json toJson(const FieldFigures& figures) {
    json classes = json::array();
    for (const auto& one : figures.classes)
        classes.push_back({{"class", one.name}, {"boxes", one.boxes}, {"ap50", toJson(one.at50)}, {"ap75", numberOrNull(one.at75)}, {"ap", toJson(one.mean)}, {"fromScoreHalf", toJson(one.counts)}});
    return {{"version", 1}, {"fields", figures.fields}, {"classes", classes}, {"map50", toJson(figures.at50)}, {"map", toJson(figures.mean)}, {"whiteCellsFromScoreHalf", toJson(figures.whiteCells)},
            {"intervals", {{"level", 0.95}, {"method", "percentile bootstrap over fields"}, {"resamples", figures.resamples}, {"seed", figures.seed}}}, {"secondsPerField", figures.secondsPerField}};
}

}  // namespace leukolens::fields
