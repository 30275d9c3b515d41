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

TEST(ClassifiedCell, KeepsHowItWasAsked) {
    auto result = predicted({});
    EXPECT_EQ(classifiedCell(result, card(), "sha").asked, Asked());
    result.prediction->disagreement = 0.2;
    const auto cell = classifiedCell(result, card(), "sha", {8, {"other"}});
    EXPECT_EQ(cell.asked, (Asked{8, {"other"}}));
    EXPECT_EQ(cell.disagreement, 0.2);
}

TEST(ClassifiedCell, WhateverIsFlaggedIsUnidentifiedAndKeepsWhatTheModelSaid) {
    for (const char* flag : {inference::kUncertainFlag, inference::kNotACellFlag, inference::kBlurredFlag, inference::kForeignColoursFlag, inference::kNotNormalisedFlag, inference::kNotMaskedFlag}) {
        const auto cell = classifiedCell(predicted({flag}), card(), "sha");
        EXPECT_EQ(cell.predictedClass, kUnidentified) << flag;
        EXPECT_EQ(cell.assignedClass, kUnidentified) << flag;
        EXPECT_EQ(cell.flags, std::vector<std::string>{flag});
        EXPECT_FALSE(cell.probabilities.empty());
    }
}

}  // namespace
}  // namespace leukolens::casebook
