#include "core/experiment/model_comparison.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/experiment/comparison_file.h"
#include "core/experiment/run_evaluation.h"
#include "tests/core/experiment/run_fixture.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

constexpr const char* kSmall = "mobilenet_v3_small";
constexpr const char* kOther = "efficientnet_b0";
constexpr const char* kReference = "inception_v3";

class ModelComparisonTest : public test::RunTest {
protected:
    TrainSettings base() {
        TrainSettings settings = test::shortSettings();
        settings.epochs = 1;
        return settings;
    }

    Result<ModelComparison> begin(const std::vector<ComparisonEntry>& entries, const TrainSettings& settings, const char* name = "compared") {
        evaluation::BootstrapOptions bootstrap;
        bootstrap.resamples = 50;
        return beginComparison(m_data, settings, entries, m_folder / name, {}, bootstrap, m_steering, {});
    }

    Result<void> goOn(ModelComparison& comparison) {
        m_source = CancelSource();
        return goOnWithComparison(m_data, comparison, {control()});
    }

    evaluation::PredictionTable answers(const std::string& row) {
        auto table = evaluation::readPredictions(m_folder / "compared" / kComparedRuns / row / "predictions.csv");
        EXPECT_TRUE(table) << row;
        return table.value_or(evaluation::PredictionTable());
    }

    void expectFilled(const ComparedRow& row) {
        SCOPED_TRACE(row.name);
        EXPECT_EQ(row.state, RowState::Done);
        ASSERT_EQ(row.figures.size(), 4u);
        for (const auto& figure : row.figures) {
            EXPECT_TRUE(std::isfinite(figure.value));
            EXPECT_TRUE(figure.percentile);
        }
        EXPECT_GT(row.parameters, 1'000'000);
        EXPECT_EQ(row.secondsAnEpoch.has_value(), !row.isEnsemble());
        ASSERT_TRUE(row.imagesASecond);
        EXPECT_GT(*row.imagesASecond, 0);
        EXPECT_EQ(row.device, "cpu");
        EXPECT_EQ(row.difference.has_value(), row.name != kReference);
    }
};

TEST_F(ModelComparisonTest, EveryRowIsFilledOverOneSplitAndAStopLosesNothing) {
    auto comparison = begin({{kSmall, {}}, {kReference, {}}, {kOther, {}}}, base());
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_FALSE(comparison->finished());
    test::StopInSecond stopping(m_source);
    std::vector<int> steps;
    const RunControl steered{m_recorder, stopping, m_source.token(), m_gate};
    const auto stopped = goOnWithComparison(m_data, *comparison, {steered, [&](const ModelComparison&, int row) { steps.push_back(row); }});
    ASSERT_FALSE(stopped);
    EXPECT_EQ(stopped.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(steps, (std::vector<int>{0, 1}));
    auto kept = readComparison(m_folder / "compared");
    ASSERT_TRUE(kept) << kept.error().message();
    EXPECT_EQ(kept->rows[0].state, RowState::Done);
    EXPECT_FALSE(kept->rows[0].difference) << "there is no InceptionV3 yet";
    EXPECT_EQ(kept->rows[1].state, RowState::Waiting);

    const std::string log = text("compared/runs/mobilenet_v3_small/log.txt");
    const auto done = goOn(*kept);
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(text("compared/runs/mobilenet_v3_small/log.txt"), log) << "what is done is left alone";
    EXPECT_TRUE(kept->finished());
    EXPECT_EQ(kept->reference, kReference);
    ASSERT_EQ(kept->rows.size(), 4u);
    for (const auto& row : kept->rows) expectFilled(row);
    EXPECT_EQ(text("compared/runs/inception_v3/split.json"), text("compared/runs/efficientnet_b0/split.json"));
    EXPECT_EQ(kept->rows[3].parameters, kept->rows[0].parameters + kept->rows[1].parameters + kept->rows[2].parameters);
    const double together = 1 / (1 / *kept->rows[0].imagesASecond + 1 / *kept->rows[1].imagesASecond + 1 / *kept->rows[2].imagesASecond);
    EXPECT_NEAR(*kept->rows[3].imagesASecond, together, 1e-9 * together);
    EXPECT_NEAR(kept->rows[0].difference->difference, kept->rows[0].figures[0].value - kept->rows[1].figures[0].value, 1e-12);

    // The ensemble's figures are those of the mean of the answers.
    auto mean = answers(kSmall);
    const auto second = answers(kReference), third = answers(kOther);
    for (std::size_t i = 0; i < mean.probabilities.size(); ++i) mean.probabilities[i] = (mean.probabilities[i] + second.probabilities[i] + third.probabilities[i]) / 3;
    const auto input = evaluationInput(*readRun(m_folder / "compared/runs/inception_v3"), {});
    ASSERT_TRUE(input);
    const auto values = evaluation::MetricEvaluator(mean, evaluation::unitsOf(mean), kept->keys, {input->positive, {}}).evaluate();
    for (std::size_t k = 0; k < values.size(); ++k) EXPECT_NEAR(kept->rows[3].figures[k].value, values[k], 1e-12) << k;

    const auto read = readComparison(m_folder / "compared");
    ASSERT_TRUE(read) << read.error().message();
    EXPECT_EQ(toJson(*read), toJson(*kept));
    const std::string csv = text("compared/comparison.csv");
    EXPECT_EQ(std::ranges::count(csv, '\n'), 5) << csv;
    EXPECT_NE(csv.find("MobileNetV3-Small,random,"), std::string::npos) << csv;
    EXPECT_NE(csv.find(",98.96 %,"), std::string::npos) << csv;
}

TEST_F(ModelComparisonTest, ARowThatFailsSaysWhyAndStopsNoOther) {
    auto comparison = begin({{kSmall, {}}, {kReference, {}}, {kOther, {}}}, base());
    ASSERT_TRUE(comparison);
    fs::create_directories(m_folder / "compared/runs/inception_v3");
    ASSERT_TRUE(writeFileAtomically(m_folder / "compared/runs/inception_v3/settings.json", std::string_view("{")));
    const auto done = goOn(*comparison);
    ASSERT_TRUE(done) << done.error().message();
    EXPECT_EQ(comparison->rows[1].state, RowState::Failed);
    ASSERT_TRUE(comparison->rows[1].error);
    EXPECT_EQ(comparison->rows[1].error->code, ErrorCode::ReadFailed);
    for (const int row : {0, 2, 3}) EXPECT_EQ(comparison->rows[static_cast<std::size_t>(row)].state, RowState::Done) << row;
    EXPECT_TRUE(comparison->reference.empty());
    auto read = readComparison(m_folder / "compared");
    ASSERT_TRUE(read);
    EXPECT_EQ(read->rows[1].error->message(), comparison->rows[1].error->message());
    EXPECT_NE(text("compared/comparison.csv").find("is no JSON object"), std::string::npos);

    // Gone on with, it is tried again, the others are compared with it, and the ensemble is of all.
    fs::remove_all(m_folder / "compared/runs/inception_v3");
    const auto before = read->rows[3].parameters;
    ASSERT_TRUE(goOn(*read));
    EXPECT_TRUE(read->finished());
    for (const auto& row : read->rows) expectFilled(row);
    EXPECT_GT(read->rows[3].parameters, before);
}

TEST_F(ModelComparisonTest, EachRowHasAnInputAndARateThatSuitIt) {
    const auto of = [](const char* network, const TrainSettings& settings) { return settingsOf({network, {}}, settings).value(); };
    TrainSettings usual;
    EXPECT_EQ(of("alexnet", usual).inputPx, 224);
    EXPECT_EQ(of(kReference, usual).inputPx, 299);
    EXPECT_EQ(of("alexnet", usual).learningRate, 1e-4);
    EXPECT_EQ(of(kReference, usual).learningRate, usual.learningRate);
    TrainSettings small;
    small.inputPx = 96;
    small.learningRate = 5e-5;
    EXPECT_EQ(of("alexnet", small).inputPx, 96);
    EXPECT_EQ(of("alexnet", small).learningRate, 5e-5) << "a lower rate is kept";
}

TEST_F(ModelComparisonTest, WeightsGiveTheNetworkThatTheyFitARowMore) {
    const auto model = leukolens::test::makeTinyModel(m_folder.path());
    const auto entries = entriesOf(comparableNetworks(), {model.string()});
    ASSERT_TRUE(entries) << entries.error().message();
    EXPECT_EQ(entries->size(), comparableNetworks().size() + 5) << "InceptionV3, and the four that are fitted on its trunk";
    EXPECT_NE(std::ranges::find(*entries, ComparisonEntry{"inception_features+svm", model.string()}), entries->end());
    EXPECT_EQ(std::ranges::find(*entries, ComparisonEntry{"segmented_alexnet+svm", model.string()}), entries->end());
    const auto found = std::ranges::find(*entries, ComparisonEntry{kReference, model.string()});
    ASSERT_NE(found, entries->end());
    EXPECT_EQ(*(found - 1), (ComparisonEntry{kReference, {}}));
    const auto comparison = begin({*(found - 1), *found}, base());
    ASSERT_TRUE(comparison) << comparison.error().message();
    EXPECT_EQ(comparison->rows[1].name, "inception_v3-weights");
    EXPECT_EQ(describeInitialisation(comparison->rows[0]), "random");
    EXPECT_EQ(describeInitialisation(comparison->rows[1]), "weights: tiny.leukomodel");
    EXPECT_EQ(comparison->rows[0].parameters, 21'789'666) << "the auxiliary head does not answer";

    const auto alone = entriesOf({kSmall}, {model.string()});
    ASSERT_FALSE(alone);
    EXPECT_EQ(alone.error().code, ErrorCode::InvalidArgument);
    EXPECT_TRUE(isImageNetWeights("alexnet", "7be5be79" + std::string(56, '0')));
    EXPECT_FALSE(isImageNetWeights("inception_v3", "7be5be79" + std::string(56, '0')));
}

TEST_F(ModelComparisonTest, WhatCannotBeComparedIsRefusedBeforeTheFolderIsTouched) {
    const std::vector<ComparisonEntry> two = {{kSmall, {}}, {kOther, {}}};
    TrainSettings frozen = base();
    frozen.frozenUpTo = "Mixed_6e";
    EXPECT_EQ(begin(two, frozen).error().code, ErrorCode::InvalidArgument);
    TrainSettings weights = base();
    weights.weightsFile = "/x.pth";
    EXPECT_EQ(begin(two, weights).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(begin({{kSmall, {}}}, base()).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(begin({{kSmall, {}}, {kSmall, {}}}, base()).error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(begin({{kSmall, {}}, {"vgg99", {}}}, base()).error().code, ErrorCode::InvalidArgument);
    EXPECT_FALSE(fs::exists(m_folder / "compared"));
    ASSERT_TRUE(begin(two, base()));
    EXPECT_EQ(begin(two, base()).error().code, ErrorCode::AlreadyExists);
}

TEST_F(ModelComparisonTest, AnotherSplitOtherDataAndForeignRunsAreRefused) {
    auto comparison = begin({{kSmall, {}}, {kOther, {}}}, base());
    ASSERT_TRUE(comparison);
    auto fewer = m_data;
    fewer.cells.pop_back();
    m_source = CancelSource();
    EXPECT_EQ(goOnWithComparison(fewer, *comparison, {control()}).error().code, ErrorCode::DataChanged);

    // A run of other settings in a row's place stops all: nothing of it is overwritten.
    TrainSettings other = base();
    other.network = kSmall;
    other.dropout = 0.25;
    fs::create_directories(m_folder / "compared/runs");
    ASSERT_TRUE(run(other, "compared/runs/mobilenet_v3_small"));
    const auto foreign = goOn(*comparison);
    ASSERT_FALSE(foreign);
    EXPECT_EQ(foreign.error().code, ErrorCode::AlreadyExists) << foreign.error().message();

    // A run of the same settings whose cells were divided otherwise.
    fs::remove_all(m_folder / "compared/runs/mobilenet_v3_small");
    other.dropout = base().dropout;
    ASSERT_TRUE(run(other, "compared/runs/mobilenet_v3_small"));
    auto split = nlohmann::json::parse(text("compared/runs/mobilenet_v3_small/split.json"));
    split["seed"] = 99;
    ASSERT_TRUE(writeFileAtomically(m_folder / "compared/runs/mobilenet_v3_small/split.json", split.dump()));
    ASSERT_TRUE(goOn(*comparison));
    EXPECT_EQ(comparison->rows[0].state, RowState::Failed);
    EXPECT_EQ(comparison->rows[0].error->code, ErrorCode::DataChanged) << comparison->rows[0].error->message();
    EXPECT_EQ(comparison->rows[2].state, RowState::Failed) << "one network is no ensemble";
}

TEST_F(ModelComparisonTest, ADamagedFileIsSaid) {
    ASSERT_TRUE(begin({{kSmall, {}}, {kOther, {}}}, base()));
    EXPECT_TRUE(holdsComparison(m_folder / "compared"));
    const auto file = m_folder / "compared" / kComparisonFile;
    const auto whole = nlohmann::json::parse(text("compared/comparison.json"));
    auto nameless = whole, stateless = whole, leading = whole, loose = whole;
    nameless["rows"][0].erase("name");
    stateless["rows"][0]["state"] = "done";
    leading["rows"][0]["name"] = "../elsewhere";
    loose["rows"].erase(2);
    for (const std::string& damaged : {std::string("{"), std::string(R"({"version": 2})"), nameless.dump(), stateless.dump(), leading.dump(), loose.dump()}) {
        ASSERT_TRUE(writeFileAtomically(file, damaged));
        const auto read = readComparison(m_folder / "compared");
        ASSERT_FALSE(read) << damaged;
        EXPECT_EQ(read.error().code, ErrorCode::ReadFailed);
        EXPECT_EQ(read.error().file, file);
    }
    fs::remove(file);
    EXPECT_EQ(readComparison(m_folder / "compared").error().code, ErrorCode::NotFound);
    EXPECT_FALSE(holdsComparison(m_folder / "compared"));
}

}  // namespace
}  // namespace leukolens::experiment
