#include "core/fields/field_card.h"

#include <algorithm>
#include <cmath>

#include "core/base/files.h"
#include "core/fields/white_cell_finder.h"

namespace leukolens::fields {
namespace {

constexpr std::size_t kFieldsForScale = 24;

std::vector<DetectorMetric> metricsOf(const FieldFigures& figures) {
    std::vector<DetectorMetric> metrics;
    const auto add = [&](const std::string& className, const FigureOverFields& at50, const FigureOverFields& mean) {
        if (!std::isfinite(at50.value)) return;  // no box of the class was true
        metrics.push_back({"AP@0.5", className, at50.value, at50.low, at50.high});
        metrics.push_back({"AP@[.5:.95]", className, mean.value, mean.low, mean.high});
    };
    for (const auto& one : figures.classes) add(one.name, one.at50, one.mean);
    add({}, figures.at50, figures.mean);
    return metrics;
}

}  // namespace

DetectorCard fieldCard(const FieldSet& set, const FieldTrainSettings& settings, std::span<const int> train, std::span<const int> test, const std::optional<FieldFigures>& figures) {
    auto card = standardCard();
    card.name = "faster_rcnn " + settings.backbone;
    card.backbone = settings.backbone;
    const auto trainBoxes = set.boxesOfClass(train), testBoxes = set.boxesOfClass(test);
    for (std::size_t c = 0; c < set.classes.size(); ++c) card.classes.push_back({set.classes[c], trainBoxes[c], testBoxes[c]});
    card.shortSidePx = settings.shortSidePx;
    card.trainFields = static_cast<int>(train.size());
    card.testFields = static_cast<int>(test.size());
    card.epochs = settings.epochs;
    card.settingsSha256 = settingsHash(settings);
    card.dataSha256 = set.sha256();
    card.startedFrom = toUtf8(std::filesystem::path(settings.weightsFile).filename());
    if (figures) card.metrics = metricsOf(*figures);
    return card;
}

Result<std::optional<double>> shownUmPerPx(const FieldSet& set, const FieldTrainSettings& settings, std::span<const int> train) {
    const auto looked = train.first(std::min(kFieldsForScale, train.size()));
    std::vector<double> told;
    for (const int index : looked) {
        const auto& field = set.fields[static_cast<std::size_t>(index)];
        if (settings.umPerPx > 0) {
            told.push_back(settings.umPerPx / shownSize(field.width, field.height, settings.shortSidePx).scaleX);
            continue;
        }
        const auto shown = showField(field, settings.shortSidePx);
        if (!shown) return fail(shown.error());
        if (const auto byRedCells = umPerPxByRedCells(shown->picture)) told.push_back(*byRedCells);
    }
    if (told.empty() || 3 * told.size() < looked.size()) return std::nullopt;
    const auto middle = told.begin() + static_cast<std::ptrdiff_t>(told.size() / 2);
    std::ranges::nth_element(told, middle);
    return *middle;
}

}  // namespace leukolens::fields
