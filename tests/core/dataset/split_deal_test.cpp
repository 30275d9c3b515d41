#include "core/dataset/split_deal.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "core/base/random.h"

namespace leukolens::dataset {
namespace {

/// cells[subject][class]; each counts for all its classes.
std::vector<Subject> subjectsOf(const std::vector<std::vector<int>>& cells) {
    std::vector<Subject> subjects;
    for (std::size_t s = 0; s < cells.size(); ++s) {
        Subject& subject = subjects.emplace_back();
        subject.index = static_cast<int>(s);
        for (std::size_t c = 0; c < cells[s].size(); ++c) {
            if (cells[s][c] == 0) continue;
            subject.cells.push_back({static_cast<int>(c), cells[s][c]});
            subject.countsFor.push_back(static_cast<int>(c));
        }
    }
    return subjects;
}

/// As the header states it.
double objective(const std::vector<std::vector<int>>& cells, const std::vector<int>& foldOf, int folds) {
    const std::size_t classes = cells.front().size();
    std::vector<double> ofClass(classes + 1, 0.0);
    std::vector<std::vector<double>> ofFold(static_cast<std::size_t>(folds), std::vector<double>(classes + 1, 0.0));
    for (std::size_t s = 0; s < cells.size(); ++s) {
        for (std::size_t c = 0; c < classes; ++c) {
            for (const std::size_t column : {c, classes}) {
                ofClass[column] += cells[s][c];
                ofFold[static_cast<std::size_t>(foldOf[s])][column] += cells[s][c];
            }
        }
    }
    double sum = 0.0;
    for (const auto& fold : ofFold) {
        for (std::size_t c = 0; c <= classes; ++c) {
            const double deviation = fold[c] / ofClass[c] - 1.0 / folds;
            sum += (c < classes ? 8.0 : 1.0) * deviation * deviation;
        }
    }
    return sum;
}

bool everyFoldHolds(const std::vector<std::vector<int>>& cells, const std::vector<int>& foldOf, int folds, int fewest) {
    std::map<std::pair<int, std::size_t>, int> counts;
    for (std::size_t s = 0; s < cells.size(); ++s)
        for (std::size_t c = 0; c < cells[s].size(); ++c)
            if (cells[s][c] > 0) ++counts[{foldOf[s], c}];
    for (int k = 0; k < folds; ++k)
        for (std::size_t c = 0; c < cells.front().size(); ++c)
            if (counts[{k, c}] < fewest) return false;
    return true;
}

/// The least objective of all dealings that keep the fewest, by trying each; -1 where there is none.
double leastOfAll(const std::vector<std::vector<int>>& cells, int folds, int fewest) {
    std::vector<int> foldOf(cells.size(), 0);
    double least = -1.0;
    for (;;) {
        if (everyFoldHolds(cells, foldOf, folds, fewest)) {
            const double value = objective(cells, foldOf, folds);
            if (least < 0.0 || value < least) least = value;
        }
        std::size_t place = 0;
        while (place < foldOf.size() && ++foldOf[place] == folds) foldOf[place++] = 0;
        if (place == foldOf.size()) return least;
    }
}

TEST(DealFolds, FindsTheLeastObjectiveOfSmallSets) {
    Random random(11);
    int best = 0, possible = 0;
    for (int round = 0; round < 60; ++round) {
        SCOPED_TRACE(round);
        const int folds = 2 + static_cast<int>(random.below(2));
        std::vector<std::vector<int>> cells(folds == 2 ? 11 : 8, std::vector<int>(2, 0));
        for (std::size_t s = 0; s < cells.size(); ++s) {
            cells[s][s % 2] = 1 + static_cast<int>(random.below(random.below(4) == 0 ? 300 : 60));
            if (random.below(4) == 0) cells[s][1 - s % 2] = 1 + static_cast<int>(random.below(20));
        }
        const double least = leastOfAll(cells, folds, 1);
        const auto dealt = dealFolds(subjectsOf(cells), 2, folds, 1, random.next());
        ASSERT_EQ(dealt.has_value(), least >= 0.0);
        if (!dealt) continue;
        ++possible;
        EXPECT_TRUE(everyFoldHolds(cells, *dealt, folds, 1));
        const double value = objective(cells, *dealt, folds);
        EXPECT_LE(value, 1.05 * least + 1e-3);
        if (value <= least + 1e-6) ++best;
    }
    EXPECT_GT(possible, 40);
    EXPECT_GE(best * 100, possible * 90) << best << " of " << possible;
}

TEST(DealFolds, KeepsTheFewestAlsoBesideAGiant) {
    const std::vector<std::vector<int>> cells = {{5000, 0}, {1, 0}, {1, 0}, {2, 0}, {0, 1}, {0, 900}, {0, 1}, {0, 2}};
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto dealt = dealFolds(subjectsOf(cells), 2, 2, 2, seed);
        ASSERT_TRUE(dealt);
        EXPECT_TRUE(everyFoldHolds(cells, *dealt, 2, 2));
    }
}

TEST(DealFolds, SaysWhereAClassCannotBeInEachFold) {
    EXPECT_FALSE(dealFolds(subjectsOf({{3, 0}, {3, 0}, {4, 0}, {2, 4}, {0, 4}}), 2, 3, 1, 0));
    // Two subjects who hold three classes between them cannot be in three folds, but in two.
    const auto two = subjectsOf({{3, 1, 2}, {3, 2, 1}, {4, 0, 0}, {0, 5, 0}});
    EXPECT_FALSE(dealFolds(two, 3, 3, 1, 0));
    EXPECT_TRUE(dealFolds(two, 3, 2, 1, 0));
}

std::vector<double> sharesOf(const std::vector<std::vector<int>>& cells, const std::vector<bool>& chosen) {
    std::vector<double> some(cells.front().size(), 0.0), all(cells.front().size(), 0.0);
    for (std::size_t s = 0; s < cells.size(); ++s) {
        for (std::size_t c = 0; c < cells[s].size(); ++c) {
            all[c] += cells[s][c];
            if (chosen[s]) some[c] += cells[s][c];
        }
    }
    for (std::size_t c = 0; c < some.size(); ++c) some[c] /= all[c];
    return some;
}

TEST(ChooseShare, ComesNearTheShareOfEachClass) {
    Random random(2);
    std::vector<std::vector<int>> cells;
    for (int s = 0; s < 60; ++s) {
        const int many = 20 + static_cast<int>(random.below(60));
        cells.push_back(s < 20 ? std::vector{many, 0, 0} : s < 40 ? std::vector{0, many, 5} : std::vector{3, 0, many});
    }
    std::vector<std::vector<bool>> before;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const auto chosen = chooseShare(subjectsOf(cells), 3, {3, 10, 1, 2}, seed);
        ASSERT_TRUE(chosen);
        for (const double share : sharesOf(cells, *chosen)) EXPECT_NEAR(share, 0.3, 0.05);
        EXPECT_EQ(std::ranges::count(before, *chosen), 0);
        before.push_back(*chosen);
    }
}

TEST(ChooseShare, TakesTheSmallestWhereAllAreTooLargeAndLeavesEnough) {
    const auto chosen = chooseShare(subjectsOf({{900, 0}, {700, 0}, {800, 0}, {0, 5}, {0, 4}, {0, 4000}}), 2, {1, 5, 1, 2}, 3);
    ASSERT_TRUE(chosen);
    EXPECT_EQ(std::vector<bool>(chosen->begin(), chosen->begin() + 3), (std::vector<bool>{false, true, false}));
    EXPECT_NE((*chosen)[3], (*chosen)[4]);
    EXPECT_FALSE((*chosen)[5]);
    EXPECT_FALSE(chooseShare(subjectsOf({{9, 0}, {7, 0}, {0, 5}, {0, 4}, {0, 4}}), 2, {1, 5, 1, 2}, 3));
}

}  // namespace
}  // namespace leukolens::dataset
