// Stopped, killed, spoilt, moved: a run goes on to the curve of one that nobody touched.
#include <gtest/gtest.h>
#include <algorithm>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/dataset/apply_decisions.h"
#include "core/dataset/corrections.h"
#include "core/dataset/reader.h"
#include "core/experiment/history.h"
#include "core/experiment/planned_split.h"
#include "core/inference/export_weights.h"
#include "core/inference/model_bundle.h"
#include "tests/core/experiment/run_fixture.h"
#include "tests/support/other_user.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;
using test::shortSettings;

class ResumeTest : public test::RunTest {
protected:
    fs::path newestCheckpoint(const char* run, int fold = 1) {
        const fs::path folder = m_folder / run / ("fold-" + std::to_string(fold)) / "checkpoint";
        return folder / leukolens::test::entries(folder).back();
    }

    void expectSame(const char* expected, const char* found) { EXPECT_EQ(figures(expected), figures(found)); }

    /// Frozen trunk, stopped within the second fold.
    void stoppedRun(const char* name = "run") {
        stopAfterCells(100);
        const auto stopped = run(frozenSettings(), name);
        ASSERT_FALSE(stopped);
        ASSERT_EQ(stopped.error().code, ErrorCode::Cancelled) << stopped.error().message();
        m_source = CancelSource();
    }
};

TEST_F(ResumeTest, TheWholeNetworkGoesOnBitByBitAfterAStopWithinAnEpoch) {
    TrainSettings settings = shortSettings();
    settings.emaDecay = 0.9;
    ASSERT_TRUE(run(settings, "whole"));
    stopAfterCells(8);
    ASSERT_FALSE(run(settings));
    EXPECT_TRUE(readRun(m_folder / "run")->history.empty());
    EXPECT_EQ(newestCheckpoint("run").filename(), "00000001.checkpoint");
    const auto result = goOn();
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(m_steering.last.done, m_steering.last.total);
    expectSame("whole", "run");
    // The weights too, not only what was measured with them.
    for (const char* fold : {"fold-1", "fold-2"})
        EXPECT_EQ(inference::readModelBundle(m_folder / "whole" / fold / "best.leukomodel")->card.weightsSha256,
                  inference::readModelBundle(m_folder / "run" / fold / "best.leukomodel")->card.weightsSha256);
}

TEST_F(ResumeTest, EveryMomentToStopLeadsToTheSameCurve) {
    TrainSettings settings = frozenSettings();
    settings.schedule = Schedule::Plateau;
    settings.plateauEpochs = 1;
    settings.classBalance = ClassBalance::Sampling;
    settings.optimizer = engine::OptimizerKind::Sgd;
    settings.folds = 3;
    settings.epochs = 4;
    ASSERT_TRUE(run(settings, "whole"));
    const std::int64_t total = m_steering.last.total;
    for (std::int64_t cells = 1; cells < total; cells += 47) {
        SCOPED_TRACE(cells);
        const std::string name = "stopped at " + std::to_string(cells);
        m_source = CancelSource();
        m_steering = test::Steering();
        stopAfterCells(cells);
        const auto stopped = run(settings, name.c_str());
        ASSERT_FALSE(stopped);
        const auto result = goOn(name.c_str());
        ASSERT_TRUE(result) << result.error().message();
        ASSERT_EQ(figures("whole"), figures(name.c_str()));
    }
}

TEST_F(ResumeTest, APauseWritesACheckpointRestsAndChangesNothing) {
    TrainSettings settings = frozenSettings();
    ASSERT_TRUE(run(settings, "whole"));
    m_steering = test::Steering();
    m_recorder = test::Recorder();
    m_steering.atCells = 10;  // within the first epoch
    m_steering.action = [this] { m_gate.pause(); };
    std::int64_t cellsWhenPaused = -1;
    std::vector<std::string> kept;
    m_recorder.whenPaused = [&] {
        cellsWhenPaused = m_steering.last.done;
        kept = leukolens::test::entries(m_folder / "run" / "fold-1" / "checkpoint");
        m_gate.resume();
    };
    ASSERT_TRUE(run(settings));
    ASSERT_EQ(m_recorder.pauses.size(), 1u);
    EXPECT_FALSE(m_recorder.pauses[0].trouble);
    EXPECT_LE(cellsWhenPaused, 10 + settings.batch);
    EXPECT_EQ(kept.size(), 1u);
    EXPECT_EQ(m_recorder.runnings, 2);
    expectSame("whole", "run");
}

TEST_F(ResumeTest, StoppedInAPauseItGoesOnFromThere) {
    TrainSettings settings = frozenSettings();
    ASSERT_TRUE(run(settings, "whole"));
    m_steering = test::Steering();
    m_steering.atCells = 30;
    m_steering.action = [this] { m_gate.pause(); };
    m_recorder.whenPaused = [this] { m_source.cancel(); };
    EXPECT_EQ(run(settings).error().code, ErrorCode::Cancelled);
    m_gate.resume();
    ASSERT_TRUE(goOn());
    expectSame("whole", "run");
}

TEST_F(ResumeTest, ASpoiltNewestCheckpointIsPassedOver) {
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    stoppedRun("torn");
    fs::resize_file(newestCheckpoint("torn", 2), fs::file_size(newestCheckpoint("torn", 2)) / 2);
    ASSERT_TRUE(goOn("torn"));
    expectSame("whole", "torn");
    EXPECT_NE(text("torn/log.txt").find("Passed over: "), std::string::npos);

    m_steering = test::Steering();
    stoppedRun("flipped");
    {
        std::fstream file(newestCheckpoint("flipped", 2), std::ios::in | std::ios::out | std::ios::binary);
        file.seekp(200);
        file.put('!');
    }
    ASSERT_TRUE(goOn("flipped"));
    expectSame("whole", "flipped");
}

TEST_F(ResumeTest, SmallFilesThatAPowerCutToreCostNothing) {
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    for (const auto& [name, size] : std::vector<std::pair<const char*, int>>{{"history.csv", 0}, {"history.csv", 30}, {"history.csv", 200}, {"outcome.json", 5}, {"log.txt", 3}}) {
        SCOPED_TRACE(std::string(name) + ' ' + std::to_string(size));
        fs::remove_all(m_folder / "run");
        m_steering = test::Steering();
        stoppedRun();
        fs::resize_file(m_folder / "run" / name, static_cast<std::uintmax_t>(size));
        const auto result = goOn();
        ASSERT_TRUE(result) << result.error().message();
        expectSame("whole", "run");
    }
    fs::remove_all(m_folder / "run");
    m_steering = test::Steering();
    stoppedRun();
    fs::remove(m_folder / "run" / "history.csv");
    ASSERT_TRUE(goOn());
    expectSame("whole", "run");
}

TEST_F(ResumeTest, ImpossibleNumbersInARunFolderAreDamageNotACrash) {
    stoppedRun();
    const fs::path file = m_folder / "run" / "settings.json";
    const auto good = nlohmann::json::parse(*readTextFile(file, 1 << 20));
    for (const auto& [key, value] : std::map<std::string, nlohmann::json>{{"batch", 0}, {"inputPx", 2000000000}, {"weightsFile", ""}, {"featureCopies", -1}}) {
        auto bad = good;
        bad[key] = value;
        ASSERT_TRUE(writeFileAtomically(file, bad.dump()));
        const auto result = goOn();
        ASSERT_FALSE(result) << key;
        EXPECT_EQ(result.error().code, ErrorCode::ReadFailed) << key;
        EXPECT_EQ(result.error().file, file);
    }
    ASSERT_TRUE(writeFileAtomically(file, good.dump()));
    auto folds = *readFolds(m_folder / "run" / "folds.csv");
    folds[0].fold = 7;
    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "folds.csv", foldsCsv(folds, meanOf(folds), m_folder / "run")));
    EXPECT_EQ(goOn().error().code, ErrorCode::ReadFailed);
}

TEST_F(ResumeTest, ManyCellsGoneAndAcceptedItStillGoesOn) {
    TrainSettings settings = frozenSettings();
    settings.batch = 2;
    stopAfterCells(100);
    ASSERT_FALSE(run(settings));
    const auto before = leukolens::test::entries(m_folder / "run" / "fold-2" / "checkpoint");
    // What is left of the folds as they were: a split that is planned anew would be another.
    auto left = m_recorder.validation;
    const auto planned = *plannedSplit(m_data, settings);
    for (std::size_t i = 0; i < m_data.cells.size(); i += 3) {
        fs::remove(m_data.cells[i].path);
        for (std::size_t fold = 0; fold < planned.folds.size(); ++fold)
            left[fold][static_cast<std::size_t>(m_data.cells[i].classIndex)] -= static_cast<int>(std::ranges::count(planned.folds[fold].validation, static_cast<int>(i)));
    }
    NoProgress progress;
    m_data = *dataset::readDataset(m_folder / "cells", progress, {});
    const auto result = goOn("run", {0, true});
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_GT(leukolens::test::entries(m_folder / "run" / "fold-2" / "checkpoint").back(), before.back());
    EXPECT_EQ(m_recorder.validation, left);
}

/// Weights whose last layer answers with numbers that float32 does not hold.
fs::path spoilt(const fs::path& model, const fs::path& into) {
    EXPECT_TRUE(inference::exportWeights(model, into));
    Bytes bytes = *readFile(into, 1u << 30);
    std::uint64_t length = 0;
    for (int i = 7; i >= 0; --i) length = length << 8 | bytes[static_cast<std::size_t>(i)];
    const auto header = nlohmann::json::parse(bytes.begin() + 8, bytes.begin() + 8 + static_cast<std::ptrdiff_t>(length));
    const auto at = 8 + length + header.at("fc.weight").at("data_offsets").at(0).get<std::uint64_t>();
    const float huge = 3e38f;
    for (std::size_t i = 0; i < 2048; ++i) std::memcpy(bytes.data() + at + i * sizeof huge, &huge, sizeof huge);
    EXPECT_TRUE(writeFileAtomically(into, bytes));
    return into;
}

TEST_F(ResumeTest, ALossThatIsNoNumberStopsTheFoldWithAnExplanation) {
    TrainSettings settings = frozenSettings();
    settings.weightsFile = spoilt(m_model, m_folder / "spoilt.safetensors").string();
    const auto result = run(settings);
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::Diverged);
    EXPECT_NE(result.error().what.find("fold 1 is no longer a number (epoch 1"), std::string::npos) << result.error().what;
    EXPECT_NE(result.error().advice.find("lower learning rate"), std::string::npos);
    EXPECT_TRUE(readRun(m_folder / "run")->history.empty());
    EXPECT_FALSE(fs::exists(m_folder / "run" / "fold-1" / "checkpoint")) << "no checkpoint of such weights";
}

TEST_F(ResumeTest, LabelsThatAPersonChangedAreThoseOfTheRun) {
    const dataset::Dataset read = m_data;
    dataset::Corrections corrections;
    const auto& first = read.cells.front();
    const auto& classes = read.classes;
    corrections.put({dataset::Correction::Kind::Relabel, first.sha256, classes[static_cast<std::size_t>(first.classIndex)], classes[static_cast<std::size_t>(1 - first.classIndex)], "seen again", "t"});
    corrections.put({dataset::Correction::Kind::Exclude, read.cells.back().sha256, classes[static_cast<std::size_t>(read.cells.back().classIndex)], {}, "blurred", "t"});
    m_data = dataset::withCorrections(read, corrections)->dataset;
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    stoppedRun();
    m_data = read;  // as the folder has them
    const auto result = goOn();
    ASSERT_TRUE(result) << result.error().message();
    expectSame("whole", "run");
    const auto& notices = result->notices;
    EXPECT_TRUE(std::ranges::any_of(notices, [](const std::string& text) { return text.starts_with("Labels were changed by hand: 1 cells relabelled, 1 left out"); }));

    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "corrections.json", std::string_view("[]")));
    EXPECT_EQ(goOn("run", {1, false}).error().code, ErrorCode::ReadFailed);
}

TEST_F(ResumeTest, WhatWasDecidedAboutDuplicatesIsThatOfTheRun) {
    const dataset::Dataset read = m_data;
    dataset::LeakDecisions decisions;
    decisions.set(read.cells[0].sha256, read.cells[1].sha256, dataset::LeakDecision::Drop);
    m_data = dataset::applyDecisions(read, decisions);
    ASSERT_EQ(m_data.cells.size(), read.cells.size() - 1);
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    stoppedRun();
    m_data = read;  // as the folder has them
    const auto result = goOn();
    ASSERT_TRUE(result) << result.error().message();
    expectSame("whole", "run");
    EXPECT_TRUE(std::ranges::any_of(result->notices, [](const std::string& text) { return text.ends_with("by hand: 1 pairs (duplicates.json)."); }));

    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "duplicates.json", std::string_view("[]")));
    EXPECT_EQ(goOn("run", {1, false}).error().code, ErrorCode::ReadFailed);
}

TEST_F(ResumeTest, WithoutAnyCheckpointTheFoldBeginsAgain) {
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    stoppedRun();
    fs::remove_all(m_folder / "run" / "fold-2" / "checkpoint");
    ASSERT_TRUE(goOn());
    expectSame("whole", "run");
}

TEST_F(ResumeTest, AMovedFolderAndMovedDataAreTheSameRun) {
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    stoppedRun();
    fs::rename(m_folder / "run", m_folder / "elsewhere");
    fs::rename(m_folder / "cells", m_folder / "other cells");
    NoProgress progress;
    m_data = *dataset::readDataset(m_folder / "other cells", progress, {});
    const auto result = goOn("elsewhere");
    ASSERT_TRUE(result) << result.error().message();
    EXPECT_EQ(result->folds[0].model, m_folder / "elsewhere" / "fold-1" / "best.leukomodel");
    expectSame("whole", "elsewhere");
}

TEST_F(ResumeTest, StartWeightsMayLieInTheRunFolder) {
    stoppedRun();
    fs::rename(m_model, m_folder / "run" / m_model.filename());
    ASSERT_TRUE(goOn());
}

TEST_F(ResumeTest, StartWeightsThatAreGoneAreNamed) {
    stoppedRun();
    fs::remove(m_model);
    const auto result = goOn();
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotFound);
    EXPECT_EQ(result.error().file, m_model);
}

TEST_F(ResumeTest, ChangedDataAreRefusedUnlessAccepted) {
    stoppedRun();
    const fs::path gone = m_data.cells[5].path;
    fs::remove(gone);
    NoProgress progress;
    m_data = *dataset::readDataset(m_folder / "cells", progress, {});
    const auto refused = goOn();
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, ErrorCode::DataChanged);
    const auto accepted = goOn("run", {0, true});
    ASSERT_TRUE(accepted) << accepted.error().message();
    EXPECT_NE(accepted->notices.back().find("data changed"), std::string::npos);
    EXPECT_TRUE(readRun(m_folder / "run")->finished);
}

TEST_F(ResumeTest, AFinishedRunIsExtendedAtTheLastRate) {
    const TrainSettings settings = frozenSettings();
    ASSERT_TRUE(run(settings));
    const auto before = readRun(m_folder / "run");
    EXPECT_EQ(goOn().error().code, ErrorCode::InvalidArgument);
    const auto extended = goOn("run", {3, false});
    ASSERT_TRUE(extended) << extended.error().message();
    EXPECT_EQ(m_steering.last.done, m_steering.last.total);
    const auto after = readRun(m_folder / "run");
    ASSERT_TRUE(after->finished);
    ASSERT_EQ(after->extensions.size(), 1u);
    EXPECT_EQ(after->extensions[0].epochs, 3);
    ASSERT_EQ(after->result.folds.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        EXPECT_EQ(after->extensions[0].from[i], before->result.folds[i].epochs);
        EXPECT_EQ(after->result.folds[i].epochs, before->result.folds[i].epochs + 3);
    }
    EXPECT_EQ(after->history.size(), before->history.size() + 6);
    for (const auto& row : after->history) {
        if (row.epoch > settings.epochs) {
            EXPECT_DOUBLE_EQ(row.learningRate, settings.learningRate / 100);
        }
    }
    // The settings are those that the run began with, and a second extension follows the first.
    EXPECT_EQ(settingsHash(after->result.settings), settingsHash(settings));
    ASSERT_TRUE(goOn("run", {1, false}));
    EXPECT_EQ(readRun(m_folder / "run")->result.folds[1].epochs, before->result.folds[1].epochs + 4);
}

TEST_F(ResumeTest, AStoppedExtensionGoesOnToTheSameCurve) {
    ASSERT_TRUE(run(frozenSettings(), "whole"));
    fs::copy(m_folder / "whole", m_folder / "run", fs::copy_options::recursive);
    ASSERT_TRUE(goOn("whole", {4, false}));
    m_steering = test::Steering();
    stopAfterCells(30);
    ASSERT_FALSE(resume(m_data, m_folder / "run", {4, false}, control()));
    EXPECT_FALSE(readRun(m_folder / "run")->finished);
    EXPECT_EQ(goOn("run", {4, false}).error().code, ErrorCode::InvalidArgument);  // not before it is finished
    ASSERT_TRUE(goOn());
    expectSame("whole", "run");
}

TEST_F(ResumeTest, WithoutCheckpointsAFinishedRunCannotBeExtended) {
    ASSERT_TRUE(run(frozenSettings()));
    fs::remove_all(m_folder / "run" / "fold-2" / "checkpoint");
    const auto result = goOn("run", {3, false});
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().code, ErrorCode::NotFound);
    EXPECT_TRUE(readRun(m_folder / "run")->finished);
    EXPECT_TRUE(readRun(m_folder / "run")->extensions.empty());
}

/// What a run of the program's first format looked like, made of one of today's.
void makeVersionOne(const fs::path& folder) {
    auto settings = nlohmann::json::parse(*readTextFile(folder / "settings.json", 1 << 20));
    const auto today = settings;
    settings = {{"version", 1}, {"used", today["used"]}, {"data", today["data"]}};
    for (const char* key : {"protocol", "folds", "epochs", "patienceEpochs", "inputPx", "batch", "learningRate", "weightDecay", "auxiliaryWeight", "dropout", "augment",
                            "network", "weightsFile", "device", "precision", "seed"})
        settings[key] = today[key];
    ASSERT_TRUE(writeFileAtomically(folder / "settings.json", settings.dump(2)));
    for (const char* fold : {"fold-1", "fold-2"}) {
        fs::remove_all(folder / fold / "checkpoint");
        fs::remove(folder / fold / "predictions.csv");
    }
}

TEST_F(ResumeTest, ARunOfVersionOneOpensAndGoesOn) {
    TrainSettings settings = shortSettings();
    settings.epochs = 1;
    ASSERT_TRUE(run(settings, "whole"));
    fs::copy(m_folder / "whole", m_folder / "run", fs::copy_options::recursive);
    makeVersionOne(m_folder / "run");
    const auto record = readRun(m_folder / "run");
    ASSERT_TRUE(record) << record.error().message();
    EXPECT_EQ(record->result.settings, settings);
    EXPECT_TRUE(record->finished);
    // Stopped after its first fold: the second is trained from the beginning.
    auto folds = *readFolds(m_folder / "run" / "folds.csv");
    folds.pop_back();
    ASSERT_TRUE(writeFileAtomically(m_folder / "run" / "folds.csv", foldsCsv(folds, meanOf(folds), m_folder / "run")));
    const auto result = goOn();
    ASSERT_TRUE(result) << result.error().message();
    expectSame("whole", "run");
}

TEST_F(ResumeTest, WhatInterruptedWritesLeftIsRemoved) {
    stoppedRun();
    const fs::path left = m_folder / "run" / "fold-2" / "checkpoint" / ".00000009.checkpoint.77-0.tmp";
    ASSERT_TRUE(writeFileAtomically(left, std::string_view("half")));
    ASSERT_TRUE(goOn());
    EXPECT_FALSE(fs::exists(left));
}

TEST_F(ResumeTest, AFolderThatMayNotBeWrittenIsRefusedAndStaysAsItWas) {
    stoppedRun();
    leukolens::test::openToAll(m_folder.path());
    const std::string before = text("run/log.txt");
    EXPECT_TRUE(leukolens::test::holdsForOtherUser([&] {
        const auto result = goOn();
        return !result && result.error().code == ErrorCode::NoPermission;
    }));
    EXPECT_EQ(text("run/log.txt"), before);
}

TEST_F(ResumeTest, TwoProgramsNeverTrainIntoOneFolder) {
    Result<RunResult> second = fail(ErrorCode::Internal, "never tried");
    m_recorder.afterEpoch = [&](const EpochRecord& row) {
        if (row.fold != 1 || row.epoch != 2) return;
        test::Recorder other;
        NoProgress progress;
        const CancelToken cancel;
        second = resume(m_data, m_folder / "run", {}, {other, progress, cancel, m_gate});
    };
    ASSERT_TRUE(run(frozenSettings()));
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, ErrorCode::AlreadyExists);
}

TEST_F(ResumeTest, NoRunFolderIsNotFound) {
    EXPECT_EQ(goOn("nothing").error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::experiment
