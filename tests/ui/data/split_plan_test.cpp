#include "ui/data/split_plan.h"

#include <gtest/gtest.h>

namespace leukolens::ui {
namespace {

experiment::TrainSettings by(dataset::Protocol protocol) {
    experiment::TrainSettings settings;
    settings.protocol = protocol;
    return settings;
}

/// `subjects` of each class with `cells` cells each; subjects are named by class, or unknown.
dataset::Dataset makeDataset(int subjects, int cells, bool named = true) {
    dataset::Dataset dataset;
    dataset.classes = {"all", "hem"};
    for (int subject = 0; subject < 2 * subjects; ++subject) {
        const int classIndex = subject % 2;
        if (named) dataset.subjects.push_back((subject < 10 ? "0" : "") + std::to_string(subject));
        for (int cell = 0; cell < cells; ++cell)
            dataset.cells.push_back({"/d/" + std::to_string(subject) + "_" + std::to_string(cell) + ".png", classIndex,
                                     named ? subject : -1, -1, ""});
    }
    return dataset;
}

TEST(SplitPlan, ByPatientPutsEachSubjectIntoOnePartOfEachFold) {
    const auto plan = planSplit(makeDataset(6, 5), by(dataset::Protocol::Patient));
    ASSERT_TRUE(plan) << plan.error().message();
    ASSERT_EQ(plan->columns.size(), 12u);
    ASSERT_EQ(plan->folds.size(), 3u);
    EXPECT_EQ(plan->sharedSubjects, 0);
    for (std::size_t column = 0; column < plan->columns.size(); ++column) {
        EXPECT_EQ(plan->columns[column].cells, 5);
        int tested = 0;
        for (const auto& fold : plan->folds) {
            const PartCounts& counts = fold[column];
            EXPECT_FALSE(counts.shared());
            EXPECT_EQ(counts.train + counts.validation + counts.test, 5);
            tested += counts.test > 0;
        }
        EXPECT_EQ(tested, 1) << plan->columns[column].name;
    }
}

TEST(SplitPlan, OrdersColumnsByClassThenName) {
    const auto plan = planSplit(makeDataset(6, 5), by(dataset::Protocol::Patient));
    ASSERT_TRUE(plan);
    for (std::size_t i = 1; i < plan->columns.size(); ++i) {
        EXPECT_LE(plan->columns[i - 1].classIndex, plan->columns[i].classIndex);
        if (plan->columns[i - 1].classIndex == plan->columns[i].classIndex) {
            EXPECT_LT(plan->columns[i - 1].name, plan->columns[i].name);
        }
    }
}

TEST(SplitPlan, ByImageCountsTheSubjectsThatAreShared) {
    const auto plan = planSplit(makeDataset(6, 20), by(dataset::Protocol::Paper));
    ASSERT_TRUE(plan) << plan.error().message();
    EXPECT_EQ(plan->sharedSubjects, 12) << "with 20 cells each, 70/30 by image splits everybody in some fold";
    EXPECT_TRUE(plan->folds[0][0].validationIsTest);
}

TEST(SplitPlan, WithoutSubjectsShowsClassesAndRefusesByPatient) {
    const auto byImage = planSplit(makeDataset(6, 20, false), by(dataset::Protocol::Paper));
    ASSERT_TRUE(byImage) << byImage.error().message();
    EXPECT_FALSE(byImage->bySubject);
    ASSERT_EQ(byImage->columns.size(), 2u);
    EXPECT_EQ(byImage->columns[0].name, "all");
    EXPECT_EQ(byImage->columns[0].cells, 120);
    const auto byPatient = planSplit(makeDataset(6, 20, false), by(dataset::Protocol::Patient));
    ASSERT_FALSE(byPatient);
    EXPECT_EQ(byPatient.error().code, ErrorCode::NoSubjects);
}

}  // namespace
}  // namespace leukolens::ui
