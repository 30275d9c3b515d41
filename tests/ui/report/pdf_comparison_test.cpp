#include <gmock/gmock.h>

#include "core/experiment/comparison_file.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {
namespace {

using experiment::ComparedRow;
using experiment::ModelComparison;
using testing::HasSubstr;
using testing::Not;

constexpr const char* kMade = "2026-11-27T10:00:00+01:00";

ComparedRow doneRow(const char* network, double accuracy, const std::string& weights = {}) {
    ComparedRow row;
    row.name = *network ? network : "ensemble";
    row.entry = {network, weights};
    row.initialisation = weights.empty() ? experiment::Initialisation::Random : experiment::Initialisation::OtherWeights;
    row.state = experiment::RowState::Done;
    for (const double value : {accuracy, 0.8, 0.9, 0.05}) row.figures.push_back({value, evaluation::Interval{value - 0.02, value + 0.02}, {}, 50});
    row.parameters = 21'789'666;
    row.imagesASecond = 12.34;
    row.device = "cpu";
    row.precision = "bf16";
    return row;
}

ModelComparison someComparison() {
    ModelComparison comparison;
    comparison.folder = "/runs/Vergleich ü 1";
    comparison.classes = {"all", "hem"};
    comparison.keys = experiment::comparedFigures(2);
    comparison.overSubjects = true;
    comparison.reference = "inception_v3";
    comparison.rows = {doneRow("inception_v3", 0.912), doneRow("inception_v3", 0.934, "/w/trunk.pth"), doneRow("alexnet", 0.871), doneRow("", 0.921)};
    comparison.rows[1].difference = evaluation::Difference{comparison.keys[0], 0.912, 0.934, 0.022, evaluation::Interval{0.004, 0.041}, 0.016};
    comparison.rows[0].secondsAnEpoch = 7.25;
    auto& failed = comparison.rows[2];
    failed.state = experiment::RowState::Failed;
    failed.figures.clear();
    failed.imagesASecond.reset();
    failed.error = Error{ErrorCode::OutOfMemory, "memory ran out", {}, "Close other programs, or choose a smaller batch or input size."};
    return comparison;
}

class PdfComparisonTest : public testing::Test {
protected:
    void SetUp() override {
        if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    }

    std::string written(const ModelComparison& comparison) {
        const auto file = folder / "comparison.pdf";
        const auto done = writeComparisonReport(comparison, kMade, file);
        EXPECT_TRUE(done) << (done ? std::string() : done.error().message());
        return test::pdfText(file);
    }

    test::TempFolder folder;
};

TEST_F(PdfComparisonTest, TellsEveryRowHowItStartedAndWhatOthersPublishedOnWhat) {
    const std::string text = written(someComparison());
    EXPECT_THAT(text, HasSubstr("Comparison of models"));
    EXPECT_THAT(text, HasSubstr("Vergleich ü 1"));
    EXPECT_THAT(text, HasSubstr("InceptionV3 random 0.912 0.892 – 0.932"));
    EXPECT_THAT(text, HasSubstr("weights: trunk.pth 0.934"));
    EXPECT_THAT(text, HasSubstr("21.8 million 7.3 12.3"));
    EXPECT_THAT(text, HasSubstr("+0.022 0.004 – 0.041 0.016"));
    EXPECT_THAT(text, HasSubstr("bootstrap over subjects"));
    EXPECT_THAT(text, HasSubstr("94.12 %"));
    EXPECT_THAT(text, HasSubstr("Measured on: B-cell against T-cell ALL, pictures of the American Society of Hematology's image bank."));
    EXPECT_EQ(test::countOf(text, "98.96 %"), 1) << "once a network";
    EXPECT_THAT(text, HasSubstr("For research use only. Not for diagnosis."));
    EXPECT_THAT(text, Not(HasSubstr("Optimistic")));
}

TEST_F(PdfComparisonTest, SaysWhyARowFailedAndWhatMakesTheFiguresOptimistic) {
    auto comparison = someComparison();
    comparison.settings.protocol = dataset::Protocol::Paper;
    comparison.options.leakAcknowledgement = "Twins of one slide, known.";
    const std::string text = written(comparison);
    EXPECT_THAT(text, HasSubstr("AlexNet failed: Memory ran out"));
    EXPECT_THAT(text, HasSubstr("AlexNet random failed"));
    EXPECT_THAT(text, HasSubstr("Optimistic"));
    EXPECT_THAT(text, HasSubstr("Twins of one slide, known."));
}

}  // namespace
}  // namespace leukolens::ui
