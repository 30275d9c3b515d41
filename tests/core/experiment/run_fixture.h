// Runs on a handful of cells, watched and steered by a test.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <functional>

#include "core/base/files.h"
#include "core/experiment/run.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"
#include "tests/support/tiny_model.h"

namespace leukolens::experiment::test {

/// What is kept between runs lies in `folder` as long as this lives.
class CacheAt {
public:
    explicit CacheAt(const std::filesystem::path& folder) {
        if (const char* before = std::getenv("XDG_CACHE_HOME")) m_before = before;
        ::setenv("XDG_CACHE_HOME", folder.c_str(), 1);
    }
    ~CacheAt() {
        if (m_before.empty()) {
            ::unsetenv("XDG_CACHE_HOME");
        } else {
            ::setenv("XDG_CACHE_HOME", m_before.c_str(), 1);
        }
    }

private:
    std::string m_before;
};

class Recorder final : public RunObserver {
public:
    void onNotice(const std::string& text) override { notices.push_back(text); }
    void onValidation(const std::vector<std::vector<int>>& cells) override { validation = cells; }
    void onWeights(const WeightsRecord& record) override { weights.push_back(record); }
    void onRunning() override { ++runnings; }
    void onPaused(const PauseRecord& record) override {
        pauses.push_back(record);
        if (whenPaused) whenPaused();
    }
    void onEpoch(const EpochRecord& record) override {
        epochs.push_back(record);
        if (afterEpoch) afterEpoch(record);
    }
    void onFold(const FoldRecord& record) override { folds.push_back(record); }

    std::vector<std::string> notices;
    std::vector<WeightsRecord> weights;
    std::vector<std::vector<int>> validation;
    std::vector<PauseRecord> pauses;
    std::vector<EpochRecord> epochs;
    std::vector<FoldRecord> folds;
    int runnings = 0;
    std::function<void(const EpochRecord&)> afterEpoch;
    std::function<void()> whenPaused;
};

/// Stops or pauses after so many cells.
class Steering final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        last = progress;
        if (atCells > 0 && progress.stage.starts_with("Fold") && progress.done >= atCells) {
            atCells = 0;
            action();
        }
    }
    Progress last;
    std::int64_t atCells = 0;
    std::function<void()> action;
};

/// Stops in the middle of the second of several trainings (part_run.h).
class StopInSecond final : public ProgressSink {
public:
    explicit StopInSecond(CancelSource& stopper) : m_stopper(stopper) {}
    void report(const Progress& progress) override {
        if (progress.stage.starts_with("Training 2") && ++m_seen == 5) m_stopper.cancel();
    }

private:
    int m_seen = 0;
    CancelSource& m_stopper;
};

/// Fast settings that repeat bit by bit.
inline TrainSettings shortSettings() {
    TrainSettings settings;
    settings.inputPx = 75;
    settings.epochs = 2;
    settings.batch = 8;
    settings.folds = 2;
    settings.device = "cpu";
    settings.precision = "fp32";
    return settings;
}

class RunTest : public testing::Test {
protected:
    RunTest() : m_cache(m_folder / "cache"), m_data(leukolens::test::demoData(m_folder / "cells", 2)) {}

    RunControl control() { return {m_recorder, m_steering, m_source.token(), m_gate}; }

    Result<RunResult> run(const TrainSettings& settings, const char* name = "run") { return train(m_data, settings, m_folder / name, control()); }

    /// As another start of the program would: nothing of the earlier steering is left.
    Result<RunResult> goOn(const char* name = "run", const ResumeOptions& options = {}) {
        m_source = CancelSource();
        m_steering = Steering();
        m_recorder = Recorder();
        return resume(m_data, m_folder / name, options, control());
    }

    void stopAfterCells(std::int64_t cells) {
        m_steering.atCells = cells;
        m_steering.action = [this] { m_source.cancel(); };
    }

    /// Settings that train the last layer of a tiny model only: an epoch takes no time.
    TrainSettings frozenSettings() {
        if (m_model.empty()) m_model = leukolens::test::makeTinyModel(m_folder.path());
        TrainSettings settings = shortSettings();
        settings.weightsFile = m_model.string();
        settings.frozenUpTo = "trunk";
        settings.featureCopies = 1;
        settings.epochs = 6;
        return settings;
    }

    std::string text(const std::filesystem::path& file) { return readTextFile(m_folder / file, 1 << 24).value_or("(cannot be read)"); }

    /// All figures but the seconds, and the predictions.
    std::string figures(const char* name) {
        const auto record = readRun(m_folder / name);
        if (!record) return record.error().message();
        std::string all;
        for (EpochRecord row : record->history) {
            char line[300];
            std::snprintf(line, sizeof line, "%d %d %a %a %a %a %a %d\n", row.fold, row.epoch, row.trainLoss, row.trainAccuracy, row.validationLoss, row.validationAccuracy,
                          row.learningRate, row.best);
            all += line;
        }
        return all + text(std::filesystem::path(name) / "folds.csv") + text(std::filesystem::path(name) / "predictions.csv");
    }

    leukolens::test::TempFolder m_folder;
    CacheAt m_cache;
    dataset::Dataset m_data;
    Recorder m_recorder;
    Steering m_steering;
    CancelSource m_source;
    PauseGate m_gate;
    std::filesystem::path m_model;
};

}  // namespace leukolens::experiment::test
