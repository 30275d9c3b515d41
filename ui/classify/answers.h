// How a model is asked about each picture, and what that costs.
#pragma once

#include <QString>

#include "core/casebook/case_types.h"
#include "core/inference/training_folds.h"

namespace leukolens::ui {

class AppSettings;

enum class Answers {
    OneLook,
    EightViews,  ///< the picture turned and mirrored, eight ways in all
    AllFolds,    ///< every fold of the model's training
};

/// As the person chose it last.
Answers answersOf(const AppSettings& settings);
void setAnswers(AppSettings& settings, Answers answers);

/// More are not offered: each is a network in memory.
inline constexpr std::size_t kMostFolds = 10;
/// Whether there is anything to ask beside the model itself.
bool canAskFolds(const std::vector<inference::FoldModel>& folds);

/// How often a network runs for one picture. 1 for folds that cannot be asked.
int looksOf(Answers answers, const std::vector<inference::FoldModel>& folds);

/// "about 12 pictures a second", "about 3 seconds a picture". picturesPerSecond > 0.
QString speedWords(double picturesPerSecond);

/// "Eight views differ by ± 12 points" of a cell with several answers; empty where there was one.
QString opinionWords(const casebook::CaseCell& cell);

}  // namespace leukolens::ui
