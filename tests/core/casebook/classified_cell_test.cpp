#include "core/casebook/classified_cell.h"

#include <gtest/gtest.h>

namespace leukolens::casebook {
namespace {

inference::FilePrediction predicted(std::vector<std::string> flags) {
    return {"cell.png", "abc", inference::Prediction{1, 0.7, {0.3, 0.7}, std::move(flags)}};
}

inference::ModelCard card() {
    inference::ModelCard card;
    card.name = "m";
    card.classes = {{"all", {}, {}, {}, {}}, {"hem", {}, {}, {}, {}}};
    return card;
}

TEST(ClassifiedCell, KeepsWhatTheModelSaid) {
    const auto cell = classifiedCell(predicted({}), card(), "sha");
    EXPECT_EQ(cell.predictedClass, "hem");
    EXPECT_EQ(cell.assignedClass, "hem");
    EXPECT_FALSE(cell.corrected());
    EXPECT_EQ(cell.probabilities, (std::vector<double>{0.3, 0.7}));
    EXPECT_EQ(cell.modelSha256, "sha");
    EXPECT_TRUE(std::filesystem::path(cell.path).is_absolute());
}

TEST(ClassifiedCell, FlagsThatDenyEveryClassLeaveItUnidentifiedAndWarningsDoNot) {
    for (const char* flag : {"not_a_cell", "blurred"}) EXPECT_EQ(classifiedCell(predicted({flag}), card(), "sha").predictedClass, kUnidentified) << flag;
    const auto warned = classifiedCell(predicted({inference::kForeignColoursFlag}), card(), "sha");
    EXPECT_EQ(warned.predictedClass, "hem");
    EXPECT_EQ(warned.flags, std::vector<std::string>{inference::kForeignColoursFlag});
}

TEST(ClassifiedCell, TheUncertainAreUnidentified) {
    const auto cell = classifiedCell(predicted({inference::kUncertainFlag}), card(), "sha");
    EXPECT_EQ(cell.predictedClass, kUnidentified);
    EXPECT_EQ(cell.assignedClass, kUnidentified);
}

}  // namespace
}  // namespace leukolens::casebook
