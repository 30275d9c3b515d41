// From stored pixels to what a network sees, by LibTorch's operations or by a device's own.
#pragma once

#include <ATen/core/Tensor.h>

#include "core/engine/augment_settings.h"
#include "core/engine/augmentation.h"

namespace leukolens::engine {

/// Pixels of a batch. bytes: N×H×W×3, uint8, or with `rows` (int64) a wider tensor of which they take these pictures.
struct StoredPictures {
    at::Tensor bytes;
    at::Tensor rows;
};

/// What a kind of device has for it. Tensors lie there, the drawn order included.
struct PictureOperations {
    /// As networkInput() below; no changes where drawn.order is undefined.
    at::Tensor (*networkInput)(const StoredPictures& pictures, const AugmentSettings& settings, const DrawnAugmentation& drawn, at::ScalarType type);
};

/// nullptr: LibTorch's. The CUDA library registers its own.
void setPictureOperations(at::DeviceType device, const PictureOperations* operations);
const PictureOperations* pictureOperations(at::DeviceType device);

/// N×3×H×W float, 0…1.
at::Tensor picturesFrom(const StoredPictures& pictures);

/// N×3×H×W, −1…1, channels_last, augmented as drawn; drawn.order undefined: as they are. type: float, or bfloat16 for a device whose own
/// operations write that at once; LibTorch's always give float.
at::Tensor networkInput(const StoredPictures& pictures, const AugmentSettings& settings, const DrawnAugmentation& drawn, at::ScalarType type);

}  // namespace leukolens::engine
