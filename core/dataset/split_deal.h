// Deals subjects, who cannot be divided, to the folds or parts of a split so that classes and cells are balanced.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace leukolens::dataset {

struct ClassCells {
    int classIndex = 0;      ///< ≥ 0, below the number of classes
    std::int64_t cells = 0;  ///< 1 … 2^40
};

struct StratumCells {
    int stratum = 0;         ///< ≥ 0, numbered without a gap
    std::int64_t cells = 0;  ///< 1 … 2^40
};

/// One person, or one cell where no subject is known: what must stay together.
struct Subject {
    int index = 0;                  ///< the caller's own number
    std::vector<ClassCells> cells;  ///< ascending by class, each class once
    std::vector<int> countsFor;     ///< classes, ascending, that this subject helps to represent in a part
    std::vector<StratumCells> strata{};  ///< the same cells by class and a fact of the subject, ascending; empty: nothing but classes is balanced
};

/// The fold of each subject, 0 … folds-1. The objective, smaller being better:
///
///     sum over folds k of [ 8 · sum over classes c of (s(k,c) - 1/K)^2 + (s(k) - 1/K)^2 ]
///
/// with s(k,c) the share of all cells of class c that lie in fold k, s(k) that of all cells, and K folds: a class weighs the same however
/// rare it is, and more than the sizes of the folds, which decide between dealings that are alike for the classes. Where there are strata,
/// 4 · sum over strata t of (s(k,t) - 1/K)^2 is added: they weigh less than the classes, and nothing is asked of how many subjects each has. First of all, in every fold
/// `fewest` subjects at least count for each class; nothing comes back where that was not found, which cannot be if each subject counts for
/// one class and each class has folds·fewest subjects.
///
/// Subjects come large before small, those within a factor of two in the seed's order, each to the fold where the objective grows least; then
/// single subjects move and pairs change places as long as that helps. The best of eight such dealings is taken;
/// together they may make a fixed number of comparisons. That the same seed deals alike on every machine, everything is integer: shares in
/// units of 2^-20.
std::optional<std::vector<int>> dealFolds(std::span<const Subject> subjects, int classes, int folds, int fewest, std::uint64_t seed);

/// How much of the cells is to be chosen, and of how many subjects of each class at the least.
struct Share {
    int numerator = 1;
    int denominator = 5;
    int fewestChosen = 1;
    int fewestLeft = 1;
};

/// Some of the subjects, who hold about that share of each class and of all cells; true: chosen. They come in the seed's order, again
/// and again, and one is taken or put back where that brings the objective of dealFolds(), for two parts of these sizes, down: so every
/// seed chooses others. Nothing where no way was found to keep the fewest of each class on both sides, which cannot be if each subject counts
/// for one class and each class has fewestChosen + fewestLeft subjects.
std::optional<std::vector<bool>> chooseShare(std::span<const Subject> subjects, int classes, const Share& share, std::uint64_t seed);

}  // namespace leukolens::dataset
