#include <gmock/gmock.h>

#include <limits>

#include "core/base/files.h"
#include "tests/support/temp_folder.h"
#include "tests/ui/report/pdf_probe.h"
#include "ui/report/pdf_report.h"

namespace leukolens::ui {
namespace {

using experiment::RunRecord;
using test::pdfText;
using testing::HasSubstr;
using testing::Not;

RunRecord someRun(int folds, int epochs) {
    RunRecord record;
    record.result.folder = "/runs/Lauf ü 1";
    record.result.device = "cpu";
    record.result.precision = "bf16";
    for (int fold = 1; fold <= folds; ++fold) {
        for (int epoch = 1; epoch <= epochs; ++epoch) {
            record.history.push_back(
                {fold, epoch, 0.7 / epoch, 1 - 0.3 / epoch, 0.8 / epoch, 1 - 0.4 / epoch, 5e-4, 1.0, epoch == epochs});
        }
        record.result.folds.push_back({fold, epochs, epochs, fold == 2, 0.978, 0.061, 0.9137, 0.2468, {}});
    }
    record.result.mean = {0, 0, 0, false, 0.9896, 0.031, 0.9137, 0.2468, {}};
    return record;
}

class PdfRunReportTest : public testing::Test {
protected:
    test::TempFolder folder;
    std::filesystem::path pdf = folder / "run.pdf";

    void SetUp() override {
        if (!test::hasPoppler()) GTEST_SKIP() << "poppler-utils is not installed";
    }

    int write(const RunRecord& record) {
        const auto written = writeRunReport(report::makeRunReport(record), pdf);
        if (!written) throw std::runtime_error(written.error().message());
        EXPECT_EQ(test::pdfInfo(pdf, "Pages"), std::to_string(written->pages));
        return written->pages;
    }
};

TEST_F(PdfRunReportTest, TellsFoldsMeanAndSettings) {
    RunRecord record = someRun(3, 24);
    record.result.settings.inputPx = 139;
    write(record);
    const std::string text = pdfText(pdf, 1);
    EXPECT_THAT(text, HasSubstr("Lauf ü 1"));
    EXPECT_THAT(text, HasSubstr("1 24 24 no 0.9780 0.0610 0.9137 0.2468"));
    EXPECT_THAT(text, HasSubstr("2 24 24 yes 0.9780 0.0610 0.9137 0.2468"));
    EXPECT_THAT(text, HasSubstr("Mean 0.9896 0.0310 0.9137 0.2468"));
    EXPECT_THAT(text, HasSubstr("Input side (px) 139"));
    EXPECT_THAT(text, HasSubstr("Peak learning rate 0.0005"));
    EXPECT_THAT(pdfText(pdf), HasSubstr(experiment::settingsHash(record.result.settings)));
    EXPECT_THAT(text, HasSubstr("For research use only. Not for diagnosis."));
    EXPECT_THAT(text, Not(HasSubstr("Optimistic")));
}

TEST_F(PdfRunReportTest, ThePaperProtocolIsCalledOptimistic) {
    RunRecord record = someRun(3, 5);
    record.result.settings.protocol = dataset::Protocol::Paper;
    write(record);
    EXPECT_EQ(test::countOf(pdfText(pdf, 1), "Optimistic: patients are shared between training and test."), 1);
    record.result.notices = {"Optimistic: patients are shared between training and test."};  // as the run itself says it
    write(record);
    EXPECT_EQ(test::countOf(pdfText(pdf, 1), "Optimistic: patients are shared between training and test."), 1);
}

TEST_F(PdfRunReportTest, TellsNoticesAndHowTheWeightsFitted) {
    RunRecord record = someRun(2, 3);
    record.result.notices = {"The auxiliary head was not run."};
    record.result.weights = experiment::WeightsRecord{482, {"fc.weight", "fc.bias"}, {"classifier.weight"}};
    write(record);
    const std::string text = pdfText(pdf, 1);
    EXPECT_THAT(text, HasSubstr("The auxiliary head was not run."));
    EXPECT_THAT(text, HasSubstr("Tensors loaded: 482"));
    EXPECT_THAT(text, HasSubstr("initialised randomly: 2 fc.weight, fc.bias"));
    EXPECT_THAT(text, HasSubstr("not used: 1 classifier.weight"));
}

TEST_F(PdfRunReportTest, DrawsCurvesOfEveryFoldAlsoOfAnUnfinishedOne) {
    RunRecord record = someRun(3, 50);
    record.result.folds.pop_back();
    write(record);
    const std::string text = pdfText(pdf, 2);
    EXPECT_EQ(test::countOf(text, "Accuracy"), 3);
    EXPECT_EQ(test::countOf(text, "Loss (nats)"), 3);
    EXPECT_EQ(test::countOf(text, "Validation"), 6);
    EXPECT_THAT(text, HasSubstr("Fold 3 (best epoch 50)"));
}

TEST_F(PdfRunReportTest, TwentyFoldsTakeTheirPages) {
    EXPECT_GE(write(someRun(20, 4)), 6);
    for (int fold = 1; fold <= 20; ++fold)
        EXPECT_THAT(pdfText(pdf), HasSubstr("Fold " + std::to_string(fold) + " (best epoch 4)"));
}

TEST_F(PdfRunReportTest, ARunThatWentWrongStillMakesAReport) {
    RunRecord record;
    EXPECT_EQ(write(record), 1);
    EXPECT_THAT(pdfText(pdf), HasSubstr("No fold was finished."));

    record = someRun(1, 1);
    record.history[0].trainLoss = std::numeric_limits<double>::quiet_NaN();
    record.history[0].validationLoss = std::numeric_limits<double>::infinity();
    record.result.folds[0].testLoss = std::numeric_limits<double>::quiet_NaN();
    write(record);
    EXPECT_THAT(pdfText(pdf, 1), HasSubstr("1 1 1 no 0.9780 0.0610 0.9137 –"));
}

TEST_F(PdfRunReportTest, FailureNamesTheFile) {
    const auto failed = writeRunReport(report::makeRunReport(someRun(1, 1)), folder / "none" / "r.pdf");
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().code, ErrorCode::NotFound);
}

}  // namespace
}  // namespace leukolens::ui
