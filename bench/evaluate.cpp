// How long figures of drawn predictions take: intervals of all figures, bands of the curves, and what follows from a threshold that is dragged.
//     bench_evaluate [CELLS] [SUBJECTS (0: images)] [CLASSES] [--write FILE]
// --write: the same predictions as predictions.csv, for bench/peers/bootstrap_scikit_learn.py.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

#include "core/base/random.h"
#include "core/evaluation/evaluation.h"

namespace {

using namespace leukolens;
using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Cells of a subject lie alike: each has a shift of its own.
evaluation::PredictionTable drawn(int cells, int subjects, int classes) {
    Random random(1);
    evaluation::PredictionTable table;
    for (int k = 0; k < classes; ++k) table.classes.push_back("class " + std::to_string(k));
    std::vector<double> shift(static_cast<std::size_t>(std::max(1, subjects)));
    for (double& value : shift) value = random.normal();
    for (int s = 0; s < subjects; ++s) table.subjects.push_back("s" + std::to_string(10000 + s));
    for (int i = 0; i < cells; ++i) {
        const int subject = subjects > 0 ? i % subjects : -1;
        const int label = (subject >= 0 ? subject : i) % classes;
        table.cells.push_back({"cell " + std::to_string(i) + ".png", subject, 1 + i % 3, label});
        std::vector<double> row;
        double sum = 0;
        for (int k = 0; k < classes; ++k) sum += row.emplace_back(std::exp(random.normal() + (k == label ? 2 + (subject >= 0 ? shift[static_cast<std::size_t>(subject)] : 0) : 0)));
        for (const double value : row) table.probabilities.push_back(value / sum);
    }
    return table;
}

void write(const evaluation::PredictionTable& table, const std::string& file) {
    std::ofstream out(file);
    out << "path,subject,fold,label,predicted";
    for (const auto& name : table.classes) out << ",p_" << name;
    out << '\n';
    out.precision(17);
    for (std::size_t i = 0; i < table.cells.size(); ++i) {
        const auto& cell = table.cells[i];
        out << cell.path << ',' << (cell.subject >= 0 ? table.subjects[static_cast<std::size_t>(cell.subject)] : "") << ',' << cell.fold << ',' << table.classes[static_cast<std::size_t>(cell.label)] << ','
            << table.classes[static_cast<std::size_t>(evaluation::decide(table.of(i)))];
        for (const double p : table.of(i)) out << ',' << p;
        out << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
    std::vector<int> numbers;
    std::string file;
    for (int i = 1; i < argc; ++i) {
        if (std::string_view(argv[i]) == "--write" && i + 1 < argc) file = argv[++i];
        else numbers.push_back(std::atoi(argv[i]));
    }
    const auto number = [&](std::size_t i, int otherwise) { return numbers.size() > i ? numbers[i] : otherwise; };
    const int cells = number(0, 10'000), subjects = number(1, 118), classes = number(2, 2);
    if (cells < 2 || subjects < 0 || classes < 2) return 2;
    const auto table = drawn(cells, subjects, classes);
    if (!file.empty()) write(table, file);
    NoProgress progress;
    const int positive = classes == 2 ? 1 : -1;
    for (int round = 0; round < 3; ++round) {
        auto start = Clock::now();
        const evaluation::MetricEvaluator evaluator(table, unitsOf(table), evaluation::metricsFor(table.classes.size(), positive), {positive, {}});
        const auto figures = bootstrapFigures(evaluator, {}, progress, {});
        const double intervals = secondsSince(start);
        start = Clock::now();
        const evaluation::Ranking ranking(table, std::max(0, positive), evaluator.units().ofCell);
        const auto bands = evaluation::bootstrapBands(ranking, evaluator.units().count, {}, progress, {});
        const double drawnBands = secondsSince(start);
        const evaluation::OperatingPoints points(ranking);
        start = Clock::now();
        int sum = 0;
        for (int i = 0; i < 100'000; ++i) sum += points.at(i / 1e5).truePositives;
        const double threshold = secondsSince(start) / 1e5;
        start = Clock::now();
        evaluation::EvaluationInput input;
        input.test = table;
        input.positive = positive;
        const auto whole = evaluate(input, progress, {});
        std::printf("%d cells, %d subjects, %d classes: %zu figures with percentile and BCa intervals, 2000 resamples %.3f s; bands %.3f s; a threshold %.2f us; whole evaluation %.2f s (accuracy %.4f, %.4f to %.4f) %d\n",
                    cells, subjects, classes, figures->size(), intervals, drawnBands, threshold * 1e6, secondsSince(start), figures->front().value, figures->front().percentile->low, figures->front().percentile->high, sum % 2);
        (void)bands;
        (void)whole;
    }
}
