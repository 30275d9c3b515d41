#include "core/experiment/learning_curve.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/dataset/split_share.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_evaluation.h"
#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

class LearningCurveTest : public test::RunTest {
protected:
    RunRecord trained(TrainSettings settings) {
        const auto result = run(settings);
        EXPECT_TRUE(result) << (result ? std::string() : result.error().message());
        return readRun(m_folder / "run").value_or(RunRecord());
    }

    Result<LearningCurve> made(const RunRecord& record) {
        LearningCurveOptions options;
        options.bootstrap.resamples = 50;
        return makeLearningCurve(record, m_data.source, options, m_steering, m_source.token());
    }

    /// Three folds of twelve subjects: three of each class train, one at 10 and 20 %, two at 40 and 60, all at 80.
    TrainSettings threeFolds() {
        TrainSettings settings = frozenSettings();
        settings.folds = 3;
        settings.epochs = 2;
        return settings;
    }

    std::vector<std::string> smallerRuns() {
        std::vector<std::string> names;
        for (const auto& entry : fs::directory_iterator(m_folder / "run" / kLearningCurveFolder)) names.push_back(entry.path().filename());
        std::ranges::sort(names);
        return names;
    }

    void expectRunsOnShares(const RunRecord& record, const LearningCurve& curve) {
        const auto whole = recordedSplit(m_data, record, false);
        ASSERT_TRUE(whole);
        for (std::size_t i = 0; i < curve.points.size(); ++i) {
            const auto& point = curve.points[i];
            SCOPED_TRACE(point.share);
            if (i > 0) {
                EXPECT_GT(point.subjects, curve.points[i - 1].subjects);
            }
            const auto folder = i + 1 == curve.points.size() ? record.result.folder : record.result.folder / kLearningCurveFolder / ("share-" + std::to_string(std::lround(100 * point.share)));
            const auto smaller = readRun(folder);
            ASSERT_TRUE(smaller) << smaller.error().message();
            EXPECT_TRUE(smaller->finished);
            EXPECT_EQ(smaller->result.settings.trainShare, point.share);
            const auto split = recordedSplit(m_data, *smaller, false);
            ASSERT_TRUE(split) << split.error().message();
            double subjects = 0, cells = 0;
            for (std::size_t k = 0; k < split->folds.size(); ++k) {
                EXPECT_EQ(split->folds[k].test, whole->folds[k].test);
                EXPECT_EQ(split->folds[k].validation, whole->folds[k].validation);
                subjects += dataset::unitsOf(m_data, split->protocol, split->folds[k].train) / 3.0;
                cells += static_cast<double>(split->folds[k].train.size()) / 3;
            }
            EXPECT_NEAR(point.subjects, subjects, 1e-9);
            EXPECT_NEAR(point.cells, cells, 1e-9);
            // The figures are those of the run's own answers.
            const auto input = evaluationInput(*smaller, {});
            ASSERT_TRUE(input);
            const evaluation::MetricEvaluator evaluator(input->test, evaluation::unitsOf(input->test), curve.keys, {input->positive, {}});
            const auto values = evaluator.evaluate();
            for (std::size_t k = 0; k < values.size(); ++k) EXPECT_EQ(point.figures[k].value, values[k]);
        }
    }

    void expectBadFilesAreSaid(const RunRecord& record) {
        const auto file = record.result.folder / kLearningCurveFile;
        auto json = nlohmann::json::parse(text("run/learning-curve.json"));
        json["points"][0]["metrics"].erase("accuracy");
        for (const std::string& damaged : {std::string("{"), json.dump(), std::string(R"({"version": 2})")}) {
            ASSERT_TRUE(writeFileAtomically(file, damaged));
            const auto read = readLearningCurve(record);
            ASSERT_FALSE(read);
            EXPECT_EQ(read.error().file, file);
        }
        // A folder of that name with another run in it is left alone.
        auto other = record;
        other.result.settings.dropout = 0.25;
        const auto refused = made(other);
        ASSERT_FALSE(refused);
        EXPECT_EQ(refused.error().code, ErrorCode::AlreadyExists) << refused.error().message();
    }
};

TEST_F(LearningCurveTest, PointsAreTheRunOnSharesOfItsSubjectsTestedAsItWas) {
    const auto record = trained(threeFolds());
    EXPECT_FALSE(*readLearningCurve(record));
    test::StopInSecond stopping(m_source);
    LearningCurveOptions options;
    options.bootstrap.resamples = 50;
    const auto stopped = makeLearningCurve(record, m_data.source, options, stopping, m_source.token());
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    const auto part = readLearningCurve(record);
    ASSERT_TRUE(part && *part);
    EXPECT_EQ((*part)->points.size(), 2u);
    EXPECT_EQ((*part)->planned, 3u);

    m_source = CancelSource();
    const auto curve = made(record);
    ASSERT_TRUE(curve) << curve.error().message();
    EXPECT_EQ(smallerRuns(), (std::vector<std::string>{"share-20", "share-60"})) << "shares that keep the same subjects are trained once";
    EXPECT_EQ(curve->points.size(), 3u);
    EXPECT_EQ(curve->planned, 3u);
    EXPECT_TRUE(curve->overSubjects);
    expectRunsOnShares(record, *curve);
    const auto read = readLearningCurve(record);
    ASSERT_TRUE(read && *read);
    ASSERT_EQ((*read)->points.size(), curve->points.size());
    EXPECT_EQ((*read)->planned, curve->planned);
    for (std::size_t i = 0; i < curve->points.size(); ++i) {
        EXPECT_EQ((*read)->points[i].subjects, curve->points[i].subjects);
        for (std::size_t k = 0; k < curve->keys.size(); ++k) {
            EXPECT_EQ((*read)->points[i].figures[k].value, curve->points[i].figures[k].value);
            EXPECT_EQ((*read)->points[i].figures[k].percentile.has_value(), curve->points[i].figures[k].percentile.has_value());
        }
    }

    const std::string log = text("run/learning-curve/share-20/log.txt");
    ASSERT_TRUE(made(record));
    EXPECT_EQ(text("run/learning-curve/share-20/log.txt"), log) << "what is there is not trained again";
    expectBadFilesAreSaid(record);
}

TEST_F(LearningCurveTest, RunsThatHaveNoCurveAreRefused) {
    TrainSettings settings = threeFolds();
    settings.trainShare = 0.5;
    const auto shared = trained(settings);
    EXPECT_EQ(made(shared).error().code, ErrorCode::InvalidArgument);
    auto record = shared;
    record.result.settings.trainShare = 1;
    record.finished = false;
    EXPECT_EQ(made(record).error().code, ErrorCode::InvalidArgument);
    record.finished = true;
    record.extensions.push_back({2, {2, 2, 2}});
    EXPECT_EQ(made(record).error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(fs::exists(m_folder / "run" / kLearningCurveFolder));
}

}  // namespace
}  // namespace leukolens::experiment
