// A run folder as training leaves it, written by hand: evaluated without a network. Same numbers everywhere.
#pragma once

#include <QColor>
#include <QImage>
#include <QString>

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/csv.h"
#include "core/base/files.h"
#include "core/dataset/subject_facts.h"
#include "core/experiment/history.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_files.h"
#include "core/experiment/train_settings.h"

namespace leukolens::test {

struct HandMadeRun {
    dataset::Protocol protocol = dataset::Protocol::Patient;
    int classes = 2;  ///< 2: all and hem; up to 8: kinds of blood cells, of which none is a blast
    int cells = 48;
    bool subjects = true, validation = true, facts = false, pictures = true;
    int epochs = 50;       ///< setting alone: three were run
    int firstSubject = 1;  ///< another number: in part other people
    std::vector<std::string> notices = {};
};

struct HandMadeCell {
    std::string path, subject;
    int number = 0;  ///< of the subject, from 0 on
    int fold = 1, label = 0;
    std::vector<double> probabilities;
};

inline std::vector<std::string> handMadeClasses(int count) {
    if (count == 2) return {"all", "hem"};
    const std::vector<std::string> kinds = {"basophil", "eosinophil", "erythroblast", "ig", "lymphocyte", "monocyte", "neutrophil", "platelet"};
    return {kinds.begin(), kinds.begin() + count};
}

/// Twelve subjects of two classes, two of each of more classes, one class a subject, dealt to two folds. One cell in eleven is called the next class, and three in four of subject P01 besides.
inline HandMadeCell handMadeCell(const HandMadeRun& how, int i) {
    const int people = how.classes == 2 ? 12 : 2 * how.classes;
    HandMadeCell cell;
    cell.number = how.firstSubject - 1 + i % people;
    cell.label = cell.number % how.classes;
    cell.fold = 1 + cell.number / how.classes % 2;
    const std::string name = std::to_string(cell.number + 1);
    cell.subject = (name.size() < 2 ? "P0" : "P") + name;
    cell.path = cell.subject + "/cell " + std::to_string(i) + ".png";
    const bool wrong = (cell.number == 0 && i / people % 4 != 3) || (i * 13 + 5) % 11 == 0;
    const auto called = static_cast<std::size_t>(wrong ? (cell.label + 1) % how.classes : cell.label);
    const double sure = 0.55 + 0.4 * (i * 37 % 101) / 101.0;
    cell.probabilities.assign(static_cast<std::size_t>(how.classes), (1 - sure) / (how.classes - 1));
    cell.probabilities[called] = sure;
    return cell;
}

inline void writeText(const std::filesystem::path& file, const std::string& text) {
    std::filesystem::create_directories(file.parent_path());
    const auto written = writeFileAtomically(file, std::string_view(text));
    EXPECT_TRUE(written) << file.string();
}

/// predictions.csv or validation.csv of these cells, as answered by the network of `fold`; 0: each by its own fold's.
inline std::string handMadeAnswers(const HandMadeRun& how, const std::vector<HandMadeCell>& cells, int fold) {
    const auto classes = handMadeClasses(how.classes);
    std::string text = "path,subject,fold,label,predicted";
    for (const auto& name : classes) text += ",p_" + name;
    text += '\n';
    for (const auto& cell : cells) {
        if (fold > 0 && cell.fold == fold) continue;  // it is tested there
        const auto called = static_cast<std::size_t>(std::max_element(cell.probabilities.begin(), cell.probabilities.end()) - cell.probabilities.begin());
        text += csvField(cell.path) + ',' + (how.subjects ? cell.subject : std::string()) + ',' + std::to_string(fold > 0 ? fold : cell.fold) + ',' + classes[static_cast<std::size_t>(cell.label)] + ',' + classes[called];
        for (const double p : cell.probabilities) text += ',' + nlohmann::json(p).dump();
        text += '\n';
    }
    return text;
}

inline nlohmann::json handMadeSettings(const HandMadeRun& how, const std::vector<HandMadeCell>& cells, const std::filesystem::path& root) {
    experiment::TrainSettings settings;
    settings.protocol = how.protocol;
    settings.folds = 2;
    settings.epochs = how.epochs;
    nlohmann::json json = experiment::toJson(settings);
    json["used"] = {{"program", "Leukolens"}, {"device", "cpu"}, {"precision", "fp32"}};
    const auto classes = handMadeClasses(how.classes);
    std::map<std::string, int> counts;
    for (const auto& cell : cells) ++counts[classes[static_cast<std::size_t>(cell.label)]];
    json["data"] = {{"root", toUtf8(root)}, {"source", toUtf8(root)}, {"cells", how.cells}, {"sha256", std::string(64, '0')}};
    json["data"]["classes"] = counts;
    return json;
}

inline void writeHandMadeEpochs(const std::filesystem::path& run) {
    std::string history = experiment::historyHeader();
    std::vector<experiment::FoldRecord> folds;
    for (int fold = 1; fold <= 2; ++fold) {
        for (int epoch = 1; epoch <= 3; ++epoch) {
            experiment::EpochRecord row;
            row.fold = fold;
            row.epoch = epoch;
            row.trainLoss = 0.7 / epoch;
            row.trainAccuracy = 0.6 + 0.1 * epoch;
            row.validationLoss = epoch == 3 ? 0.6 : 0.8 / epoch;
            row.validationAccuracy = 0.5 + 0.1 * epoch;
            row.learningRate = 1e-3;
            row.seconds = 1;
            row.best = epoch < 3;
            history += experiment::toCsv(row);
        }
        experiment::FoldRecord record;
        record.fold = fold;
        record.bestEpoch = 2;
        record.epochs = 3;
        record.trainAccuracy = 0.8 + 0.01 * fold;
        record.trainLoss = 0.35;
        record.testAccuracy = 0.7 + 0.01 * fold;
        record.testLoss = 0.45;
        record.model = experiment::modelOf(run, fold);
        folds.push_back(record);
    }
    writeText(run / "history.csv", history);
    writeText(run / "folds.csv", experiment::foldsCsv(folds, experiment::meanOf(folds), run));
}

/// Writes FOLDER/NAME and the pictures below FOLDER/cells. There are no models. Returns the run's folder.
inline std::filesystem::path makeRun(const std::filesystem::path& folder, const char* name, const HandMadeRun& how = {}) {
    const auto run = folder / name, root = folder / "cells";
    std::vector<HandMadeCell> cells;
    for (int i = 0; i < how.cells; ++i) cells.push_back(handMadeCell(how, i));
    writeText(run / "settings.json", handMadeSettings(how, cells, root).dump(2) + '\n');
    writeHandMadeEpochs(run);
    writeText(run / experiment::kPredictionsFile, handMadeAnswers(how, cells, 0));
    if (how.validation)
        for (int fold = 1; fold <= 2; ++fold) writeText(experiment::folderOf(run, fold) / experiment::kValidationFile, handMadeAnswers(how, cells, fold));
    if (how.facts) {
        dataset::FactsBySubject facts;
        for (const auto& cell : cells) facts[cell.subject].sex = cell.number % 4 < 2 ? dataset::Sex::Female : dataset::Sex::Male;
        writeText(run / experiment::kFactsFile, dataset::toJson(facts).dump());
    }
    if (!how.notices.empty()) writeText(run / "outcome.json", nlohmann::json({{"version", 1}, {"notices", how.notices}}).dump());
    if (!how.pictures) return run;
    for (const auto& cell : cells) {
        std::filesystem::create_directories((root / cell.path).parent_path());
        QImage picture(24, 24, QImage::Format_RGB32);
        picture.fill(QColor::fromHsv(cell.number * 15 % 360, 160, 200));
        EXPECT_TRUE(picture.save(QString::fromStdString((root / cell.path).string()), "PNG")) << cell.path;
    }
    return run;
}

}  // namespace leukolens::test
