#include "app/cli/detection_output.h"

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace leukolens::cli {
namespace {

std::string shareText(const fields::FigureOverFields& figure) {
    if (!std::isfinite(figure.value)) return "no boxes";
    char text[64];
    if (figure.low && figure.high) std::snprintf(text, sizeof text, "%.3f (%.3f to %.3f)", figure.value, *figure.low, *figure.high);
    else std::snprintf(text, sizeof text, "%.3f", figure.value);
    return text;
}

}  // namespace

void DetectionLog::onNotice(const std::string& text) {
    m_bar.clear();
    say(text);
}

void DetectionLog::onEpoch(const fields::FieldEpoch& epoch) {
    m_bar.clear();
    char text[200];
    const auto& l = epoch.losses;
    std::snprintf(text, sizeof text, "Epoch %d: loss %.4f (objectness %.4f, proposals %.4f, classes %.4f, boxes %.4f), %.0f s", epoch.epoch, l.sum(), l.objectness, l.proposalBoxes, l.classes, l.boxes, epoch.seconds);
    say(text);
}

void sayProblems(const fields::FieldSet& set, ProgressBar& bar) {
    bar.clear();
    for (const auto& problem : set.problems) say("Passed over or worth knowing: [" + problem.code + "] " + problem.path.string() + ": " + problem.message);
}

void printFigures(const fields::FieldFigures& figures) {
    std::printf("%-24s %6s  %-26s %-26s %6s %6s %6s\n", "class", "boxes", "AP@0.5", "AP@[.5:.95]", "found", "missed", "extra");
    for (const auto& one : figures.classes)
        std::printf("%-24s %6d  %-26s %-26s %6d %6d %6d\n", one.name.c_str(), one.boxes, shareText(one.at50).c_str(), shareText(one.mean).c_str(), one.counts.found, one.counts.missed, one.counts.extra);
    std::printf("%-24s %6s  %-26s %-26s\n", "mean over classes", "", shareText(figures.at50).c_str(), shareText(figures.mean).c_str());
    std::printf("%d fields, %.2f s each. Intervals: 95 %%, bootstrap over fields. Found, missed, extra: of boxes with a score of 0.5 and more.\n", figures.fields, figures.secondsPerField);
}

nlohmann::json toJson(const fields::FieldRunResult& result) {
    nlohmann::json json = {{"folder", toUtf8(result.folder)}, {"model", toUtf8(result.model)}, {"device", result.device}, {"precision", result.precision}, {"settings", fields::toJson(result.settings)},
                           {"trainFields", result.trainFields}, {"trainingSeconds", result.trainingSeconds}, {"notices", result.notices}, {"evaluation", nullptr}};
    if (result.figures) json["evaluation"] = fields::toJson(*result.figures);
    return json;
}

}  // namespace leukolens::cli
