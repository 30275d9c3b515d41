// Figures of what was made of a run beyond its evaluation: maps of its cells, its learning curve.
#pragma once

#include "core/evaluation/prediction_table.h"
#include "core/experiment/run_studies.h"
#include "ui/figures/figure.h"

namespace leukolens::ui {

enum class MapColour { Label, Called, Errors, Subject };

/// A point of a map with what is known of its cell.
struct MapPoint {
    int cell = 0;        ///< into the table; of a cell that several folds tested the first, or the first that is called wrong
    int called = 0;      ///< class
    bool wrong = false;
    QPointF at;
};

/// Points whose cells are in the table.
std::vector<MapPoint> mapPoints(const experiment::RunMap& map, const evaluation::PredictionTable& test);

/// subject: into test.subjects, shown strongly and all others faintly; −1: all alike. Figure::csv is left empty, as a map is drawn anew for a click: mapNumbers().
Figure mapFigure(const experiment::RunMap& map, const std::vector<MapPoint>& points, const evaluation::PredictionTable& test, MapColour colour, int subject = -1);

/// A row a point, as CSV.
QByteArray mapNumbers(const std::vector<MapPoint>& points, const evaluation::PredictionTable& test);

/// How the map was made, and what may be read from it.
QString mapWords(const experiment::RunMap& map);

/// Balanced accuracy and area under the ROC curve of the test cells against the subjects (images, where none are known) that trained, with intervals.
Figure learningFigure(const experiment::LearningCurve& curve);

}  // namespace leukolens::ui
