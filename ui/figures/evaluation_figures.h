// The figures of an evaluation.
#pragma once

#include <optional>

#include "core/evaluation/evaluation.h"
#include "core/experiment/picture_relations.h"
#include "ui/figures/figure.h"

namespace leukolens::ui {

/// What a confusion matrix writes into its cells, beside the colour, which always is the share of the row.
enum class ConfusionNumbers { Counts, RowShares, ColumnShares };

Figure confusionFigure(const evaluation::ConfusionMatrix& matrix, const std::vector<std::string>& classes, ConfusionNumbers numbers);

/// Curves with their bands, of an evaluation with a positive class. `point`: marked where given. `others`: curves of other runs, by name.
struct OtherCurve {
    QString name;
    std::vector<evaluation::RankPoint> points;
    int positives = 0, negatives = 0;
};
/// Figure::csv of the two is left empty: curveNumbers() are large, and a threshold that is dragged draws the figures many times a second.
Figure rocFigure(const evaluation::Evaluation& evaluation, const std::optional<evaluation::OperatingPoint>& point = {}, const std::vector<OtherCurve>& others = {});
Figure precisionRecallFigure(const evaluation::Evaluation& evaluation, const std::optional<evaluation::OperatingPoint>& point = {}, const std::vector<OtherCurve>& others = {});

/// The numbers of both curves as CSV, a row a threshold.
QByteArray curveNumbers(const evaluation::Evaluation& evaluation);

/// Reliability diagram with the number of cells in each bin; beside it, where temperatures are known, the same with them. ofPositive: of the positive class
/// instead of the most probable one.
Figure reliabilityFigure(const evaluation::Evaluation& evaluation, bool ofPositive);

/// Share of errors over fifths of the cells by each measure, with intervals; three plots a figure.
std::vector<Figure> relationFigures(const std::vector<experiment::PictureRelation>& relations);

/// Those that follow from the evaluation alone: what is saved at one click.
std::vector<Figure> allFigures(const evaluation::Evaluation& evaluation);

/// At most so many points are drawn of a curve: more cannot be told apart on a page.
inline constexpr std::size_t kMostDrawnPoints = 2000;

}  // namespace leukolens::ui
