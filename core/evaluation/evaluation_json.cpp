#include "core/evaluation/evaluation_json.h"

#include <cmath>
#include <nlohmann/json.hpp>

namespace leukolens::evaluation {
namespace {

using nlohmann::json;

json number(double value) { return std::isfinite(value) ? json(value) : json(nullptr); }
json low(const std::optional<Interval>& interval) { return interval ? number(interval->low) : json(nullptr); }
json high(const std::optional<Interval>& interval) { return interval ? number(interval->high) : json(nullptr); }

json metricsOf(const Evaluation& evaluation, const Part& part) {
    json metrics = json::object();
    for (std::size_t i = 0; i < evaluation.keys.size(); ++i) {
        const Figure& figure = part.figures[i];
        metrics[nameOf(evaluation.keys[i], evaluation.classes)] = {{"value", number(figure.value)},   {"low", low(figure.percentile)}, {"high", high(figure.percentile)},
                                                                   {"bcaLow", low(figure.bca)}, {"bcaHigh", high(figure.bca)},  {"resamples", figure.defined}};
    }
    return metrics;
}

json foldsOf(const Evaluation& evaluation) {
    json folds = json::array();
    for (const Part& fold : evaluation.folds)
        folds.push_back({{"fold", fold.fold}, {"cells", fold.cells}, {"subjects", fold.subjects}, {"metrics", metricsOf(evaluation, fold)}});
    return folds;
}

json subgroupsOf(const Evaluation& evaluation) {
    json groups = json::array();
    for (const Part& group : evaluation.subgroups)
        groups.push_back({{"by", group.by}, {"value", group.value.empty() ? json(nullptr) : json(group.value)}, {"cells", group.cells}, {"subjects", group.subjects}, {"metrics", metricsOf(evaluation, group)}});
    return groups;
}

json meansOf(const Evaluation& evaluation) {
    json means = json::object();
    for (std::size_t i = 0; i < evaluation.keys.size(); ++i)
        means[nameOf(evaluation.keys[i], evaluation.classes)] = {{"mean", number(evaluation.mean[i])}, {"sd", number(evaluation.sd[i])}};
    return means;
}

json byClass(const std::vector<int>& counts, const std::vector<std::string>& classes) {
    json result = json::object();
    for (std::size_t k = 0; k < classes.size(); ++k) result[classes[k]] = counts[k];
    return result;
}

json subjectsOf(const Evaluation& evaluation) {
    json subjects = json::array();
    for (const auto& subject : evaluation.subjects)
        subjects.push_back({{"subject", subject.subject}, {"folds", subject.folds}, {"cells", subject.cells}, {"right", subject.right},
                            {"accuracy", static_cast<double>(subject.right) / subject.cells}, {"logLoss", subject.logLoss},
                            {"cellsOfClass", byClass(subject.cellsOfClass, evaluation.classes)}, {"calledClass", byClass(subject.calledClass, evaluation.classes)}});
    return subjects;
}

json confusionOf(const ConfusionMatrix& matrix) {
    json rows = json::array();
    for (std::size_t t = 0; t < matrix.classes; ++t) {
        json row = json::array();
        for (std::size_t c = 0; c < matrix.classes; ++c) row.push_back(matrix.at(t, c));
        rows.push_back(std::move(row));
    }
    return rows;
}

json curveOf(const Evaluation& evaluation) {
    json points = json::array();
    const auto& curve = evaluation.curve;
    const std::size_t step = std::max<std::size_t>(1, (curve.size() + kMostCurvePoints - 2) / (kMostCurvePoints - 1));
    for (std::size_t i = 0; i < curve.size(); ++i) {
        if (i % step != 0 && i + 1 != curve.size()) continue;
        points.push_back({{"threshold", number(curve[i].threshold)}, {"truePositives", curve[i].truePositives}, {"falsePositives", curve[i].falsePositives}});
    }
    return {{"positives", evaluation.positives}, {"negatives", evaluation.negatives}, {"points", points}};
}

json bandOf(const CurveBand& band) { return {{"at", band.at}, {"low", band.low}, {"high", band.high}}; }

json binsOf(const std::vector<ReliabilityBin>& bins) {
    json rows = json::array();
    for (const auto& bin : bins)
        rows.push_back({{"cells", bin.count}, {"meanProbability", bin.count > 0 ? json(bin.meanProbability) : json(nullptr)}, {"observed", bin.count > 0 ? json(bin.observed) : json(nullptr)}});
    return rows;
}

json pointOf(const OperatingPoint& point) {
    return {{"truePositives", point.truePositives}, {"falsePositives", point.falsePositives}, {"trueNegatives", point.trueNegatives}, {"falseNegatives", point.falseNegatives},
            {"sensitivity", number(point.sensitivity())}, {"specificity", number(point.specificity())}};
}

const char* stateOf(TemperatureState state) {
    switch (state) {
        case TemperatureState::Fitted: return "fitted";
        case TemperatureState::NothingWrong: return "nothing_wrong";
        case TemperatureState::NothingKnown: return "nothing_known";
    }
    return "";
}

json calibrationOf(const Calibration& calibration) {
    json folds = json::array();
    for (const auto& fold : calibration.folds) {
        json row = {{"fold", fold.fold}, {"validationCells", fold.cells}, {"validationSubjects", fold.subjects}, {"state", stateOf(fold.temperature.state)},
                    {"temperature", fold.temperature.state == TemperatureState::Fitted ? json(fold.temperature.value) : json(nullptr)}, {"threshold", nullptr}};
        if (fold.threshold)
            row["threshold"] = {{"wantedSensitivity", fold.threshold->wanted}, {"value", fold.threshold->point.threshold}, {"onValidation", pointOf(fold.threshold->point)}, {"onTest", pointOf(*fold.onTest)}};
        folds.push_back(std::move(row));
    }
    json result = {{"folds", folds}, {"before", {{"answers", binsOf(calibration.answers)}, {"positive", binsOf(calibration.positive)}}}, {"after", nullptr}};
    if (!calibration.folds.empty())
        result["after"] = {{"answers", binsOf(calibration.answersAfter)}, {"positive", binsOf(calibration.positiveAfter)}, {"calibration_error", number(calibration.errorAfter)},
                           {"brier", number(calibration.brierAfter)}, {"log_loss", number(calibration.logLossAfter)}};
    return result;
}

const char* units(bool areSubjects) { return areSubjects ? "subjects" : "images"; }

}  // namespace

json toJson(const Evaluation& evaluation) {
    json alarms = json::array();
    for (const auto& alarm : evaluation.alarms) alarms.push_back({{"code", toString(alarm.kind)}, {"about", alarm.about}, {"value", alarm.value}, {"message", alarm.words()}});
    return {{"classes", evaluation.classes},
            {"positive", evaluation.positive < 0 ? json(nullptr) : json(evaluation.classes[static_cast<std::size_t>(evaluation.positive)])},
            {"units", units(evaluation.overSubjects)},
            {"cells", evaluation.pooled.cells},
            {"imagesOfClass", byClass(evaluation.imagesOfClass, evaluation.classes)},
            {"subjectsOfClass", byClass(evaluation.subjectsOfClass, evaluation.classes)},
            {"metrics", metricsOf(evaluation, evaluation.pooled)},
            {"folds", foldsOf(evaluation)},
            {"meanOfFolds", meansOf(evaluation)},
            {"subgroups", subgroupsOf(evaluation)},
            {"subjects", subjectsOf(evaluation)},
            {"confusion", confusionOf(evaluation.confusion)},
            {"curve", evaluation.positive < 0 ? json(nullptr) : curveOf(evaluation)},
            {"bands", {{"roc", bandOf(evaluation.bands.roc)}, {"precisionRecall", bandOf(evaluation.bands.precisionRecall)}}},
            {"calibration", calibrationOf(evaluation.calibration)},
            {"alarms", alarms},
            {"bootstrap", {{"resamples", evaluation.bootstrap.resamples}, {"level", evaluation.bootstrap.level}, {"seed", evaluation.bootstrap.seed}}}};
}

json toJson(const Comparison& comparison, const std::vector<std::string>& classes) {
    json metrics = json::object();
    for (const auto& difference : comparison.differences)
        metrics[nameOf(difference.key, classes)] = {{"first", number(difference.first)}, {"second", number(difference.second)}, {"difference", number(difference.difference)},
                                                    {"low", low(difference.interval)}, {"high", high(difference.interval)}, {"p", difference.p ? json(*difference.p) : json(nullptr)}};
    return {{"units", units(comparison.overSubjects)}, {"shared", comparison.units.shared}, {"onlyFirst", comparison.units.onlyFirst}, {"onlySecond", comparison.units.onlySecond},
            {"cells", {comparison.cellsFirst, comparison.cellsSecond}}, {"metrics", metrics}};
}

}  // namespace leukolens::evaluation
