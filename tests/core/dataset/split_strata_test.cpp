// Folds that are alike in a fact of the subjects beside their classes.
#include <gtest/gtest.h>

#include <map>

#include "core/base/random.h"
#include "core/dataset/split.h"
#include "core/dataset/split_balance.h"
#include "tests/core/dataset/sample_folder.h"

namespace leukolens::dataset {
namespace {

using test::datasetOf;

/// Two classes of 24 subjects of about 20 cells; a quarter are of T lineage, of some the lineage is not known.
Dataset withLineages(Random& random) {
    std::vector<std::vector<int>> cells(2, std::vector<int>(24));
    for (auto& ofClass : cells)
        for (int& count : ofClass) count = 10 + static_cast<int>(random.below(20));
    Dataset data = datasetOf(cells);
    data.facts.assign(data.subjects.size(), {});
    for (std::size_t i = 0; i < data.subjects.size(); ++i) {
        const auto draw = random.below(8);
        if (draw < 2)
            data.facts[i].immunophenotype = Lineage::T;
        else if (draw < 6)
            data.facts[i].immunophenotype = Lineage::B;
    }
    data.facts[0].immunophenotype = Lineage::T;
    data.facts[1].immunophenotype = Lineage::T;
    data.facts[2].immunophenotype = Lineage::T;
    return data;
}

/// Squares of the deviations of each class × value from its even share, over test parts.
double unevenness(const Dataset& data, const Split& split) {
    const auto stratumOf = [&](int cell) {
        const Cell& found = data.cells[static_cast<std::size_t>(cell)];
        const auto& lineage = data.facts[static_cast<std::size_t>(found.subjectIndex)].immunophenotype;
        return std::pair(found.classIndex, lineage ? static_cast<int>(*lineage) : -1);
    };
    std::map<std::pair<int, int>, double> all;
    for (std::size_t i = 0; i < data.cells.size(); ++i) ++all[stratumOf(static_cast<int>(i))];
    double sum = 0;
    for (const Fold& fold : split.folds) {
        std::map<std::pair<int, int>, double> tested;
        for (const int cell : fold.test) ++tested[stratumOf(cell)];
        for (const auto& [stratum, cells] : all) {
            const double deviation = tested[stratum] / cells - 1.0 / static_cast<double>(split.folds.size());
            sum += deviation * deviation;
        }
    }
    return sum;
}

TEST(StratifiedSplit, MakesFoldsAlikeInTheFactAndKeepsClassesEven) {
    Random random(7);
    double plain = 0, stratified = 0;
    for (std::uint64_t seed = 0; seed < 20; ++seed) {
        const Dataset data = withLineages(random);
        const auto without = makeSplit(data, Protocol::Patient, 3, seed),
                   with = makeSplit(data, Protocol::Patient, 3, seed, Stratify::Immunophenotype);
        ASSERT_TRUE(without && with);
        ASSERT_TRUE(verifySplit(data, *with));
        plain += unevenness(data, *without);
        stratified += unevenness(data, *with);
        EXPECT_LT(std::abs(balanceOf(data, *with).worstOfClasses.relative), 0.15) << "classes stay even";
        for (const Fold& fold : with->folds) {
            bool testsT = false;
            for (const int cell : fold.test) {
                const auto& lineage =
                    data.facts[static_cast<std::size_t>(data.cells[static_cast<std::size_t>(cell)].subjectIndex)]
                        .immunophenotype;
                testsT = testsT || lineage == Lineage::T;
            }
            EXPECT_TRUE(testsT) << "seed " << seed;
        }
    }
    EXPECT_LT(stratified, plain / 3) << "over 20 data sets";
}

TEST(StratifiedSplit, IsTheSameForTheSameSeed) {
    Random random(8);
    const Dataset data = withLineages(random);
    for (const Protocol protocol : {Protocol::Patient, Protocol::HoldOut}) {
        const auto once = makeSplit(data, protocol, 3, 5, Stratify::Immunophenotype),
                   again = makeSplit(data, protocol, 3, 5, Stratify::Immunophenotype);
        ASSERT_TRUE(once && again);
        ASSERT_TRUE(verifySplit(data, *once));
        for (std::size_t k = 0; k < 3; ++k) {
            EXPECT_EQ(once->folds[k].test, again->folds[k].test);
            EXPECT_EQ(once->folds[k].validation, again->folds[k].validation);
        }
    }
}

TEST(StratifiedSplit, AFactThatAllShareChangesNothingButIsNoFault) {
    Random random(9);
    Dataset data = withLineages(random);
    for (auto& facts : data.facts) facts.sex = Sex::Female;
    const auto with = makeSplit(data, Protocol::Patient, 3, 5, Stratify::Sex);
    ASSERT_TRUE(with) << with.error().message();
    EXPECT_LT(std::abs(balanceOf(data, *with).worstOfClasses.relative), 0.15);
}

TEST(StratifiedSplit, WhatIsKnownOfNobodyIsRefused) {
    Random random(10);
    const Dataset data = withLineages(random);
    const auto unknown = makeSplit(data, Protocol::Patient, 3, 5, Stratify::PrednisoneResponse);
    ASSERT_FALSE(unknown);
    EXPECT_EQ(unknown.error().code, ErrorCode::InvalidArgument);
    EXPECT_EQ(unknown.error().what, "says of no subject what to stratify by (response)");
    const auto byImage = makeSplit(data, Protocol::Paper, 3, 5, Stratify::Immunophenotype);
    ASSERT_FALSE(byImage);
    EXPECT_EQ(byImage.error().code, ErrorCode::InvalidArgument);
}

}  // namespace
}  // namespace leukolens::dataset
