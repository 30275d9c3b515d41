// How rows of a comparison of models are written for people, in the window and in its report.
#pragma once

#include <QString>

#include "core/experiment/model_comparison.h"

namespace leukolens::ui {

QString comparedTitle(const experiment::ComparedRow& row);          ///< "AlexNet", "Ensemble of all"
QString initialisationText(const experiment::ComparedRow& row);     ///< "random", "ImageNet", "weights: trunk.pth"; "–" for the ensemble
QString parametersText(const experiment::ComparedRow& row);         ///< "21.8 million"
QString signedText(double value);                                   ///< "+0.012", "–" where there is none
QString publishedFigure(const experiment::ComparedRow& row);        ///< "94.12 %"; empty: none
QString publishedWords(const experiment::ComparedRow& row);         ///< what it was measured on, and who says so; empty: none
/// What the reader of a table asks first: "Protocol: Patient-safe · Folds: 3 · …".
QString comparisonSettings(const experiment::TrainSettings& settings);
/// By what the intervals are, and what the difference is from.
QString comparisonMethod(const experiment::ModelComparison& comparison);

}  // namespace leukolens::ui
