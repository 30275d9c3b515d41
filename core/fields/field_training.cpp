#include "core/fields/field_training.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <numeric>
#include <utility>

#include "core/base/files.h"
#include "core/base/iso_time.h"
#include "core/base/random.h"
#include "core/engine/device.h"
#include "core/experiment/checkpoint.h"
#include "core/experiment/learning_rate.h"
#include "core/experiment/run_files.h"
#include "core/experiment/stopwatch.h"
#include "core/fields/detector_model.h"
#include "core/fields/field_card.h"

namespace leukolens::fields {
namespace fs = std::filesystem;
namespace {

using nlohmann::json;

constexpr std::uint64_t kOrder = 5;  // purpose of a derived seed
constexpr std::size_t kMeasuredFields = 32;
constexpr double kCheckpointSeconds = 120, kWithinEpochSeconds = 600;

/// A training that runs, with all that its epochs share.
class Training {
public:
    Training(const FieldSet& set, const FieldTrainSettings& settings, experiment::RunFiles files, const FieldRunControl& control) : m_set(set), m_files(std::move(files)), m_control(control), m_checkpoints(m_files.folder() / "checkpoint") {
        m_result.folder = m_files.folder();
        m_result.model = m_files.folder() / kDetectorFile;
        m_result.settings = settings;
    }

    /// As a new run: writes what it begins with.
    Result<void> begin(const std::vector<int>& test) {
        setParts(test);
        if (auto possible = check(); !possible) return possible;
        if (auto ready = makeTrainer(); !ready) return ready;
        if (auto started = start(); !started) return started;
        if (auto written = writeStart(); !written) return written;
        // A folder without settings is no run: nothing is logged into it before.
        m_begun = true;
        for (const auto& notice : m_result.notices) m_files.log(notice);
        return {};
    }

    /// From where a run stands.
    Result<void> goOn(const std::vector<int>& test) {
        m_begun = true;
        setParts(test);
        if (auto possible = check(); !possible) return possible;
        if (auto ready = makeTrainer(); !ready) return ready;
        std::vector<std::string> notices;
        const auto checkpoint = m_checkpoints.newest(1, settingsHash(settings()), notices);
        for (const auto& notice : notices) tell(notice);
        if (!checkpoint && !notices.empty())
            return fail(ErrorCode::ReadFailed, "none of its checkpoints can be gone on with", m_files.folder(), "Bring its files back as they were, or start a new run.");
        if (!checkpoint) {
            tell("No checkpoint was there: the training starts from its beginning.");
            if (auto begun = beginFieldHistory(m_files.folder()); !begun) return begun;
            return start();
        }
        if (auto restored = m_trainer->restore(checkpoint->payload()); !restored) return restored;
        m_step = checkpoint->facts.step;
        m_epochSeconds = checkpoint->facts.epochSeconds;
        // Later rows were made after the checkpoint and will be made again.
        const auto kept = keepFieldHistory(m_files.folder(), static_cast<std::size_t>(m_step / stepsPerEpoch()));
        if (!kept) return fail(kept.error());
        m_result.trainingSeconds = std::accumulate(kept->begin(), kept->end(), 0.0);
        return {};
    }

    Result<FieldRunResult> run() {
        while (m_step < stepsPerEpoch() * settings().epochs)
            if (auto done = runEpoch(); !done) return fail(done.error());
        auto result = finish();
        // What was learnt is not lost with an end that was stopped, or could not be written.
        if (!result)
            if (auto kept = writeCheckpoint(0); !kept) return fail(kept.error());
        return result;
    }

private:
    const FieldTrainSettings& settings() const { return m_result.settings; }
    std::int64_t stepsPerEpoch() const { return (static_cast<std::int64_t>(m_train.size()) + settings().batch - 1) / settings().batch; }

    void tell(const std::string& notice) {
        if (m_begun) m_files.log(notice);
        m_result.notices.push_back(notice);
        m_control.observer.onNotice(notice);
    }

    void setParts(const std::vector<int>& test) {
        m_test = test;
        for (int i = 0; i < static_cast<int>(m_set.fields.size()); ++i)
            if (!std::ranges::binary_search(test, i)) m_train.push_back(i);
        m_result.trainFields = static_cast<int>(m_train.size());
    }

    /// What would otherwise come out at the end.
    Result<void> check() const {
        for (const auto& field : m_set.fields) {
            const auto shown = shownSize(field.width, field.height, settings().shortSidePx);
            if (std::min(shown.width, shown.height) < detection::kLeastSidePx)
                return fail(ErrorCode::InvalidArgument, "would be shown with a side of " + std::to_string(std::min(shown.width, shown.height)) + " px, " + std::to_string(detection::kLeastSidePx) + " are needed", field.picture,
                            "Take it out, or choose a larger side.");
        }
        return checkCard(card(), m_set.root);
    }

    std::string frozenBlock() const {
        if (settings().frozenUpTo == "none") return {};
        if (settings().frozenUpTo != "usual") return settings().frozenUpTo;
        return settings().weightsFile.empty() ? std::string() : detection::usualFrozenBlock(settings().backbone).value_or("");
    }

    Result<void> makeTrainer() {
        const auto& s = settings();
        const auto device = engine::resolveDevice(s.device);
        if (!device) return fail(device.error());
        const auto precision = engine::resolvePrecision(s.precision, *device);
        if (!precision) return fail(precision.error());
        m_result.device = *device;
        m_result.precision = *precision;
        detection::DetectionTrainerSettings wanted;
        wanted.backbone = s.backbone;
        wanted.classes = static_cast<int>(m_set.classes.size());
        wanted.device = *device;
        wanted.precision = *precision;
        wanted.optimizer = s.optimizer;
        wanted.weightDecay = s.weightDecay;
        wanted.clipNorm = s.clipNorm;
        wanted.bodyRate = s.bodyRate;
        wanted.frozenUpTo = frozenBlock();
        wanted.regions = s.regions;
        wanted.augment = s.augment;
        wanted.seed = s.seed;
        auto trainer = detection::DetectionTrainer::create(wanted);
        if (!trainer) return fail(trainer.error());
        m_trainer = std::move(*trainer);
        return {};
    }

    Result<void> writeStart() {
        const auto& s = settings();
        auto document = toJson(s);
        json counts = json::object();
        std::vector<int> all(m_set.fields.size());
        std::iota(all.begin(), all.end(), 0);
        const auto boxes = m_set.boxesOfClass(all);
        for (std::size_t c = 0; c < boxes.size(); ++c) counts[m_set.classes[c]] = boxes[c];
        document = {{"version", 1}, {"kind", "detector"}, {"settings", document}};
        document["used"] = {{"program", "Leukolens " LEUKOLENS_VERSION}, {"device", m_result.device}, {"precision", m_result.precision}, {"settingsHash", settingsHash(s)}, {"started", isoUtcNow()}};
        document["data"] = {{"root", toUtf8(m_set.root)}, {"fields", m_set.fields.size()}, {"boxes", counts}, {"sha256", m_dataSha256}};
        json split = {{"version", 1}, {"grouping", "field"}, {"train", json::array()}, {"test", json::array()}};
        for (const int i : m_train) split["train"].push_back(m_set.fields[static_cast<std::size_t>(i)].name);
        for (const int i : m_test) split["test"].push_back(m_set.fields[static_cast<std::size_t>(i)].name);
        // The settings are what makes the folder a run: they come last.
        if (auto begun = beginFieldHistory(m_files.folder()); !begun) return begun;
        if (auto written = writeFileAtomically(m_files.folder() / "split.json", split.dump(1) + '\n'); !written) return written;
        return writeFileAtomically(m_files.folder() / "settings.json", document.dump(2) + '\n');
    }

    /// Weights and statistics that the first step begins with.
    Result<void> start() {
        tell("Training and test fields are told apart by field: fields of one person or smear may be in both, which makes the figures optimistic.");
        if (!settings().weightsFile.empty()) {
            const auto file = weights::WeightsFile::open(settings().weightsFile);
            if (!file) return fail(file.error());
            const auto report = m_trainer->loadWeights(*file);
            if (!report) return fail(report.error());
            tell("Weights: " + std::to_string(report->loaded.size()) + " tensors of " + toUtf8(fs::path(settings().weightsFile).filename()) + ", " + std::to_string(report->missing.size()) + " begin at random, " +
                 std::to_string(report->unexpected.size()) + " of the file have no place.");
            return {};
        }
        tell("No pretrained weights: the backbone begins at random, with batch norm's statistics of the first training fields. Expect far worse figures than with pretrained weights.");
        const auto shown = show(std::span(m_train).first(std::min(kMeasuredFields, m_train.size())));
        if (!shown) return fail(shown.error());
        return m_trainer->measureStatistics(labelled(*shown));
    }

    std::vector<int> orderOf(std::int64_t epoch) const {
        auto order = m_train;
        Random random(deriveSeed(deriveSeed(settings().seed, kOrder), static_cast<std::uint64_t>(epoch)));
        random.shuffle(order);
        return order;
    }

    double rateAt(std::int64_t step) const {
        experiment::TrainSettings schedule;
        schedule.learningRate = settings().learningRate;
        schedule.warmUp = settings().warmUp;
        schedule.schedule = experiment::Schedule::Cosine;
        return experiment::learningRateAt(schedule, step, stepsPerEpoch() * settings().epochs, 0);
    }

    Result<void> runEpoch() {
        const auto epoch = m_step / stepsPerEpoch();
        const auto order = orderOf(epoch);
        experiment::Stopwatch watch(std::exchange(m_epochSeconds, 0));
        m_savedWithin = watch.seconds();
        watch.start();
        while (m_step < (epoch + 1) * stepsPerEpoch()) {
            if (m_control.cancel.cancelled()) {
                if (auto kept = writeCheckpoint(watch.seconds()); !kept) return kept;
                return fail(ErrorCode::Cancelled, "stopped");
            }
            const auto first = static_cast<std::size_t>((m_step - epoch * stepsPerEpoch()) * settings().batch);
            const auto count = std::min(static_cast<std::size_t>(settings().batch), order.size() - first);
            if (auto stepped = step(std::span(order).subspan(first, count)); !stepped) {
                if (stepped.error().code != ErrorCode::Diverged)
                    if (auto kept = writeCheckpoint(watch.seconds()); !kept) return kept;
                return stepped;
            }
            if (watch.seconds() - m_savedWithin > kWithinEpochSeconds) {
                if (auto kept = writeCheckpoint(watch.seconds()); !kept) return kept;
                m_savedWithin = watch.seconds();
            }
            const auto done = epoch * static_cast<std::int64_t>(order.size()) + static_cast<std::int64_t>(first + count);
            m_control.progress.report({"Training", done, static_cast<std::int64_t>(order.size()) * settings().epochs});
        }
        const FieldEpoch record{static_cast<int>(epoch) + 1, m_trainer->takeMeans(), rateAt(m_step - 1), watch.seconds()};
        m_result.trainingSeconds += record.seconds;
        m_sinceCheckpoint += record.seconds;
        if (auto appended = appendToFieldHistory(m_files.folder(), record); !appended) return appended;
        m_control.observer.onEpoch(record);
        if (m_sinceCheckpoint < kCheckpointSeconds) return {};
        m_sinceCheckpoint = 0;
        return writeCheckpoint(0);
    }

    Result<std::vector<ShownField>> show(std::span<const int> indices) const {
        std::vector<ShownField> shown;
        for (const int index : indices) {
            auto field = showField(m_set.fields[static_cast<std::size_t>(index)], settings().shortSidePx);
            if (!field) return fail(field.error());
            shown.push_back(std::move(*field));
        }
        return shown;
    }

    /// Of pixels that lie in `shown`.
    static std::vector<detection::LabelledField> labelled(const std::vector<ShownField>& shown) {
        std::vector<detection::LabelledField> fields;
        for (const auto& field : shown) fields.push_back(field.labelled());
        return fields;
    }

    Result<void> step(std::span<const int> indices) {
        const auto shown = show(indices);
        if (!shown) return fail(shown.error());
        const auto losses = m_trainer->step(labelled(*shown), rateAt(m_step));
        if (!losses) return fail(losses.error());
        ++m_step;
        return {};
    }

    Result<void> writeCheckpoint(double epochSeconds) const {
        experiment::CheckpointFacts facts;
        facts.batch = settings().batch;
        facts.step = m_step;
        facts.stepsIntoEpoch = m_step % stepsPerEpoch();
        facts.epochSeconds = epochSeconds;
        facts.settingsHash = settingsHash(settings());
        facts.dataSha256 = m_dataSha256;
        return m_checkpoints.write(facts, m_trainer->checkpoint());
    }

    Result<std::vector<detection::FoundBox>> findIn(const FieldFile& field) const {
        const auto shown = showField(field, settings().shortSidePx);
        if (!shown) return fail(shown.error());
        auto found = m_trainer->detect(shown->labelled().pixels);
        if (!found) return found;
        return inFieldPixels(std::move(*found), shownSize(field.width, field.height, settings().shortSidePx));
    }

    Result<void> evaluate() {
        auto figures = evaluateFields(m_set, m_test, [this](const FieldFile& field) { return findIn(field); }, m_control.progress, m_control.cancel);
        if (!figures) return fail(figures.error());
        if (auto written = writeFileAtomically(m_files.folder() / "evaluation.json", toJson(*figures).dump(2) + '\n'); !written) return written;
        m_result.figures = std::move(*figures);
        return {};
    }

    DetectorCard card() const { return fieldCard(m_set, settings(), m_train, m_test, m_result.figures); }

    Result<FieldRunResult> finish() {
        if (!m_test.empty())
            if (auto evaluated = evaluate(); !evaluated) return fail(evaluated.error());
        const auto umPerPx = shownUmPerPx(m_set, settings(), m_train);
        if (!umPerPx) return fail(umPerPx.error());
        if (!*umPerPx) tell("How large the fields' pixels are was not said, and their red cells do not tell it: Slides cannot search with this model.");
        auto card = this->card();
        card.umPerPx = *umPerPx;
        if (const auto written = writeDetectorModel(m_result.model, card, m_trainer->serialised()); !written) return fail(written.error());
        m_checkpoints.clear();
        return std::move(m_result);
    }

    const FieldSet& m_set;
    const std::string m_dataSha256 = m_set.sha256();
    experiment::RunFiles m_files;
    const FieldRunControl& m_control;
    experiment::CheckpointFolder m_checkpoints;
    FieldRunResult m_result;
    std::vector<int> m_train, m_test;
    std::unique_ptr<detection::DetectionTrainer> m_trainer;
    std::int64_t m_step = 0;
    double m_epochSeconds = 0, m_sinceCheckpoint = 0, m_savedWithin = 0;
    bool m_begun = false;
};

}  // namespace

Result<FieldRunResult> trainFields(const FieldSet& set, const FieldTrainSettings& settings, const fs::path& folder, const FieldRunControl& control) {
    if (auto valid = validate(settings); !valid) return fail(valid.error());
    if (set.fields.size() < 2) return fail(ErrorCode::EmptyDataset, "there is only one field with boxes", set.root, "Annotate more fields.");
    auto files = experiment::RunFiles::create(folder);
    if (!files) return fail(files.error());
    Training training(set, settings, std::move(*files), control);
    if (auto begun = training.begin(drawnTestPart(static_cast<int>(set.fields.size()), settings.testShare, settings.seed)); !begun) return fail(begun.error());
    return training.run();
}

Result<FieldRunResult> resumeFields(const FieldSet& set, const fs::path& folder, const FieldRunControl& control) {
    const auto record = readFieldRun(folder);
    if (!record) return fail(record.error());
    if (record->finished) return fail(ErrorCode::InvalidArgument, "is finished already", folder, "Start a new run.");
    if (set.sha256() != record->dataSha256) return fail(ErrorCode::DataChanged, "the fields or boxes are not those that the run began with", folder, "Bring them back, or start a new run.");
    if (record->trainFields.size() + record->testFields.size() != set.fields.size())
        return fail(ErrorCode::ReadFailed, "does not name every field", folder / "split.json", "The run folder is damaged.");
    const auto test = testPartOf(*record, set);
    if (!test) return fail(test.error());
    auto files = experiment::RunFiles::open(folder);
    if (!files) return fail(files.error());
    Training training(set, record->settings, std::move(*files), control);
    if (auto begun = training.goOn(*test); !begun) return fail(begun.error());
    return training.run();
}

}  // namespace leukolens::fields
