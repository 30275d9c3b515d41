// Whether probabilities mean what they say: reliability diagram, and one temperature that mends over- and underconfidence.
#pragma once

#include <vector>

#include "core/evaluation/prediction_table.h"

namespace leukolens::evaluation {

/// Of kCalibrationBins equal bins of 0…1, each with its upper end: 0-based.
int calibrationBin(double probability);

struct ReliabilityBin {
    int count = 0;
    double meanProbability = 0;  ///< 0 where count is
    double observed = 0;         ///< share of the cells for which it came true; 0 where count is
};

/// Of the highest probability: how often the most probable class is the true one. kCalibrationBins bins.
std::vector<ReliabilityBin> reliabilityOfAnswers(const PredictionTable& table);
/// Of one class: how often cells are of it.
std::vector<ReliabilityBin> reliabilityOfClass(const PredictionTable& table, int classIndex);

inline constexpr double kLeastTemperature = 0.1, kMostTemperature = 10;

enum class TemperatureState {
    Fitted,
    NothingWrong,  ///< the best is at or below kLeastTemperature: hardly a cell is wrong, so nothing says how sure is too sure
    NothingKnown,  ///< at or above kMostTemperature, or the same at every temperature: the probabilities tell no class from another
};

struct Temperature {
    TemperatureState state = TemperatureState::NothingKnown;
    double value = 1;  ///< 1 unless Fitted
};

/// The temperature T (Guo et al. 2017) that makes softmax(log p / T) of these cells most likely. They must not be test cells. The mean log loss is convex in
/// 1/T, so Newton's steps within a bracket find its only minimum.
Temperature fitTemperature(const PredictionTable& table);

/// softmax(log p / temperature) in the place of every p; those of 0 stay the least.
PredictionTable tempered(const PredictionTable& table, double temperature);

}  // namespace leukolens::evaluation
