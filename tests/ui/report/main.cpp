#include <gtest/gtest.h>

#include <QGuiApplication>
#include <QLocale>

#include "tests/ui/report/case_maker.h"
#include "ui/report/pdf_report.h"

namespace {

/// Cells without files: their places are marked, and no folder's name gets into the bytes.
leukolens::report::CaseReport report() {
    std::vector<leukolens::casebook::CaseCell> cells(20);
    for (auto& cell : cells) {
        cell.path = "/nowhere";
        cell.modelName = "model";
        cell.modelSha256 = leukolens::test::kModelHash;
        cell.classes = {"all", "hem"};
        cell.probabilities = {0.9, 0.1};
        cell.predictedClass = cell.assignedClass = "all";
    }
    return leukolens::test::wholeReport(std::move(cells));
}

}  // namespace

/// `--write-report FILE`: what a test compares between processes.
int main(int argc, char** argv) {
    qputenv("QT_QPA_PLATFORM", "offscreen");
    ::testing::InitGoogleTest(&argc, argv);
    QGuiApplication application(argc, argv);
    QLocale::setDefault(QLocale::c());
    if (argc == 3 && std::string_view(argv[1]) == "--write-report") {
        leukolens::NoProgress progress;
        return leukolens::ui::writeCaseReport(report(), {}, argv[2], progress, {}) ? 0 : 1;
    }
    return RUN_ALL_TESTS();
}
