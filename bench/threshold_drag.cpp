// How long the window takes from a moved threshold to painted curves and figures.
//     bench_threshold_drag [CELLS]          (QT_QPA_PLATFORM=offscreen without a display)
#include <QApplication>
#include <QDir>
#include <QSlider>
#include <QTemporaryDir>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>

#include "core/base/random.h"
#include "ui/evaluation/curves_page.h"
#include "ui/evaluation/evaluation_session.h"
#include "ui/shell/app_context.h"
#include "ui/shell/theme.h"

using namespace leukolens;

namespace {

evaluation::PredictionTable drawn(int cells) {
    Random random(1);
    evaluation::PredictionTable table;
    table.classes = {"all", "hem"};
    table.subjects = {"1", "2", "3", "4"};
    for (int i = 0; i < cells; ++i) {
        const int label = i % 2;
        table.cells.push_back({"cell " + std::to_string(i), i % 4, 1, label});
        const double p = 1 / (1 + std::exp(-random.normal() - (label == 0 ? 1.5 : -1.5)));
        table.probabilities.insert(table.probabilities.end(), {p, 1 - p});
    }
    return table;
}

}  // namespace

int main(int argc, char** argv) {
    QApplication application(argc, argv);
    const int cells = argc > 1 ? std::atoi(argv[1]) : 15'000;
    if (cells < 8) return 2;
    const QTemporaryDir folder;
    ui::AppSettings settings(QDir(folder.path()).filePath("settings.ini"));
    ui::AppContext context(settings);
    ui::Theme::apply(application, "light");
    evaluation::EvaluationInput input;
    input.test = drawn(cells);
    input.positive = 0;
    NoProgress progress;
    auto run = std::make_shared<ui::EvaluatedRun>();
    run->evaluation = evaluate(input, progress, {}).value();
    run->test = input.test;
    run->record.result.folder = "/run";
    ui::EvaluationSession session(context);
    ui::CurvesPage page(session);
    page.resize(1340, 650);
    page.show();
    page.setRun(run);
    QApplication::processEvents();
    auto* slider = page.findChild<QSlider*>("thresholdSlider");
    std::vector<double> milliseconds;
    for (int i = 0; i <= 400; ++i) {
        const auto start = std::chrono::steady_clock::now();
        slider->setValue((i * 137) % 1000);
        QApplication::processEvents();
        milliseconds.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start).count());
    }
    std::ranges::sort(milliseconds);
    std::printf("%d cells: from the slider to painted curves and figures, median %.1f ms, 95 %% within %.1f ms, longest %.1f ms\n", cells, milliseconds[milliseconds.size() / 2], milliseconds[milliseconds.size() * 95 / 100],
                milliseconds.back());
}
