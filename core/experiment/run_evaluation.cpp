#include "core/experiment/run_evaluation.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/digest/sha256.h"
#include "core/evaluation/evaluation_json.h"
#include "core/experiment/planned_split.h"
#include "core/experiment/run_data.h"
#include "core/experiment/run_files.h"
#include "core/experiment/setting_check.h"
#include "core/experiment/setting_table.h"
#include "core/inference/class_names.h"
#include "core/inference/model_bundle.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;
using evaluation::PredictionTable;

Result<PredictionTable> testAnswers(const RunRecord& record) {
    const auto& folder = record.result.folder;
    auto table = evaluation::readPredictions(folder / kPredictionsFile);
    if (!table && table.error().code == ErrorCode::NotFound)
        return fail(ErrorCode::NotFound, "has no finished fold: there is nothing to evaluate yet", folder, "Go on with the run first.");
    return table;
}

/// Of all folds that `test` has; nothing where one fold's were not kept.
Result<std::optional<PredictionTable>> validationAnswers(const RunRecord& record, const PredictionTable& test) {
    std::optional<PredictionTable> all;
    if (!hasInnerPart(record.result.settings.protocol)) return all;
    std::set<int> folds;
    for (const auto& cell : test.cells) folds.insert(cell.fold);
    for (const int fold : folds) {
        auto table = evaluation::readPredictions(folderOf(record.result.folder, fold) / kValidationFile);
        if (!table && table.error().code == ErrorCode::NotFound) return std::optional<PredictionTable>();
        if (!table) return fail(table.error());
        if (table->classes != test.classes)
            return fail(ErrorCode::ReadFailed, "names other classes than predictions.csv", folderOf(record.result.folder, fold) / kValidationFile, "The run folder is damaged.");
        all = all ? evaluation::joined(std::move(*all), *table) : std::move(*table);
    }
    return all;
}

/// Into the table's classes; −1: none is named, and none means blast.
Result<int> positiveClass(const PredictionTable& test, const EvaluationChoices& choices, const fs::path& folder) {
    const int positive = test.classIndex(choices.positiveClass.empty() ? inference::guessBlastClass(test.classes) : choices.positiveClass);
    if (!choices.positiveClass.empty() && positive < 0)
        return fail(ErrorCode::InvalidArgument, "has no class \"" + choices.positiveClass + "\"", folder, "Its classes: " + joined(test.classes) + ".");
    return positive;
}

/// Years at diagnosis, as the NCI's risk groups cut them.
constexpr std::array kAgeBands = {"under 1", "1 to under 10", "10 to under 18", "18 and over"};

std::string ageBand(const dataset::SubjectFacts& facts) {
    if (!facts.ageYears) return {};
    const double age = *facts.ageYears;
    return kAgeBands[age < 1 ? 0 : age < 10 ? 1 : age < 18 ? 2 : 3];
}

template <class Value>
std::string wordOf(const std::optional<Value>& value) {
    return value ? std::string(toString(*value)) : std::string();
}

constexpr std::size_t kMostValues = 20;

class Groupings {
public:
    Groupings(const std::vector<std::string>& subjects, const dataset::FactsBySubject& facts) : m_subjects(subjects), m_facts(facts) {}

    /// valueOf: text of one subject's facts, empty where it is not known.
    void add(const std::string& name, auto valueOf, std::size_t least = 1, std::vector<std::string> order = {}) {
        evaluation::Subgrouping grouping{name, {}, std::move(order)};
        std::set<std::string> values;
        for (const auto& subject : m_subjects) {
            const auto known = m_facts.find(subject);
            grouping.ofSubject.push_back(known == m_facts.end() ? std::string() : valueOf(known->second));
            if (!grouping.ofSubject.back().empty()) values.insert(grouping.ofSubject.back());
        }
        const bool known = std::ranges::find(m_result, name, &evaluation::Subgrouping::name) != m_result.end();
        if (!known && values.size() >= least && values.size() <= kMostValues) m_result.push_back(std::move(grouping));
    }

    std::vector<evaluation::Subgrouping> take() { return std::move(m_result); }

private:
    const std::vector<std::string>& m_subjects;
    const dataset::FactsBySubject& m_facts;
    std::vector<evaluation::Subgrouping> m_result;
};

nlohmann::json runAsJson(const RunRecord& record) {
    nlohmann::json models = nlohmann::json::array();
    for (const auto& [fold, sha256] : modelChecksums(record)) models.push_back({{"fold", fold}, {"sha256", sha256}});
    return {{"protocol", dataset::toString(record.result.settings.protocol)}, {"settingsHash", settingsHash(record.result.settings)}, {"dataSha256", record.dataSha256},
            {"finished", record.finished}, {"models", models}};
}

/// The sentence that says on what a threshold was chosen, for the model card.
inference::CardMetric thresholdMetric(const evaluation::FoldCalibration& fold) {
    return {inference::kLockedSensitivity, fold.threshold->point.sensitivity(), {}, {}, 0.95,
            "validation cells of " + std::to_string(fold.subjects) + " subjects, on which the threshold was chosen", {}};
}

}  // namespace

std::vector<evaluation::Subgrouping> subgroupingsOf(const std::vector<std::string>& subjects, const dataset::FactsBySubject& facts) {
    using dataset::SubjectFacts;
    Groupings groupings(subjects, facts);
    groupings.add("age", ageBand, 1, {kAgeBands.begin(), kAgeBands.end()});
    groupings.add("sex", [](const SubjectFacts& known) { return wordOf(known.sex); });
    groupings.add("immunophenotype", [](const SubjectFacts& known) { return wordOf(known.immunophenotype); });
    groupings.add("genetics", [](const SubjectFacts& known) { return known.genetics; });
    groupings.add("prednisoneResponse", [](const SubjectFacts& known) { return wordOf(known.prednisoneResponse); });
    std::set<std::string> columns;
    for (const auto& [subject, known] : facts)
        for (const auto& [name, value] : known.other) columns.insert(name);
    for (const auto& column : columns) {
        groupings.add(column, [&column](const SubjectFacts& known) {
            const auto found = known.other.find(column);
            return found == known.other.end() ? std::string() : found->second;
        }, 2);
    }
    return groupings.take();
}

Result<evaluation::EvaluationInput> evaluationInput(const RunRecord& record, const EvaluationChoices& choices) {
    auto test = testAnswers(record);
    if (!test) return fail(test.error());
    auto validation = validationAnswers(record, *test);
    if (!validation) return fail(validation.error());
    const auto facts = recordedFacts(record.result.folder);
    if (!facts) return fail(facts.error());
    evaluation::EvaluationInput input;
    const auto positive = positiveClass(*test, choices, record.result.folder);
    if (!positive) return fail(positive.error());
    input.positive = *positive;
    const bool isPaper = record.result.settings.protocol == dataset::Protocol::Paper;
    input.facts = {isPaper && test->hasSubjects(), isPaper};
    input.subgroupings = subgroupingsOf(test->subjects, *facts);
    input.sensitivity = choices.sensitivity;
    input.bootstrap = choices.bootstrap;
    input.validation = std::move(*validation);
    input.test = std::move(*test);
    return input;
}

std::vector<std::pair<int, std::string>> modelChecksums(const RunRecord& record) {
    std::vector<std::pair<int, std::string>> checksums;
    for (const auto& fold : record.result.folds)
        if (const auto bytes = readFile(fold.model, weights::kMaxFileBytes)) checksums.emplace_back(fold.fold, digest::sha256(std::span<const std::uint8_t>(*bytes)));
    return checksums;
}

Result<void> writeEvaluation(const RunRecord& record, const evaluation::Evaluation& evaluation) {
    auto json = toJson(evaluation);
    json["version"] = kRunFormatVersion;
    json["notice"] = "For research use only. Not for diagnosis.";
    json["program"] = "Leukolens " LEUKOLENS_VERSION;
    json["made"] = isoUtcNow();
    json["run"] = runAsJson(record);
    return writeFileAtomically(record.result.folder / kEvaluationFile, json.dump(1) + '\n');
}

Result<LockedDecisions> lockDecisions(const RunRecord& record, const evaluation::Evaluation& evaluation) {
    const auto& folder = record.result.folder;
    if (!hasInnerPart(record.result.settings.protocol))
        return fail(ErrorCode::InvalidArgument, "has no cells to choose a threshold on: by the protocol paper the validation cells are the test cells, and what is chosen on them flatters them", folder,
                    "Train by the protocol patient: it sets subjects aside for such choices.");
    if (evaluation.calibration.folds.empty())
        return fail(ErrorCode::NotFound, "did not keep the answers for its validation cells", folder, "It is of an earlier program. Evaluate it with its data (--data) to make them.");
    auto files = RunFiles::open(folder);
    if (!files) return fail(files.error());
    const std::string positive = evaluation.positive < 0 ? std::string() : evaluation.classes[static_cast<std::size_t>(evaluation.positive)];
    // None is changed where one could not be.
    for (const auto& fold : evaluation.calibration.folds)
        if (const auto sound = inference::readModelBundle(files->modelFile(fold.fold)); !sound) return fail(sound.error());
    LockedDecisions locked;
    for (const auto& fold : evaluation.calibration.folds) {
        LockedDecisions::OfFold of{fold.fold, {}, {}, {}};
        if (fold.temperature.state == evaluation::TemperatureState::Fitted) of.temperature = fold.temperature.value;
        if (fold.threshold) of.threshold = fold.threshold->point.threshold;
        const auto sha256 = inference::changeCard(files->modelFile(fold.fold), [&](inference::ModelCard& card) {
            card.temperature = of.temperature;
            card.threshold = of.threshold;
            if (of.threshold) card.blastClass = positive;
            std::erase_if(card.metrics, [](const inference::CardMetric& metric) { return metric.name == inference::kLockedSensitivity; });
            if (fold.threshold) card.metrics.push_back(thresholdMetric(fold));
        });
        if (!sha256) return fail(sha256.error());
        of.sha256 = *sha256;
        locked.folds.push_back(std::move(of));
    }
    files->log("temperature and threshold locked into the models of " + std::to_string(locked.folds.size()) + " folds");
    return locked;
}

std::vector<SettingDifference> differingSettings(const TrainSettings& first, const TrainSettings& second) {
    std::vector<SettingDifference> differences;
    for (const Setting& setting : settingTable()) {
        const auto a = setting.get(first), b = setting.get(second);
        if (a != b) differences.push_back({setting.key, jsonOf(setting, a).dump(), jsonOf(setting, b).dump()});
    }
    return differences;
}

Result<evaluation::Comparison> compareRuns(const RunRecord& first, const RunRecord& second, const EvaluationChoices& choices, bool sharedOnly, ProgressSink& progress, const CancelToken& cancel) {
    const auto a = testAnswers(first), b = testAnswers(second);
    if (!a) return fail(a.error());
    if (!b) return fail(b.error());
    const auto positive = positiveClass(*a, choices, first.result.folder);
    if (!positive) return fail(positive.error());
    const auto units = evaluation::sharedUnits(*a, *b);
    if (!sharedOnly && units.shared > 0 && units.onlyFirst + units.onlySecond > 0)
        return fail(ErrorCode::DataChanged, "was tested on others than " + first.result.folder.string() + ": " + std::to_string(units.onlyFirst) + " only there, " + std::to_string(units.onlySecond) + " only here, " +
                                                std::to_string(units.shared) + " in both",
                    second.result.folder, "To compare over those in both alone: --shared-only.");
    return evaluation::compareTables(*a, *b, *positive, choices.bootstrap, progress, cancel);
}

}  // namespace leukolens::experiment
