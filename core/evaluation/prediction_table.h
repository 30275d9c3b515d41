// What networks said of labelled cells that they had not learnt from: predictions.csv of a run, in memory.
#pragma once

#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace leukolens::evaluation {

struct PredictedCell {
    std::string path;  ///< relative to the data's root, UTF-8
    int subject = -1;  ///< into PredictionTable::subjects; -1: not known
    int fold = 1;      ///< 1-based: whose network answered. A cell may stand there once a fold
    int label = 0;     ///< into PredictionTable::classes: what the data say
    friend bool operator==(const PredictedCell&, const PredictedCell&) = default;
};

struct PredictionTable {
    std::vector<std::string> classes;   ///< two at least, in the order of the probabilities
    std::vector<std::string> subjects;  ///< sorted; empty: none is known
    std::vector<PredictedCell> cells;
    std::vector<double> probabilities;  ///< cells × classes, row after row, each 0…1 with sum 1

    std::span<const double> of(std::size_t cell) const { return std::span(probabilities).subspan(cell * classes.size(), classes.size()); }
    bool hasSubjects() const { return !subjects.empty(); }
    /// -1 if there is no such class.
    int classIndex(std::string_view name) const;
};

/// How probabilities become a class: the most probable one (the first of equals), or the positive one from the threshold on and the most probable of
/// the others below it, as inference::Predictor decides.
struct Decision {
    int positive = -1;                ///< class that the threshold is about
    std::optional<double> threshold;  ///< 0…1; only with a positive class
};
int decide(std::span<const double> probabilities, const Decision& decision = {});

/// What is drawn with replacement: a subject with all cells, and a cell whose subject is not known by itself (in all of its folds).
struct Units {
    std::vector<int> ofCell;  ///< 0…count−1, one a cell of the table
    int count = 0;
    bool areSubjects = false;  ///< every unit is a subject; otherwise images, some or all
};
Units unitsOf(const PredictionTable& table);

/// The cells for which `keep` has a number other than 0, in their order. Classes and subjects stay as they are.
PredictionTable selected(const PredictionTable& table, std::span<const char> keep);

/// The cells of both, those of `first` before. Both have the same classes.
PredictionTable joined(PredictionTable first, const PredictionTable& second);

/// What several networks say together: the mean of their probabilities, cell by cell. One table at least. Fails with DataChanged where the tables are not of the same cells in the same
/// order, folds, labels and classes included.
Result<PredictionTable> meanOf(std::span<const PredictionTable> tables);

/// Columns path, subject, fold, label and p_CLASS for each class; others are ignored. Fails as reading and CsvReader do, and with ReadFailed, naming file and line, where a
/// column is missing, a label is no class, a probability is none, or they do not sum to 1 (within 0.001); with EmptyDataset for no line at all.
Result<PredictionTable> readPredictions(const std::filesystem::path& file);
/// The same from text; `file` is only named in errors.
Result<PredictionTable> predictionsFromText(std::string text, const std::filesystem::path& file);

}  // namespace leukolens::evaluation
