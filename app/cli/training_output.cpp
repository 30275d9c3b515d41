#include "app/cli/training_output.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "core/base/files.h"

namespace leukolens::cli {
namespace {

void addExternal(nlohmann::json& json, const experiment::FoldRecord& fold) {
    if (!fold.externalAccuracy || !fold.externalLoss) return;
    json["externalAccuracy"] = *fold.externalAccuracy;
    json["externalLoss"] = *fold.externalLoss;
}

}  // namespace


nlohmann::json toJson(const experiment::RunResult& result) {
    nlohmann::json folds = nlohmann::json::array();
    for (const auto& fold : result.folds) {
        folds.push_back({{"fold", fold.fold}, {"bestEpoch", fold.bestEpoch}, {"epochs", fold.epochs}, {"stoppedEarly", fold.stoppedEarly},
                         {"trainAccuracy", fold.trainAccuracy}, {"trainLoss", fold.trainLoss}, {"testAccuracy", fold.testAccuracy},
                         {"testLoss", fold.testLoss}, {"model", toUtf8(fold.model)}});
        addExternal(folds.back(), fold);
    }
    nlohmann::json json = {{"run", toUtf8(result.folder)},
                           {"protocol", std::string(dataset::toString(result.settings.protocol))},
                           {"folds", folds},
                           {"mean", {{"trainAccuracy", result.mean.trainAccuracy}, {"trainLoss", result.mean.trainLoss},
                                     {"testAccuracy", result.mean.testAccuracy}, {"testLoss", result.mean.testLoss}}},
                           {"device", result.device},
                           {"precision", result.precision},
                           {"notices", result.notices}};
    addExternal(json["mean"], result.mean);
    json["batch"] = result.halvedBatch > 0 ? result.halvedBatch : result.settings.batch;
    if (result.weights)
        json["weights"] = {{"loaded", result.weights->loaded}, {"missing", result.weights->missing}, {"unexpected", result.weights->unexpected}};
    return json;
}

void printTable(const experiment::RunResult& result) {
    std::printf("%-6s %14s %10s %13s %9s %11s %7s\n", "fold", "train accuracy", "train loss", "test accuracy", "test loss", "best epoch", "epochs");
    for (const auto& f : result.folds)
        std::printf("%-6d %14.4f %10.4f %13.4f %9.4f %11d %7d%s\n", f.fold, f.trainAccuracy, f.trainLoss, f.testAccuracy, f.testLoss, f.bestEpoch,
                    f.epochs, f.stoppedEarly ? "  stopped early" : "");
    const auto& m = result.mean;
    std::printf("%-6s %14.4f %10.4f %13.4f %9.4f\n", "mean", m.trainAccuracy, m.trainLoss, m.testAccuracy, m.testLoss);
    for (const auto& f : result.folds)
        if (f.externalAccuracy && f.externalLoss) std::printf("external test, fold %d: accuracy %.4f, loss %.4f\n", f.fold, *f.externalAccuracy, *f.externalLoss);
    std::printf("run folder: %s\n", result.folder.c_str());
}

void sayProblems(const dataset::Dataset& data) {
    for (const auto& problem : data.problems) say("Passed over or worth knowing: [" + problem.code + "] " + problem.path.string() + ": " + problem.message);
}

int reportTrainingFailure(const Error& error) {
    if (error.code == ErrorCode::LeakingSplit) say("All such pairs: leukolens dataset check. To train all the same: --acknowledge-leaks \"why\".");
    return reportFailure(error);
}

void TrainingLog::onNotice(const std::string& text) {
    m_bar.clear();
    say("Note: " + text);
}

void TrainingLog::onWeights(const experiment::WeightsRecord& record) {
    m_bar.clear();
    say("Weights: " + std::to_string(record.loaded) + " tensors loaded, " + std::to_string(record.missing.size()) + " not" +
        (record.missing.empty() ? "." : " (initialised at random):"));
    for (const auto& name : record.missing) say("  " + name);
    if (!record.unexpected.empty()) say("In the file without a place in the network:");
    for (const auto& name : record.unexpected) say("  " + name);
}

void TrainingLog::onRunning() {
    if (!m_paused) return;
    m_paused = false;
    m_bar.clear();
    say("Training goes on.");
}

void TrainingLog::onPaused(const experiment::PauseRecord& record) {
    if (!record.trouble) return;  // nobody can pause a verb
    m_paused = true;
    m_bar.clear();
    say("leukolens: " + record.trouble->file.string() + ": " + record.trouble->what + ": training rests and tries again every 5 s; free some space, Ctrl+C stops it");
}

void TrainingLog::onEpoch(const experiment::EpochRecord& r) {
    char line[200];
    std::snprintf(line, sizeof line, "fold %d epoch %-3d train loss %.4f accuracy %.4f   validation loss %.4f accuracy %.4f   %.1f s%s", r.fold, r.epoch,
                  r.trainLoss, r.trainAccuracy, r.validationLoss, r.validationAccuracy, r.seconds, r.best ? "  *" : "");
    m_bar.clear();
    say(line);
}

void TrainingLog::onFold(const experiment::FoldRecord& r) {
    char line[160];
    std::snprintf(line, sizeof line, "fold %d done: best epoch %d, test accuracy %.4f, loss %.4f", r.fold, r.bestEpoch, r.testAccuracy, r.testLoss);
    m_bar.clear();
    say(line);
}

}  // namespace leukolens::cli
