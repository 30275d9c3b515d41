#include "core/evaluation/evaluation.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "core/evaluation/ratio.h"

namespace leukolens::evaluation {
namespace {

PredictionTable cellsWhere(const PredictionTable& table, auto condition) {
    std::vector<char> keep;
    for (const auto& cell : table.cells) keep.push_back(condition(cell));
    return selected(table, keep);
}

int subjectsIn(const PredictionTable& table) {
    std::set<int> subjects;
    for (const auto& cell : table.cells)
        if (cell.subject >= 0) subjects.insert(cell.subject);
    return static_cast<int>(subjects.size());
}

class Evaluator {
public:
    Evaluator(const EvaluationInput& input, ProgressSink& progress, const CancelToken& cancel) : m_input(input), m_progress(progress), m_cancel(cancel) {}

    Result<Evaluation> run() {
        const auto& test = m_input.test;
        m_result.classes = test.classes;
        m_result.positive = positiveOrSecond(test.classes.size(), m_input.positive);
        m_result.keys = metricsFor(test.classes.size(), m_result.positive);
        m_result.bootstrap = m_input.bootstrap;
        m_result.confusion = confusionOf(test);
        m_result.overSubjects = unitsOf(test).areSubjects;
        countClasses();
        auto pooled = part(test, {});
        if (!pooled) return fail(pooled.error());
        m_result.pooled = std::move(*pooled);
        if (auto added = addFolds(); !added) return fail(added.error());
        if (auto added = addSubgroups(); !added) return fail(added.error());
        addSubjects();
        if (auto added = addCurve(); !added) return fail(added.error());
        addCalibration();
        m_result.alarms = honestyAlarms(test, m_result.keys, m_result.pooled.figures, m_input.facts);
        return std::move(m_result);
    }

private:
    void countClasses() {
        std::vector<std::set<std::string_view>> images(m_result.classes.size());
        std::vector<std::set<int>> subjects(m_result.classes.size());
        for (const auto& cell : m_input.test.cells) {
            const auto label = static_cast<std::size_t>(cell.label);
            images[label].insert(cell.path);
            if (cell.subject >= 0) subjects[label].insert(cell.subject);
        }
        for (const auto& of : images) m_result.imagesOfClass.push_back(static_cast<int>(of.size()));
        for (const auto& of : subjects) m_result.subjectsOfClass.push_back(static_cast<int>(of.size()));
    }

    Result<Part> part(const PredictionTable& cells, Part part) {
        part.cells = static_cast<int>(cells.cells.size());
        part.subjects = subjectsIn(cells);
        const MetricEvaluator evaluator(cells, unitsOf(cells), m_result.keys, {m_result.positive, {}});
        part.units = evaluator.units().count;
        auto figures = bootstrapFigures(evaluator, m_input.bootstrap, m_progress, m_cancel);
        if (!figures) return fail(figures.error());
        part.figures = std::move(*figures);
        return part;
    }

    Result<void> addFolds() {
        std::set<int> folds;
        for (const auto& cell : m_input.test.cells) folds.insert(cell.fold);
        for (const int fold : folds) {
            Part which;
            which.fold = fold;
            auto figures = part(cellsWhere(m_input.test, [fold](const PredictedCell& cell) { return cell.fold == fold; }), which);
            if (!figures) return fail(figures.error());
            m_result.folds.push_back(std::move(*figures));
        }
        for (std::size_t key = 0; key < m_result.keys.size(); ++key) {
            std::vector<double> values;
            for (const Part& fold : m_result.folds)
                if (!std::isnan(fold.figures[key].value)) values.push_back(fold.figures[key].value);
            addMean(values);
        }
        return {};
    }

    void addMean(const std::vector<double>& values) {
        double mean = 0, squares = 0;
        for (const double value : values) mean += value;
        mean = values.empty() ? kUndefined : mean / static_cast<double>(values.size());
        for (const double value : values) squares += (value - mean) * (value - mean);
        m_result.mean.push_back(mean);
        m_result.sd.push_back(values.size() < 2 ? kUndefined : std::sqrt(squares / static_cast<double>(values.size() - 1)));
    }

    Result<void> addSubgroups() {
        for (const Subgrouping& grouping : m_input.subgroupings) {
            const auto valueOf = [&](const PredictedCell& cell) { return cell.subject < 0 ? std::string() : grouping.ofSubject[static_cast<std::size_t>(cell.subject)]; };
            std::set<std::string> found;
            for (const auto& cell : m_input.test.cells) found.insert(valueOf(cell));
            std::vector<std::string> values(found.begin(), found.end());
            std::ranges::stable_sort(values, {}, [&](const std::string& value) { return std::pair(value.empty(), std::ranges::find(grouping.order, value) - grouping.order.begin()); });
            for (const auto& value : values) {
                Part which;
                which.by = grouping.name;
                which.value = value;
                auto figures = part(cellsWhere(m_input.test, [&](const PredictedCell& cell) { return valueOf(cell) == value; }), which);
                if (!figures) return fail(figures.error());
                m_result.subgroups.push_back(std::move(*figures));
            }
        }
        return {};
    }

    void addSubjects() {
        const auto& test = m_input.test;
        std::vector<SubjectFigures> all(test.subjects.size());
        for (std::size_t i = 0; i < test.cells.size(); ++i) {
            const PredictedCell& cell = test.cells[i];
            if (cell.subject < 0) continue;
            SubjectFigures& subject = all[static_cast<std::size_t>(cell.subject)];
            if (subject.cells == 0) {
                subject.subject = test.subjects[static_cast<std::size_t>(cell.subject)];
                subject.cellsOfClass.assign(test.classes.size(), 0);
                subject.calledClass.assign(test.classes.size(), 0);
            }
            const int called = decide(test.of(i));
            ++subject.cells;
            subject.right += called == cell.label ? 1 : 0;
            ++subject.cellsOfClass[static_cast<std::size_t>(cell.label)];
            ++subject.calledClass[static_cast<std::size_t>(called)];
            subject.logLoss -= std::log(std::max(test.of(i)[static_cast<std::size_t>(cell.label)], std::numeric_limits<double>::epsilon()));
            if (std::ranges::find(subject.folds, cell.fold) == subject.folds.end()) subject.folds.push_back(cell.fold);
        }
        std::erase_if(all, [](const SubjectFigures& subject) { return subject.cells == 0; });
        for (SubjectFigures& subject : all) {
            subject.logLoss /= subject.cells;
            std::ranges::sort(subject.folds);
        }
        std::ranges::stable_sort(all, [](const SubjectFigures& a, const SubjectFigures& b) {
            const auto shareA = static_cast<long>(a.right) * b.cells, shareB = static_cast<long>(b.right) * a.cells;
            return shareA != shareB ? shareA < shareB : a.logLoss > b.logLoss;
        });
        m_result.subjects = std::move(all);
    }

    Result<void> addCurve() {
        if (m_result.positive < 0) return {};
        const Units units = unitsOf(m_input.test);
        const Ranking ranking(m_input.test, m_result.positive, units.ofCell);
        m_result.curve = ranking.points();
        m_result.positives = ranking.positives();
        m_result.negatives = ranking.negatives();
        auto bands = bootstrapBands(ranking, units.count, m_input.bootstrap, m_progress, m_cancel);
        if (!bands) return fail(bands.error());
        m_result.bands = std::move(*bands);
        return {};
    }

    void addCalibration() {
        Calibration& calibration = m_result.calibration;
        const auto& test = m_input.test;
        calibration.answers = reliabilityOfAnswers(test);
        if (m_result.positive >= 0) calibration.positive = reliabilityOfClass(test, m_result.positive);
        if (!m_input.validation) return;
        PredictionTable after = test;
        for (const Part& fold : m_result.folds) addFoldCalibration(fold.fold, after);
        calibration.answersAfter = reliabilityOfAnswers(after);
        if (m_result.positive >= 0) calibration.positiveAfter = reliabilityOfClass(after, m_result.positive);
        const MetricEvaluator evaluator(after, unitsOf(after), {{MetricKind::CalibrationError, -1}, {MetricKind::Brier, -1}, {MetricKind::LogLoss, -1}}, {m_result.positive, {}});
        const auto values = evaluator.evaluate();
        calibration.errorAfter = values[0];
        calibration.brierAfter = values[1];
        calibration.logLossAfter = values[2];
    }

    /// Puts the fold's temperature into the rows of `after`.
    void addFoldCalibration(int fold, PredictionTable& after) {
        const auto isOfFold = [fold](const PredictedCell& cell) { return cell.fold == fold; };
        const PredictionTable validation = cellsWhere(*m_input.validation, isOfFold);
        FoldCalibration result;
        result.fold = fold;
        result.cells = static_cast<int>(validation.cells.size());
        result.subjects = subjectsIn(validation);
        result.temperature = fitTemperature(validation);
        const bool fitted = result.temperature.state == TemperatureState::Fitted;
        const auto withTemperature = [&](PredictionTable table) { return fitted ? tempered(table, result.temperature.value) : table; };
        const PredictionTable test = withTemperature(cellsWhere(m_input.test, isOfFold));
        std::size_t next = 0;
        for (std::size_t i = 0; i < after.cells.size(); ++i)
            if (isOfFold(after.cells[i])) std::ranges::copy(test.of(next++), after.probabilities.begin() + static_cast<std::ptrdiff_t>(i * after.classes.size()));
        if (m_result.positive >= 0) {
            if (auto chosen = chooseThreshold(withTemperature(validation), m_result.positive, m_input.sensitivity)) {
                const OperatingPoints points(Ranking(test, m_result.positive, std::vector<int>(test.cells.size(), 0)));
                result.onTest = points.at(chosen->point.threshold);
                result.threshold = *chosen;
            }
        }
        m_result.calibration.folds.push_back(std::move(result));
    }

    const EvaluationInput& m_input;
    ProgressSink& m_progress;
    const CancelToken& m_cancel;
    Evaluation m_result;
};

}  // namespace

const Figure* Evaluation::figure(MetricKind kind) const {
    const auto found = std::ranges::find(keys, MetricKey{kind, -1});
    return found == keys.end() ? nullptr : &pooled.figures[static_cast<std::size_t>(found - keys.begin())];
}

Result<Evaluation> evaluate(const EvaluationInput& input, ProgressSink& progress, const CancelToken& cancel) {
    if (input.test.cells.empty()) return fail(ErrorCode::EmptyDataset, "there is no prediction to evaluate");
    if (input.positive >= static_cast<int>(input.test.classes.size())) return fail(ErrorCode::InvalidArgument, "the positive class is none of the classes");
    if (input.validation && input.validation->classes != input.test.classes) return fail(ErrorCode::InvalidArgument, "validation and test tell other classes apart");
    if (!(input.sensitivity > 0 && input.sensitivity <= 1)) return fail(ErrorCode::InvalidArgument, "a sensitivity lies above 0 and at most at 1");
    for (const Subgrouping& grouping : input.subgroupings)
        if (grouping.ofSubject.size() != input.test.subjects.size()) return fail(ErrorCode::InvalidArgument, "a subgrouping \"" + grouping.name + "\" says nothing of some subjects");
    return Evaluator(input, progress, cancel).run();
}

}  // namespace leukolens::evaluation
