// What one fold's training needs to know. Without LibTorch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/engine/augment_settings.h"

namespace leukolens::engine {

enum class OptimizerKind {
    AdamW,    ///< Loshchilov & Hutter 2019; beta 0.9 and 0.999, eps 1e-8
    Sgd,      ///< with Nesterov's momentum
    RmsProp,  ///< Szegedy et al. 2016 trained InceptionV3 with it; alpha 0.9, eps 1.0, momentum 0.9
};

/// `frozenUpTo` of a network of which only the last layer is trained.
inline constexpr const char* kWholeTrunk = "trunk";

struct TrainerSettings {
    std::string network = "inception_v3";
    int classes = 2;
    std::string device = "cpu";      ///< "cpu" or "cuda"
    std::string precision = "fp32";  ///< "fp32" or "bf16" (autocast)
    int batch = 16;                  ///< for evaluation; a step takes as many cells as it is given
    OptimizerKind optimizer = OptimizerKind::AdamW;
    double momentum = 0.9;           ///< Sgd and RmsProp
    double weightDecay = 0.01;       ///< decoupled in AdamW, added to the gradient elsewhere; never on batch norm and biases
    double auxiliaryWeight = 0.4;
    double labelSmoothing = 0;       ///< 0…1: share of each target spread over all classes; training loss only
    double dropout = 0.5;
    double clipNorm = 0;             ///< largest norm of all gradients together; 0: no limit
    double emaDecay = 0;             ///< weights evaluated and saved are a running mean with this decay; 0: the weights themselves
    std::vector<double> classWeights;  ///< of each class in the training loss; empty: 1 each
    /// "": everything is trained. kWholeTrunk: the last layer only. Else a block ("Mixed_6e"): it and all before it stay as they are,
    /// batch norm's statistics too.
    std::string frozenUpTo;
    double trunkRate = 1;            ///< learning rate of all but the last layers, as a share of theirs
    bool augment = true;
    AugmentSettings augmentation;
    std::uint64_t seed = 1;          ///< fixes initial weights, augmentation and dropout
};

}  // namespace leukolens::engine
