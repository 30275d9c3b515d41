// How well a finder of cells does on fields whose boxes are known.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/detection/average_precision.h"
#include "core/fields/field_set.h"

namespace leukolens::fields {

class DetectorModel;

/// 95 %, percentiles of a bootstrap over fields; empty: fewer than two fields, or fewer than half of the resamples have the figure.
struct FigureOverFields {
    double value = 0;  ///< 0…1, of a difference −1…1; NaN: no box of the class is true
    std::optional<double> low, high;
};

struct FieldFigures {
    struct OfClass {
        std::string name;
        int boxes = 0;  ///< true ones
        FigureOverFields at50, mean;  ///< AP@0.5, AP@[.5:.95]
        double at75 = 0;
        detection::ClassCounts counts;  ///< of boxes from a score of one half on
    };
    std::vector<OfClass> classes;
    FigureOverFields at50, mean;  ///< over the classes
    /// White cells of any class (white_cell_names.h), from a score and an overlap of one half on, whatever white cell a box says, as whiteCellsOf() tells them.
    detection::ClassCounts whiteCells;
    int fields = 0, resamples = 0;
    std::uint64_t seed = 1;
    double secondsPerField = 0;   ///< of finding alone
    std::vector<double> resampledAt50;  ///< at50 of each resample, NaN where it has none. The resamples are the same for as many fields: figures of two finders on the same fields are paired
};

using FindInField = std::function<Result<std::vector<detection::FoundBox>>(const FieldFile& field)>;

/// The model's answers, reading the picture included; fails as both do. `model` outlives it.
FindInField findBy(const DetectorModel& model);

/// What was found in fields, held against what is true.
struct FieldScores {
    detection::DetectionScores all;
    detection::ClassCounts whiteCells;  ///< as FieldFigures has them
    double secondsPerField = 0;
};

/// find: boxes in px of the field, classes as in the set. Fails as it does, or with Cancelled.
Result<FieldScores> scoreFields(const FieldSet& set, std::span<const int> fields, const FindInField& find, ProgressSink& progress, const CancelToken& cancel);

/// The same, with figures and their intervals.
Result<FieldFigures> evaluateFields(const FieldSet& set, std::span<const int> fields, const FindInField& find, ProgressSink& progress, const CancelToken& cancel);

/// Mean AP@0.5 of the second less that of the first, of the same fields.
FigureOverFields pairedDifference(const FieldFigures& first, const FieldFigures& second);

/// A value that is no number as null.
nlohmann::json toJson(const FigureOverFields& figure);
nlohmann::json toJson(const detection::ClassCounts& counts);

nlohmann::json toJson(const FieldFigures& figures);

}  // namespace leukolens::fields
