// Weights from a file put into a finder of cells.
#pragma once

#include "core/detection/faster_rcnn.h"
#include "core/nn/load_report.h"
#include "core/weights/weights_file.h"

namespace leukolens::detection {

enum class WeightsFit {
    Complete,   ///< every tensor, none besides: for a network that is to answer
    Beginning,  ///< what is there, for the start of a training
};

/// Takes a detector's own names, torchvision's earlier names for its COCO weights, or a classifier's, which go to "backbone.body" (WeightsFit::Beginning alone). Layers as wide as the file's own number
/// of classes stay fresh where that is another. Fails with WeightsMismatch naming a tensor and both shapes, or what is missing; DamagedModel for numbers that are infinite or none. On
/// failure the network holds a mixture and must not be used.
Result<nn::LoadReport> loadDetectorWeights(FasterRcnn& network, const weights::WeightsFile& file, WeightsFit fit);

}  // namespace leukolens::detection
