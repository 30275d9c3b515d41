// Networks by name, without LibTorch.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/result.h"

namespace leukolens::nn {

/// What answers from the features.
enum class HeadKind {
    Layer,           ///< a last layer, learnt by gradient steps as all the rest
    // Fitted at once to the vectors of a trunk that stays as it is (core/pipelines):
    HiddenLayer,     ///< one hidden layer and a last one
    SupportVectors,
    Neighbours,      ///< the training vectors nearest by
    Forest,          ///< of decision trees
};

/// Before a fitted head's tensors in the network that it answers for.
inline constexpr const char* kFittedPrefix = "fitted.";

/// What is known of a network without making one.
struct NetworkInfo {
    std::string name;          ///< "inception_v3"
    int inputPx = 0;           ///< usual side of the square input
    int smallestInputPx = 0;
    std::string featureLayer;  ///< block whose map Grad-CAM uses; empty: no block has a map, and Network::mapAt() throws for any
    std::string fineLayer;     ///< an earlier block, for Grad-CAM with a finer grid; empty as featureLayer is
    int featureCount = 0;      ///< length of features()
    std::vector<std::string> blocks;  ///< names of the trunk's parts, from the input on: what a training may freeze up to
    /// Layers as wide as there are classes: other weights keep them only where the classes are as many. Of a fitted head all its tensors, the one with a number a class first.
    std::vector<std::string> heads;
    std::string auxiliary;     ///< name of the part that runs in training only; empty: none
    std::string title = {};    ///< for people, plain English (ui translates): "InceptionV3"
    HeadKind head = HeadKind::Layer;
    std::string trunk = {};    ///< of a fitted head: the network whose weights its trunk takes ("inception_v3"); empty: it is a network by itself
    bool cutsOut = false;      ///< sees each cell on black (image::findCell()), in training as in answering

    bool isFitted() const { return head != HeadKind::Layer; }
    /// Whether the logits follow the features without steps.
    bool hasGradient() const { return head != HeadKind::Forest; }
    bool hasMaps() const { return !featureLayer.empty(); }
    bool isAuxiliary(const std::string& tensor) const { return !auxiliary.empty() && tensor.starts_with(auxiliary + "."); }
};

/// Of a registered network. Fails with InvalidArgument for a name that is not known, listing the names.
Result<NetworkInfo> networkInfo(const std::string& name);

/// Numbers that are trained and answer: no auxiliary head, no running means of batch norm; of a fitted head the trunk's alone, since what is fitted depends on the cells. Fails as createNetwork() does.
Result<std::int64_t> parameterCount(const std::string& name, int classes);

}  // namespace leukolens::nn
