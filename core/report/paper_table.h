// Table 1 of the paper (Mulya, Utami, Ariatmanto: InceptionV3 on C-NMC 2019): what a run by the protocol paper is shown beside.
#pragma once

#include <array>

namespace leukolens::report {

/// On training data, at the best epoch.
struct PaperFold {
    double trainAccuracy = 0, trainLoss = 0;
    int epochs = 0;  ///< after which it stopped; 0: the mean has none
};

inline constexpr std::array<PaperFold, 3> kPaperFolds = {{{0.978, 0.061, 24}, {0.996, 0.0137, 50}, {0.995, 0.019, 50}}};
inline constexpr PaperFold kPaperMean = {0.9896, 0.031, 0};

}  // namespace leukolens::report
