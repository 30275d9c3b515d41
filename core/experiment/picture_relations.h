// Errors of a run against what is measured of its test cells' pictures.
#pragma once

#include "core/evaluation/error_relation.h"
#include "core/experiment/run.h"

namespace leukolens::experiment {

enum class PictureMeasure { CellSize, Sharpness, Lightness, GreenRed, BlueYellow, LightnessSpread };

struct PictureRelation {
    PictureMeasure measure = PictureMeasure::Sharpness;
    evaluation::ErrorRelation relation;
};

inline constexpr int kRelationGroups = 5;

/// One a measure, over fifths of the cells. `dataset`: the run's data as they lie now; cells are found by their paths relative to its root. CellSize: px of the picture that are cell.
/// Fails with DataChanged where the data have none of the cells, or with Cancelled.
Result<std::vector<PictureRelation>> pictureRelations(const evaluation::PredictionTable& test, const dataset::Dataset& dataset, const evaluation::BootstrapOptions& options, ProgressSink& progress,
                                                      const CancelToken& cancel);

}  // namespace leukolens::experiment
