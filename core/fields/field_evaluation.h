// How well a finder of cells does on fields whose boxes are known.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>

#include "core/detection/average_precision.h"
#include "core/fields/field_set.h"

namespace leukolens::fields {

/// 95 %, percentiles of a bootstrap over fields; empty: fewer than two fields, or fewer than half of the resamples have the figure.
struct FigureOverFields {
    double value = 0;  ///< 0…1; NaN: no box of the class is true
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
    int fields = 0, resamples = 0;
    std::uint64_t seed = 1;
    double secondsPerField = 0;   ///< of finding alone
};

using FindInField = std::function<Result<std::vector<detection::FoundBox>>(const FieldFile& field)>;

/// find: boxes in px of the field, classes as in the set. Fails as it does, or with Cancelled.
Result<FieldFigures> evaluateFields(const FieldSet& set, std::span<const int> fields, const FindInField& find, ProgressSink& progress, const CancelToken& cancel);

nlohmann::json toJson(const FieldFigures& figures);

}  // namespace leukolens::fields
