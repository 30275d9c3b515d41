#include "ui/figures/study_figures.h"

#include <gtest/gtest.h>

#include <cmath>

#include "ui/figures/figure_words.h"

namespace leukolens::ui {
namespace {

using experiment::kAllFolds;
using experiment::RunMap;

/// Two subjects; cell "twice" is tested by three folds, wrong in the second and third.
evaluation::PredictionTable someAnswers() {
    evaluation::PredictionTable table;
    table.classes = {"all", "hem"};
    table.subjects = {"1", "H2"};
    const auto add = [&](const char* path, int subject, int fold, int label, double ofAll) {
        table.cells.push_back({path, subject, fold, label});
        table.probabilities.insert(table.probabilities.end(), {ofAll, 1 - ofAll});
    };
    add("right", 0, 1, 0, 0.9);
    add("wrong", 1, 1, 1, 0.8);
    add("twice", 0, 1, 0, 0.7);
    add("twice", 0, 2, 0, 0.2);
    add("twice", 0, 3, 0, 0.1);
    return table;
}

RunMap someMap(int fold = kAllFolds) { return {fold, evaluation::MapMethod::Umap, 0.876, {{"right", 1, 10}, {"wrong", 2, 20}, {"twice", 3, 30}, {"gone", 4, 40}}}; }

std::size_t pointsIn(const Plot& plot, const QString& kind) {
    // The legend's sample stands directly before its words, at the same height.
    for (const auto& text : plot.texts) {
        if (text.text != kind) continue;
        const auto sample = std::ranges::find_if(plot.lines, [&](const PlotLine& line) { return line.points.size() == 1 && line.points[0].y() == text.at.y() && line.points[0].x() < text.at.x(); });
        if (sample == plot.lines.end()) return 0;
        std::size_t count = 0;
        for (auto line = plot.lines.begin(); line != plot.lines.end(); ++line)
            if (line != sample && line->marker == sample->marker && line->ink.kind == sample->ink.kind && line->ink.series == sample->ink.series && !(line->points.size() == 1 && line->points[0].x() == sample->points[0].x()))
                count += line->points.size();
        return count;
    }
    return 0;
}

TEST(MapPoints, JoinsTheMapWithTheAnswers) {
    const auto test = someAnswers();
    const auto points = mapPoints(someMap(), test);
    ASSERT_EQ(points.size(), 3u) << "a cell without an answer has no place";
    EXPECT_EQ(points[0].cell, 0);
    EXPECT_FALSE(points[0].wrong);
    EXPECT_EQ(points[1].called, 0);
    EXPECT_TRUE(points[1].wrong);
    EXPECT_EQ(points[1].at, QPointF(2, 20));
    EXPECT_EQ(points[2].cell, 3) << "the first fold that calls it wrong";
    EXPECT_EQ(points[2].called, 1);
    EXPECT_TRUE(points[2].wrong);
    const auto first = mapPoints(someMap(1), test);
    ASSERT_EQ(first.size(), 3u);
    EXPECT_EQ(first[2].cell, 2);
    EXPECT_FALSE(first[2].wrong);
}

TEST(MapFigure, ColoursTellWhatIsAskedFor) {
    const auto test = someAnswers();
    const auto points = mapPoints(someMap(), test);
    const auto plotOf = [&](MapColour colour, int subject = -1) { return mapFigure(someMap(), points, test, colour, subject).plots.front(); };
    const auto errors = plotOf(MapColour::Errors);
    EXPECT_EQ(pointsIn(errors, "called right"), 1u);
    EXPECT_EQ(pointsIn(errors, "ALL blast, called wrong"), 1u);
    EXPECT_EQ(pointsIn(errors, "Normal, called wrong"), 1u);
    const auto labels = plotOf(MapColour::Label);
    EXPECT_EQ(pointsIn(labels, "ALL blast"), 2u);
    EXPECT_EQ(pointsIn(labels, "Normal"), 1u);
    const auto called = plotOf(MapColour::Called);
    EXPECT_EQ(pointsIn(called, "ALL blast"), 2u);
    EXPECT_EQ(pointsIn(called, "Normal"), 1u);
    const auto subjects = plotOf(MapColour::Subject);
    EXPECT_EQ(pointsIn(subjects, "1"), 2u);
    EXPECT_EQ(pointsIn(subjects, "H2"), 1u);
    // With one picked, the others have no word in the legend and are faint.
    const auto picked = plotOf(MapColour::Subject, 1);
    EXPECT_EQ(pointsIn(picked, "H2"), 1u);
    EXPECT_TRUE(std::ranges::none_of(picked.texts, [](const PlotText& text) { return text.text == "1"; }));
    EXPECT_TRUE(std::ranges::any_of(picked.lines, [](const PlotLine& line) { return line.points.size() == 2 && line.ink.alpha < 100; }));
    // Every point lies within the frame, the legend beside it.
    ASSERT_EQ(errors.boxes.size(), 1u);
    for (const auto& point : points) EXPECT_TRUE(errors.boxes[0].box.contains(point.at));
    for (const auto& text : errors.texts) EXPECT_GT(text.at.x(), errors.boxes[0].box.right());
}

TEST(MapFigure, IsToldInWordsWithoutAxes) {
    const auto test = someAnswers();
    const QString words = figureDescription(mapFigure(someMap(), mapPoints(someMap(), test), test, MapColour::Label));
    EXPECT_TRUE(words.contains("ALL blast; Normal")) << words.toStdString();
    EXPECT_FALSE(words.contains(" over ")) << words.toStdString();
}

TEST(MapFigure, IsSavedAsNumbers) {
    const auto test = someAnswers();
    EXPECT_EQ(mapFigure(someMap(), {}, test, MapColour::Label).name, "map");
    EXPECT_EQ(mapNumbers(mapPoints(someMap(), test), test), QByteArray("path,x,y,label,called,subject,fold\nright,1,10,all,all,1,1\nwrong,2,20,hem,all,H2,1\ntwice,3,30,all,hem,1,2\n"));
    EXPECT_EQ(mapFigure(someMap(2), {}, test, MapColour::Label).name, "map-fold-2");
}

TEST(MapWords, SayHowItWasMade) {
    EXPECT_TRUE(mapWords(someMap()).contains("UMAP")) << mapWords(someMap()).toStdString();
    EXPECT_TRUE(mapWords(someMap()).contains("88 %"));
    auto pca = someMap();
    pca.method = evaluation::MapMethod::Pca;
    EXPECT_FALSE(mapWords(pca).contains("UMAP"));
}

TEST(LearningFigure, DrawsFiguresAgainstSubjectsWithTheirIntervals) {
    experiment::LearningCurve curve;
    curve.classes = {"all", "hem"};
    using evaluation::MetricKind;
    curve.keys = {{MetricKind::Accuracy, -1}, {MetricKind::BalancedAccuracy, -1}, {MetricKind::F1Weighted, -1}, {MetricKind::Auroc, -1}};
    curve.overSubjects = true;
    const auto figure = [](double value) {
        evaluation::Figure one;
        one.value = value;
        if (std::isfinite(value)) one.percentile = {value - 0.1, value + 0.05};
        return one;
    };
    curve.points = {{0.2, 2, 20, {figure(0.6), figure(0.55), figure(0.5), figure(std::nan(""))}}, {1, 9.5, 90, {figure(0.8), figure(0.75), figure(0.7), figure(0.9)}}};
    const auto drawn = learningFigure(curve);
    ASSERT_EQ(drawn.plots.size(), 2u);
    const auto& accuracy = drawn.plots[0];
    ASSERT_EQ(accuracy.lines.size(), 1u);
    EXPECT_EQ(accuracy.lines[0].points, (std::vector<QPointF>{{2, 0.55}, {9.5, 0.75}}));
    ASSERT_EQ(accuracy.bands.size(), 1u);
    EXPECT_EQ(accuracy.bands[0].x, (std::vector<double>{2, 9.5}));
    EXPECT_NEAR(accuracy.bands[0].low[0], 0.45, 1e-12);
    EXPECT_LE(accuracy.y.low, 0.45);
    EXPECT_GE(accuracy.x.high, 9.5);
    EXPECT_EQ(drawn.plots[1].lines[0].points.size(), 1u) << "what is not defined is not drawn";
    EXPECT_TRUE(drawn.plots[1].bands.empty());
    const QByteArray csv = drawn.csv();
    EXPECT_TRUE(csv.startsWith("share,subjects,cells,accuracy,accuracy_low,accuracy_high,balanced_accuracy,")) << csv.toStdString();
    EXPECT_TRUE(csv.contains("\n0.2,2,20,0.6,0.5,0.65,0.55,0.45,0.6,0.5,0.4,0.55,,,\n")) << csv.toStdString();
}

}  // namespace
}  // namespace leukolens::ui
