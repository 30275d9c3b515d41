// Figures as files, in the window, and what is drawn of a run.
#include "ui/figures/figure.h"

#include <QImage>
#include <QLocale>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <thread>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/report/pdf_probe.h"
#include "tests/ui/support/ui_test.h"
#include "ui/figures/evaluation_figures.h"
#include "ui/figures/figure_view.h"
#include "ui/figures/fold_figures.h"
#include "ui/shell/class_words.h"
#include "ui/shell/dialogs.h"

namespace leukolens::ui {
namespace {

namespace fs = std::filesystem;

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kNumbers = "x,y\n0,0.25\n10,0.75\n";

/// Two plots, the second with a reversed axis.
Figure example(const QString& name = "example") {
    Plot plot;
    plot.title = "Example title";
    plot.x = {"Horizontal", 0, 10, {0, 5, 10}, {}, false, false};
    plot.y = {"Vertical", 0, 1, {0, 0.5, 1}, {}, true, false};
    PlotLine line;
    line.points = {{0, 0.25}, {4, kNone}, {10, 0.75}};
    line.ink = {Ink::Series, 0};
    line.marker = PlotMarker::Disc;
    plot.lines.push_back(line);
    plot.boxes.push_back({QRectF(1, 0, 2, 0.5), {Ink::Series, 1, 120}, true});
    plot.bands.push_back({{0, 10}, {0.1, 0.6}, {0.4, 0.9}, {Ink::Series, 0, 48}});
    plot.texts.push_back({"Inner words", {5, 0.5}, {Ink::Text}});
    Figure figure;
    figure.name = name;
    figure.plots = {plot, plot};
    figure.plots[1].title = "Second title";
    figure.plots[1].y.low = 4;
    figure.plots[1].y.high = -4;
    figure.csv = [] { return QByteArray(kNumbers); };
    return figure;
}

QByteArray csvOf(const Figure& figure) { return exportFigure(figure, FigureFormat::Csv); }
int linesIn(const QByteArray& csv) { return static_cast<int>(csv.count('\n')); }

/// The line in the colour of the text that names it.
const PlotLine* lineNamed(const Plot& plot, const QString& name) {
    const auto text = std::ranges::find(plot.texts, name, &PlotText::text);
    if (text == plot.texts.end()) return nullptr;
    const auto found = std::ranges::find_if(plot.lines, [&](const PlotLine& line) { return line.ink.kind == text->ink.kind && line.ink.series == text->ink.series; });
    return found == plot.lines.end() ? nullptr : &*found;
}

TEST(FigureFormatOf, GoesByTheEndingInAnyCase) {
    EXPECT_EQ(figureFormatOf("/a/roc.pdf"), FigureFormat::Pdf);
    EXPECT_EQ(figureFormatOf("/a/roc.SVG"), FigureFormat::Svg);
    EXPECT_EQ(figureFormatOf("/a/roc.Png"), FigureFormat::Png);
    EXPECT_EQ(figureFormatOf("/a/roc.csv"), FigureFormat::Csv);
    EXPECT_EQ(figureFormatOf("/a.svg/roc"), FigureFormat::Pdf);
    EXPECT_EQ(figureFormatOf({}), FigureFormat::Pdf);
    for (const char* ending : {"*.pdf", "*.svg", "*.png", "*.csv"}) EXPECT_TRUE(figureFilter().contains(ending)) << ending;
}

TEST(ExportFigure, APdfIsLinesAndLettersThatCanBeCopied) {
    const QByteArray pdf = exportFigure(example(), FigureFormat::Pdf);
    ASSERT_TRUE(pdf.startsWith("%PDF"));
    EXPECT_FALSE(pdf.contains("/Subtype /Image"));
    if (!test::hasPoppler()) GTEST_SKIP() << "pdftotext (poppler-utils) is not here";
    const test::TempFolder folder;
    const auto file = folder / "figure.pdf";
    ASSERT_TRUE(writeFileAtomically(file, std::string_view(pdf.constData(), static_cast<std::size_t>(pdf.size()))));
    const std::string text = test::pdfText(file);
    for (const char* words : {"Example title", "Second title", "Horizontal", "Vertical", "Inner words"}) EXPECT_NE(text.find(words), std::string::npos) << words << " is not in: " << text;
    EXPECT_EQ(test::pdfPictures(file), 0);
}

TEST(ExportFigure, AnSvgIsLinesAndLetters) {
    const QByteArray svg = exportFigure(example(), FigureFormat::Svg);
    EXPECT_TRUE(svg.contains("<svg"));
    EXPECT_TRUE(svg.contains("<text"));
    for (const char* words : {"Example title", "Second title", "Horizontal", "Inner words"}) EXPECT_TRUE(svg.contains(words)) << words;
    EXPECT_FALSE(svg.contains("<image"));
}

TEST(ExportFigure, APngHas300DotsAnInch) {
    const Figure figure = example();
    const QImage image = QImage::fromData(exportFigure(figure, FigureFormat::Png), "PNG");
    ASSERT_FALSE(image.isNull());
    EXPECT_EQ(image.size(), (QSizeF(sizeOf(figure)) * 300 / 96).toSize());
    EXPECT_NEAR(image.dotsPerMeterX() * 0.0254, 300, 0.1);
    EXPECT_NEAR(image.dotsPerMeterY() * 0.0254, 300, 0.1);
    EXPECT_EQ(image.pixel(0, 0), qRgb(255, 255, 255));
    int drawn = 0;
    for (int y = 0; y < image.height(); ++y)
        for (int x = 0; x < image.width(); ++x) drawn += image.pixel(x, y) != qRgb(255, 255, 255) ? 1 : 0;
    EXPECT_GT(drawn, image.width() * image.height() / 100);
}

TEST(ExportFigure, ACsvHoldsTheNumbersThatAreDrawn) { EXPECT_EQ(exportFigure(example(), FigureFormat::Csv), QByteArray(kNumbers)); }

TEST(WriteAllFigures, WritesEachInFourForms) {
    const test::TempFolder folder;
    NoProgress progress;
    const auto written = writeAllFigures({example("first"), example("second")}, folder / "new" / "figures", progress, {});
    ASSERT_TRUE(written) << written.error().message();
    EXPECT_EQ(*written, 8);
    EXPECT_EQ(test::entries(folder / "new" / "figures"), (std::vector<std::string>{"first.csv", "first.pdf", "first.png", "first.svg", "second.csv", "second.pdf", "second.png", "second.svg"}));
    EXPECT_EQ(readTextFile(folder / "new" / "figures" / "second.csv", 1000).value_or(""), std::string(kNumbers));
    EXPECT_TRUE(writeAllFigures({example("first")}, folder / "new" / "figures", progress, {})) << "those before are replaced";
}

/// Cancels once something was done.
class CancelsAtOnce final : public ProgressSink {
public:
    void report(const Progress& progress) override {
        last = progress;
        source.cancel();
    }
    CancelSource source;
    Progress last;
};

TEST(WriteAllFigures, WhatWouldBeReplacedIsKnownBefore) {
    const test::TempFolder folder;
    EXPECT_TRUE(existingFigureFiles({example("first")}, folder / "none").empty());
    ASSERT_TRUE(writeFileAtomically(folder / "first.svg", std::string_view("old")));
    ASSERT_TRUE(writeFileAtomically(folder / "third.svg", std::string_view("another")));
    EXPECT_EQ(existingFigureFiles({example("first"), example("second")}, folder.path()), std::vector<fs::path>{folder / "first.svg"});
}

TEST(WriteAllFigures, StopsBetweenFilesWhenCancelled) {
    const test::TempFolder folder;
    CancelsAtOnce progress;
    const auto written = writeAllFigures({example("first"), example("second")}, folder / "figures", progress, progress.source.token());
    ASSERT_FALSE(written);
    EXPECT_EQ(written.error().code, ErrorCode::Cancelled);
    EXPECT_EQ(progress.last.total, 8);
    EXPECT_EQ(test::entries(folder / "figures"), std::vector<std::string>{"first.pdf"}) << "a whole one, and nothing half-written";
}

TEST(WriteAllFigures, NamesWhatCannotBeWritten) {
    const test::TempFolder folder;
    NoProgress progress;
    ASSERT_TRUE(writeFileAtomically(folder / "taken", std::string_view("a file")));
    const auto noFolder = writeAllFigures({example()}, folder / "taken", progress, {});
    ASSERT_FALSE(noFolder);
    EXPECT_EQ(noFolder.error().file, folder / "taken");
    fs::create_directories(folder / "figures" / "example.svg" / "inside");
    const auto noFile = writeAllFigures({example()}, folder / "figures", progress, {});
    ASSERT_FALSE(noFile);
    EXPECT_EQ(noFile.error().file, folder / "figures" / "example.svg");
}

/// What became of it; nothing where the person cancelled.
std::optional<Result<QString>> savedFigure() {
    JobRunner worker("figures");
    std::optional<Result<QString>> answer;
    saveFigure(nullptr, example(), "/", worker, &worker, [&answer](Result<QString> saved) { answer = std::move(saved); });
    EXPECT_TRUE(test::waitFor([&worker] { return !worker.busy(); }));
    return answer;
}

TEST(SaveFigure, IsDrawnAndWrittenOnTheWorker) {
    const test::TempFolder folder;
    const QString file = test::qpath(folder / "one.csv");
    dialogs::setTestHook({{}, [file](const QString&) { return file; }});
    JobRunner worker("figures");
    Figure figure = example();
    std::thread::id drawnOn;
    figure.csv = [&drawnOn] { return drawnOn = std::this_thread::get_id(), QByteArray("1"); };
    bool isSaved = false;
    saveFigure(nullptr, figure, "/", worker, &worker, [&isSaved](const Result<QString>& saved) { isSaved = saved.has_value(); });
    EXPECT_FALSE(isSaved) << "the window goes on meanwhile";
    EXPECT_TRUE(test::waitFor([&isSaved] { return isSaved; }));
    EXPECT_NE(drawnOn, std::thread::id());
    EXPECT_NE(drawnOn, std::this_thread::get_id());
    dialogs::setTestHook({});
}

TEST(SaveFigure, AsksWhereToAndSaysWhatWentWrong) {
    const test::TempFolder folder;
    const auto savedAs = [](const QString& file) {
        dialogs::setTestHook({{}, [file](const QString&) { return file; }});
        auto saved = savedFigure();
        dialogs::setTestHook({});
        return saved;
    };
    const QString svg = test::qpath(folder / "one.svg");
    const auto saved = savedAs(svg);
    ASSERT_TRUE(saved && *saved);
    EXPECT_EQ(**saved, svg);
    EXPECT_EQ(test::entries(folder.path()), std::vector<std::string>{"one.svg"});
    EXPECT_FALSE(savedAs({})) << "cancelled";
    const auto failed = savedAs(test::qpath(folder / "no such folder" / "one.png"));
    ASSERT_TRUE(failed && !*failed);
    EXPECT_NE(failed->error().message().find("no such folder"), std::string::npos) << failed->error().message();
}

TEST(SaveFigure, TheChosenFormSetsTheEnding) {
    EXPECT_EQ(withFigureEnding("/a/roc", "SVG (*.svg)"), "/a/roc.svg");
    EXPECT_EQ(withFigureEnding("/a/roc v1.2", "PNG, 300 dots an inch (*.png)"), "/a/roc v1.2.png");
    EXPECT_EQ(withFigureEnding("/a/roc.PDF", "SVG (*.svg)"), "/a/roc.PDF") << "who types an ending means it";
    EXPECT_EQ(withFigureEnding("/a.svg/roc", {}), "/a.svg/roc.pdf");

    const test::TempFolder folder;
    bool answer = true;
    int asked = 0;
    dialogs::TestHook hook{[&](const QString&) { return ++asked, answer; }, [&](const QString&) { return test::qpath(folder / "one"); }};
    hook.filter = "Numbers (*.csv)";
    dialogs::setTestHook(hook);
    const auto saved = savedFigure();
    ASSERT_TRUE(saved && *saved);
    EXPECT_EQ(**saved, test::qpath(folder / "one.csv"));
    EXPECT_EQ(readTextFile(folder / "one.csv", 1000).value_or(""), kNumbers);
    EXPECT_EQ(asked, 0);
    // The file dialog asked about "one" only.
    answer = false;
    ASSERT_TRUE(writeFileAtomically(folder / "one.csv", std::string_view("mine")));
    EXPECT_FALSE(savedFigure()) << "it is not replaced";
    EXPECT_EQ(asked, 1);
    EXPECT_EQ(readTextFile(folder / "one.csv", 1000).value_or(""), "mine");
    dialogs::setTestHook({});
}

TEST(FigureView, IsToldInWords) {
    FigureView view;
    view.setFigure(example());
    EXPECT_EQ(view.accessibleName(), "Example title; Second title");
    for (const char* words : {"Example title: Vertical over Horizontal.", "1 curve", "Inner words", "Second title: "}) EXPECT_TRUE(view.accessibleDescription().contains(words)) << view.accessibleDescription().toStdString();
    view.clear();
    EXPECT_TRUE(view.accessibleName().isEmpty() && view.accessibleDescription().isEmpty());
    const evaluation::ConfusionMatrix matrix{2, {5, 1, 2, 4}};
    Figure confusion = confusionFigure(matrix, {"all", "hem"}, ConfusionNumbers::Counts);
    view.setFigure(confusion);
    EXPECT_TRUE(view.accessibleDescription().contains("True class ALL blast, Called Normal: 1")) << view.accessibleDescription().toStdString();
}

TEST(FigureView, PositionsAndValuesAreInverse) {
    FigureView view;
    view.setFigure(example());
    view.resize(733, 311);
    for (const std::size_t plot : {std::size_t{0}, std::size_t{1}}) {
        for (const QPointF& value : {QPointF(0, 0), QPointF(10, 1), QPointF(3.25, 0.7), QPointF(-2, 1.5)}) {
            const QPointF back = view.valueAt(plot, view.positionOf(plot, value));
            EXPECT_NEAR(back.x(), value.x(), 1e-9);
            EXPECT_NEAR(back.y(), value.y(), 1e-9);
        }
        EXPECT_TRUE(QRectF(view.rect()).contains(view.positionOf(plot, {5, 0.5})));
    }
    EXPECT_LT(view.positionOf(0, {10, 0}).x(), view.positionOf(1, {0, 0}).x()) << "side by side";
    EXPECT_LT(view.positionOf(0, {0, 1}).y(), view.positionOf(0, {0, 0}).y()) << "up";
    EXPECT_GT(view.positionOf(1, {0, 1}).y(), view.positionOf(1, {0, 0}).y()) << "reversed";
}

TEST(FigureView, SaysWhereItIsPressedAndDragged) {
    FigureView view;
    view.setFigure(example());
    view.resize(733, 311);
    view.show();
    std::vector<QPointF> pointed;
    QObject::connect(&view, &FigureView::pointed, &view, [&](const QPointF& value) { pointed.push_back(value); });
    const QPoint at = view.positionOf(0, {7, 0.5}).toPoint();
    QTest::mouseClick(&view, Qt::RightButton, {}, at);
    EXPECT_TRUE(pointed.empty());
    QTest::mouseClick(&view, Qt::LeftButton, {}, at);
    ASSERT_EQ(pointed.size(), 1u);
    EXPECT_NEAR(pointed[0].x(), 7, 0.1);
    EXPECT_NEAR(pointed[0].y(), 0.5, 0.01);
    view.clear();
    QTest::mouseClick(&view, Qt::LeftButton, {}, at);
    EXPECT_EQ(pointed.size(), 1u) << "there is nothing any more";
}

TEST(DrawPlot, PlacesEverythingAlikeInTheWindowAndInFiles) {
    const Figure figure = example();
    FigureStyle paper = FigureStyle::onPaper(), screen = FigureStyle::ofTheme();
    screen.font = paper.font;
    for (std::size_t i = 0; i < figure.plots.size(); ++i) {
        const QRectF where = placeOf(figure, i);
        EXPECT_EQ(plotArea(where, figure.plots[i], paper), plotArea(where, figure.plots[i], screen));
        EXPECT_EQ(plotTransform(where, figure.plots[i], paper), plotTransform(where, figure.plots[i], screen));
    }
    // The window's, over the whole of its widget.
    Figure one = figure;
    one.plots.resize(1);
    FigureView view;
    view.setFigure(one);
    view.resize(one.widthPx, one.heightPx);
    const QPointF place = plotTransform(QRectF(0, 0, one.widthPx, one.heightPx), one.plots[0], FigureStyle::ofTheme()).map(QPointF(2, 0.3));
    EXPECT_EQ(view.positionOf(0, {2, 0.3}), place);
    EXPECT_GE(FigureStyle::onPaper().font.pixelSize(), 1);
    EXPECT_GE(FigureStyle::ofTheme().font.pixelSize(), 1);
}

class FoldFiguresTest : public testing::Test {
protected:
    FoldFiguresTest() {
        for (int epoch = 1; epoch <= 5; ++epoch) add(1, epoch, 0.6 / epoch, 0.8);
        for (int epoch = 1; epoch <= 8; ++epoch) add(2, epoch, 0.5 / epoch, 0.7);
        record.history[7].validationLoss = 40;           // fold 2, epoch 3
        record.history[8].validationAccuracy = kNone;    // epoch 4
        record.history[8].validationLoss = kNone;
        record.history[1].best = record.history[6].best = true;
    }
    void add(int fold, int epoch, double loss, double accuracy) {
        experiment::EpochRecord row;
        row.fold = fold;
        row.epoch = epoch;
        row.trainLoss = loss;
        row.validationLoss = loss + 0.1;
        row.trainAccuracy = accuracy + 0.01 * epoch;
        row.validationAccuracy = accuracy;
        record.history.push_back(row);
    }
    experiment::RunRecord record;
};

TEST_F(FoldFiguresTest, AxesAreAlikeForAllFolds) {
    const auto figures = foldFigures(record);
    ASSERT_EQ(figures.size(), 2u);
    EXPECT_EQ(figures[0].name, "fold-1");
    EXPECT_EQ(figures[1].name, "fold-2");
    ASSERT_EQ(figures[0].plots.size(), 2u);
    for (std::size_t i = 0; i < 2; ++i) {
        const Plot &first = figures[0].plots[i], &second = figures[1].plots[i];
        EXPECT_EQ(first.x.low, second.x.low);
        EXPECT_EQ(first.x.high, second.x.high);
        EXPECT_GE(first.x.high, 8) << "the longest fold has room";
        EXPECT_EQ(first.y.low, second.y.low);
        EXPECT_EQ(first.y.high, second.y.high);
        EXPECT_EQ(first.y.ticks, second.y.ticks);
    }
    EXPECT_LE(figures[0].plots[0].y.low, 0.7 + 1e-9);
    EXPECT_EQ(linesIn(csvOf(figures[0])), 1 + 5);
    EXPECT_EQ(linesIn(csvOf(figures[1])), 1 + 8);
    EXPECT_TRUE(figures[0].plots[0].title.contains("best epoch 2"));
}

TEST_F(FoldFiguresTest, WhatIsNoNumberLeavesAGap) {
    const auto figures = foldFigures(record);
    ASSERT_EQ(figures.size(), 2u);
    for (const Plot& plot : figures[1].plots) {
        const PlotLine *validation = lineNamed(plot, "Validation"), *training = lineNamed(plot, "Training");
        ASSERT_TRUE(validation && training);
        ASSERT_EQ(validation->points.size(), 8u);
        EXPECT_EQ(validation->points[3].x(), 4);
        EXPECT_TRUE(std::isnan(validation->points[3].y()));
        EXPECT_TRUE(std::isfinite(validation->points[4].y()));
        EXPECT_TRUE(std::isfinite(training->points[3].y()));
    }
    EXPECT_FALSE(exportFigure(figures[1], FigureFormat::Svg).contains("nan"));
}

TEST_F(FoldFiguresTest, ALossThatIsCutIsSaidInTheTitle) {
    const auto figures = foldFigures(record);
    ASSERT_EQ(figures.size(), 2u);
    const Plot& losses = figures[1].plots[1];
    EXPECT_LT(losses.y.high, 40) << "one epoch does not press all others to the axis";
    EXPECT_TRUE(losses.title.contains("cut at")) << losses.title.toStdString();
    EXPECT_FALSE(figures[0].plots[1].title.contains("cut at"));
    const PlotLine* validation = lineNamed(losses, "Validation");
    ASSERT_TRUE(validation);
    EXPECT_EQ(validation->points[2].y(), losses.y.high);
    EXPECT_TRUE(csvOf(figures[1]).contains(",40,")) << "the number itself is in the file";
    EXPECT_TRUE(foldFigures({}).empty());
}

evaluation::Evaluation withCurve(int points) {
    evaluation::Evaluation evaluation;
    evaluation.classes = {"all", "hem"};
    evaluation.positive = 0;
    evaluation.positives = evaluation.negatives = points - 1;
    for (int i = 0; i < points; ++i)
        evaluation.curve.push_back({i == 0 ? std::numeric_limits<double>::infinity() : 1 - static_cast<double>(i) / points, static_cast<double>(i), i * 0.5});
    return evaluation;
}

TEST(RocFigure, DrawsNoMorePointsThanCanBeToldApart) {
    for (const int points : {2, 1999, 2000, 2001, 3999, 4000, 10'001, 100'000}) {
        SCOPED_TRACE(points);
        const Figure figure = rocFigure(withCurve(points));
        ASSERT_EQ(figure.plots.size(), 1u);
        const auto& line = figure.plots[0].lines.back().points;
        EXPECT_LE(line.size(), kMostDrawnPoints);
        EXPECT_GE(line.size(), std::min<std::size_t>(static_cast<std::size_t>(points), kMostDrawnPoints / 3));
        EXPECT_EQ(line.front(), QPointF(0, 0));
        EXPECT_EQ(line.back().y(), 1) << "the last point stays";
        EXPECT_TRUE(std::ranges::is_sorted(line, {}, &QPointF::x));
        EXPECT_EQ(linesIn(curveNumbers(withCurve(points))), 1 + points) << "the file has them all";
        EXPECT_LE(precisionRecallFigure(withCurve(points)).plots.at(0).lines.back().points.size(), kMostDrawnPoints);
    }
}

TEST(RocFigure, MarksThePointAndNamesOtherRuns) {
    evaluation::OperatingPoint point;
    point.truePositives = 6;
    point.falseNegatives = 2;
    point.falsePositives = 1;
    point.trueNegatives = 3;
    const auto evaluation = withCurve(9);
    const Figure figure = rocFigure(evaluation, point, {{"the other run", withCurve(5).curve, 4, 4}});
    const Plot& plot = figure.plots.at(0);
    EXPECT_TRUE(plot.title.contains("ALL blast"));
    ASSERT_EQ(plot.lines.back().points.size(), 1u);
    EXPECT_EQ(plot.lines.back().marker, PlotMarker::Ring);
    EXPECT_DOUBLE_EQ(plot.lines.back().points[0].x(), 0.25);
    EXPECT_DOUBLE_EQ(plot.lines.back().points[0].y(), 0.75);
    const PlotLine* other = lineNamed(plot, "the other run");
    ASSERT_TRUE(other);
    EXPECT_EQ(other->points.size(), 5u);
    EXPECT_NE(other->style, Qt::SolidLine) << "colour is not alone";
    EXPECT_TRUE(std::ranges::any_of(plot.texts, [](const PlotText& text) { return text.text == "the other run"; }));
}

TEST(ConfusionFigure, WritesCountsOrSharesOfRowsOrOfColumns) {
    const evaluation::ConfusionMatrix matrix{2, {8, 2, 1, 9}};
    const std::vector<std::string> classes = {"all", "he,m"};
    const std::pair<ConfusionNumbers, QStringList> kinds[] = {
        {ConfusionNumbers::Counts, {"8", "2", "1", "9"}},
        {ConfusionNumbers::RowShares, {percentText(0.8, 1), percentText(0.2, 1), percentText(0.1, 1), percentText(0.9, 1)}},
        {ConfusionNumbers::ColumnShares, {percentText(8.0 / 9, 1), percentText(2.0 / 11, 1), percentText(1.0 / 9, 1), percentText(9.0 / 11, 1)}},
    };
    for (const auto& [numbers, expected] : kinds) {
        const Figure figure = confusionFigure(matrix, classes, numbers);
        const Plot& plot = figure.plots.at(0);
        QStringList texts;
        for (const PlotText& text : plot.texts) texts << text.text;
        EXPECT_EQ(texts, expected) << texts.join(' ').toStdString();
        ASSERT_EQ(plot.boxes.size(), 4u);
        EXPECT_EQ(plot.texts[1].at, QPointF(1, 0)) << "true class down, called across";
        EXPECT_EQ(plot.y.tickLabels.value(0), "ALL blast");
        EXPECT_GT(plot.y.low, plot.y.high) << "the first class is on top";
        EXPECT_TRUE(csvOf(figure).contains("all,\"he,m\",2,0.2,")) << csvOf(figure).toStdString();
    }
}

TEST(ConfusionFigure, AClassWithoutCellsHasNoShares) {
    const Figure rows = confusionFigure({2, {0, 0, 1, 9}}, {"all", "hem"}, ConfusionNumbers::RowShares);
    EXPECT_EQ(rows.plots.at(0).texts.at(0).text, QString("–"));
    EXPECT_TRUE(csvOf(rows).contains("all,hem,0,,0\n")) << csvOf(rows).toStdString();
    EXPECT_GT(sizeOf(confusionFigure({8, std::vector<std::int64_t>(64, 1)}, std::vector<std::string>(8, "kind"), ConfusionNumbers::Counts)).width(), sizeOf(rows).width()) << "many classes need room";
}

TEST(ReliabilityFigure, RingsAreBinsOfFewCells) {
    evaluation::Evaluation evaluation;
    evaluation.classes = {"all", "hem"};
    evaluation.positive = 0;
    evaluation.calibration.answers = {{100, 0.1, 0.2}, {5, 0.4, 0.5}, {0, 0, 0}, {20, 0.9, 0.8}};
    const auto rings = [](const Plot& plot) {
        std::vector<QPointF> points;
        for (const PlotLine& line : plot.lines)
            if (line.marker == PlotMarker::Ring) points.insert(points.end(), line.points.begin(), line.points.end());
        return points;
    };
    const auto saysRings = [](const Plot& plot) { return std::ranges::any_of(plot.texts, [](const PlotText& text) { return text.text.startsWith("Rings"); }); };
    const Figure before = reliabilityFigure(evaluation, false);
    ASSERT_EQ(before.plots.size(), 1u) << "no temperature is known";
    EXPECT_EQ(rings(before.plots[0]), std::vector<QPointF>{QPointF(0.4, 0.5)});
    EXPECT_TRUE(saysRings(before.plots[0]));
    EXPECT_EQ(before.plots[0].boxes.size(), 3u) << "a bar for each bin that has cells";
    EXPECT_EQ(linesIn(csvOf(before)), 1 + 4);

    evaluation.calibration.answersAfter = {{100, 0.2, 0.2}, {25, 0.8, 0.8}};
    const Figure both = reliabilityFigure(evaluation, false);
    ASSERT_EQ(both.plots.size(), 2u);
    EXPECT_TRUE(rings(both.plots[1]).empty());
    EXPECT_FALSE(saysRings(both.plots[1]));
    EXPECT_NE(both.plots[0].title, both.plots[1].title);
    EXPECT_TRUE(csvOf(both).contains("with_temperature,2,25,0.8,0.8\n")) << csvOf(both).toStdString();
}

TEST(AllFigures, AreThoseThatTheClassesAllow) {
    const auto namesOf = [](const std::vector<Figure>& figures) {
        QStringList names;
        for (const Figure& figure : figures) names << figure.name;
        return names;
    };
    auto evaluation = withCurve(5);
    evaluation.confusion = {2, {1, 2, 3, 4}};
    evaluation.calibration.answers = evaluation.calibration.positive = {{5, 0.4, 0.5}};
    EXPECT_EQ(namesOf(allFigures(evaluation)), QStringList({"confusion", "roc", "precision-recall", "reliability", "reliability-positive"}));
    evaluation.positive = -1;
    EXPECT_EQ(namesOf(allFigures(evaluation)), QStringList({"confusion", "reliability"}));
}

}  // namespace
}  // namespace leukolens::ui
