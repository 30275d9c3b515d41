// From plain numbers to tensors and back. For this folder's own files.
#pragma once

#include "core/detection/faster_rcnn.h"
#include "core/detection/field.h"

namespace leukolens::detection {

/// 3 × H × W float, 0…1.
at::Tensor toTensor(const FieldPixels& pixels, at::Device device);

Truth toTruth(std::span<const LabelledBox> boxes, at::Device device);

std::vector<FoundBox> toBoxes(const Found& found);

/// In evaluation mode, which the network is left in; convolutions in bf16 if asked.
Result<std::vector<FoundBox>> detectIn(FasterRcnn& network, const FieldPixels& field, at::Device device, bool bf16);

/// Fails with InvalidArgument.
Result<void> checkField(const FieldPixels& field);

/// Convolutions are fastest on channels_last memory.
void useChannelsLast(FasterRcnn& network);

}  // namespace leukolens::detection
