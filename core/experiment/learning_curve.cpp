#include "core/experiment/learning_curve.h"

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "core/base/files.h"
#include "core/dataset/split_share.h"
#include "core/digest/sha256.h"
#include "core/experiment/figure_json.h"
#include "core/experiment/part_run.h"
#include "core/experiment/run_evaluation.h"
#include "core/experiment/run_files.h"
#include "core/experiment/run_models.h"

namespace leukolens::experiment {
namespace fs = std::filesystem;
namespace {

using evaluation::MetricKind;
using nlohmann::json;

constexpr std::uint64_t kMaxBytes = 16u << 20;
/// The run's split was looked through when the run began, and what it divides was acknowledged then; its parts divide nothing more.
constexpr const char* kAcknowledged = "As in the run whose learning curve this is.";

std::vector<evaluation::MetricKey> keysFor(std::size_t classes) {
    return {{MetricKind::Accuracy, -1}, {MetricKind::BalancedAccuracy, -1}, {MetricKind::F1Weighted, -1}, {classes == 2 ? MetricKind::Auroc : MetricKind::AurocMacro, -1}};
}

/// Of the run that a curve belongs to: another one after it went on.
std::string stateOf(const RunRecord& record) {
    std::string state = settingsHash(record.result.settings) + record.dataSha256;
    for (const FoldRecord& fold : record.result.folds) state += ' ' + std::to_string(fold.epochs);
    return digest::sha256(state);
}

/// Mean over the folds of what trains.
LearningPoint sizeOf(const dataset::Dataset& dataset, const dataset::Split& split, double share) {
    LearningPoint point{share, 0, 0, {}};
    for (const auto& fold : split.folds) {
        point.subjects += dataset::unitsOf(dataset, split.protocol, fold.train);
        point.cells += static_cast<double>(fold.train.size());
    }
    point.subjects /= static_cast<double>(split.folds.size());
    point.cells /= static_cast<double>(split.folds.size());
    return point;
}

/// Those that differ in what they train on, the whole last.
std::vector<LearningPoint> pointsOf(const RunCells& cells, std::uint64_t seed) {
    std::vector<LearningPoint> points;
    const auto add = [&](double share) {
        const auto point = sizeOf(cells.dataset, dataset::withTrainingShare(cells.dataset, cells.split, share, seed), share);
        if (!points.empty() && points.back().subjects >= point.subjects) points.pop_back();
        points.push_back(point);
    };
    for (const int percent : kLearningShares) add(percent / 100.0);
    add(1);
    return points;
}

class Maker {
public:
    Maker(const RunRecord& record, const LearningCurveOptions& options, ProgressSink& progress, const CancelToken& cancel)
        : m_record(record), m_options(options), m_progress(progress), m_cancel(cancel) {}

    Result<LearningCurve> make(const RunCells& cells) {
        m_curve.classes = cells.dataset.classes;
        m_curve.keys = keysFor(m_curve.classes.size());
        m_curve.overSubjects = cells.dataset.hasSubjects() && cells.split.protocol != dataset::Protocol::Paper;
        const auto points = pointsOf(cells, m_record.result.settings.seed);
        m_curve.planned = points.size();
        // The run itself first: it is there.
        if (auto added = add(points.back(), m_record.result.folder); !added) return fail(added.error());
        for (std::size_t i = 0; i + 1 < points.size(); ++i) {
            PartProgress progress(m_progress, i, points.size() - 1);
            const auto folder = trained(cells.dataset, points[i].share, progress);
            if (!folder) return fail(folder.error());
            if (auto added = add(points[i], *folder); !added) return fail(added.error());
        }
        return std::move(m_curve);
    }

private:
    /// The run of a share, as far as it is not done yet.
    Result<fs::path> trained(const dataset::Dataset& dataset, double share, ProgressSink& progress) {
        PartRun part{m_record.result.settings, m_record.result.folder / kLearningCurveFolder / ("share-" + std::to_string(std::lround(share * 100))), m_record.dataSha256, {kAcknowledged},
                     "Move the folder " + std::string(kLearningCurveFolder) + " away."};
        part.settings.trainShare = share;
        if (auto done = trainOrGoOn(dataset, part, {m_observer, progress, m_cancel, m_gate}); !done) return fail(done.error());
        return part.folder;
    }

    Result<void> add(LearningPoint point, const fs::path& folder) {
        const auto run = readRun(folder);
        if (!run) return fail(run.error());
        EvaluationChoices choices;
        choices.positiveClass = m_options.positiveClass;
        const auto input = evaluationInput(*run, choices);
        if (!input) return fail(input.error());
        const evaluation::MetricEvaluator evaluator(input->test, evaluation::unitsOf(input->test), m_curve.keys, {evaluation::positiveOrSecond(m_curve.classes.size(), input->positive), {}});
        auto figures = evaluation::bootstrapFigures(evaluator, m_options.bootstrap, m_progress, m_cancel);
        if (!figures) return fail(figures.error());
        point.figures = std::move(*figures);
        const auto place = std::ranges::upper_bound(m_curve.points, point.share, {}, &LearningPoint::share);
        m_curve.points.insert(place, std::move(point));
        return write();
    }

    Result<void> write() const;

    const RunRecord& m_record;
    const LearningCurveOptions& m_options;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    NoRunObserver m_observer;  ///< what the smaller runs tell is told once, by the curve
    PauseGate m_gate;
    LearningCurve m_curve;
};

Result<void> Maker::write() const {
    json points = json::array();
    for (const auto& point : m_curve.points) {
        json metrics = json::object();
        for (std::size_t i = 0; i < m_curve.keys.size(); ++i) metrics[nameOf(m_curve.keys[i], m_curve.classes)] = toJson(point.figures[i]);
        points.push_back({{"share", point.share}, {"units", point.subjects}, {"cells", point.cells}, {"metrics", metrics}});
    }
    const json all = {{"version", kRunFormatVersion}, {"of", stateOf(m_record)}, {"classes", m_curve.classes}, {"units", m_curve.overSubjects ? "subjects" : "images"}, {"planned", m_curve.planned}, {"points", points}};
    return writeFileAtomically(m_record.result.folder / kLearningCurveFile, all.dump(1, ' ', false, json::error_handler_t::replace) + '\n');
}

/// Throws nlohmann's exceptions.
LearningCurve parse(const json& all, const RunRecord& record) {
    LearningCurve curve{record.classes, keysFor(record.classes.size()), all.at("units") == "subjects", all.at("planned"), {}};
    for (const auto& entry : all.at("points")) {
        LearningPoint point{entry.at("share"), entry.at("units"), entry.at("cells"), {}};
        for (const auto& key : curve.keys) point.figures.push_back(figureFromJson(entry.at("metrics").at(nameOf(key, curve.classes))));
        curve.points.push_back(std::move(point));
    }
    return curve;
}

Result<void> requireWhole(const RunRecord& record) {
    const auto refuse = [&](const char* what, const char* advice) { return fail(ErrorCode::InvalidArgument, what, record.result.folder, advice); };
    if (!record.finished) return refuse("is not finished: its learning curve would end before its last point", "Go on with the run first.");
    if (record.result.settings.trainShare < 1) return refuse("was itself trained on a share of its subjects", "Choose a run that was trained on all of them.");
    if (!record.extensions.empty()) return refuse("was extended after it was done, which the smaller trainings would not be", "Train anew with as many epochs at once.");
    return {};
}

}  // namespace

Result<LearningCurve> makeLearningCurve(const RunRecord& record, const fs::path& source, const LearningCurveOptions& options, ProgressSink& progress, const CancelToken& cancel) {
    if (auto whole = requireWhole(record); !whole) return fail(whole.error());
    if (auto sound = evaluation::checkOptions(options.bootstrap); !sound) return fail(sound.error());
    const auto cells = cellsOfRun(record, source, progress, cancel);
    if (!cells) return fail(cells.error());
    return Maker(record, options, progress, cancel).make(*cells);
}

Result<std::optional<LearningCurve>> readLearningCurve(const RunRecord& record) {
    const auto file = record.result.folder / kLearningCurveFile;
    const auto text = readTextFile(file, kMaxBytes);
    if (!text && text.error().code == ErrorCode::NotFound) return std::optional<LearningCurve>();
    if (!text) return fail(text.error());
    const auto damaged = [&] { return fail(ErrorCode::ReadFailed, "is no learning curve that this program knows", file, "Make the curve anew: what was trained for it is kept."); };
    const auto all = json::parse(*text, nullptr, false);
    if (!all.is_object() || all.value("version", json()) != kRunFormatVersion) return damaged();
    try {
        if (all.at("of").get<std::string>() != stateOf(record)) return std::optional<LearningCurve>();
        return std::optional<LearningCurve>(parse(all, record));
    } catch (const json::exception&) {
        return damaged();
    }
}

}  // namespace leukolens::experiment
