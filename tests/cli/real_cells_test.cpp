// The whole line on real cells, where they lie beside the checkout.
#include <gtest/gtest.h>

#include "tests/cli/program.h"
#include "tests/support/shared_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens {
namespace {

TEST(RealCells, TrainOnCnmcFromImageNetWeightsThenClassifyTheJpegs) {
    LEUKOLENS_NEEDS_SHARED(cnmc, "cnmc/C-NMC_Leukemia");
    LEUKOLENS_NEEDS_SHARED(jpegs, "cnmc_jpg");
    LEUKOLENS_NEEDS_SHARED(weights, "weights/inception_v3_imagenet_trunk_fp16.pth");
    const test::TempFolder folder;
    std::vector<std::string> command = {"train",          cnmc.string(), "--protocol", "patient", "--folds", "3", "--epochs", "1", "--input-px", "139", "--weights", weights.string(), "--out",
                                        (folder / "run").string(), "--json"};
    // Four cells are there twice, under the names of two people each (docs/results.md).
    const auto refused = test::runProgram(command);
    EXPECT_EQ(refused.status, 1);
    EXPECT_NE(refused.err.find("4 pairs of pictures that look the same lie in two parts"), std::string::npos) << refused.err;
    command.insert(command.end(), {"--acknowledge-leaks", "A test of the program, no figure of it is used."});
    const auto trained = test::runProgram(command);
    ASSERT_EQ(trained.status, 0) << trained.err;
    const auto fit = trained.json().at("weights");
    EXPECT_EQ(fit.at("missing").size(), 14u);  // fc: 2, the auxiliary head: 12
    EXPECT_GT(fit.at("loaded").get<int>(), 400);
    const auto classified = test::runProgram({"classify", (folder / "run" / "fold-1" / "best.leukomodel").string(), jpegs.string(), "--json"});
    EXPECT_EQ(classified.status, 0) << classified.err;
    EXPECT_EQ(classified.json().at("predictions").size(), 240u);
    EXPECT_TRUE(classified.json().at("failed").empty());
}

}  // namespace
}  // namespace leukolens
