// A model's weights for other programs.
#pragma once

#include <filesystem>

#include "core/inference/model_inspection.h"

namespace leukolens::inference {

/// In the __metadata__ of exported weights: the network's name in nn's registry.
inline constexpr const char* kNetworkKey = "network";

/// Likewise: stain::toJson() of what their pictures were brought to. importModel() reads it.
/// By the program's name: what other programs call a stain is theirs.
inline constexpr const char* kStainKey = "leukolens.stain";

/// Writes the weights of any file that openModel() reads as safetensors, atomically, with torchvision's names and the number types they
/// have; what has no place in the network is left out. In Python, safetensors.torch.load_file(target) gives a dict that torchvision's
/// network loads strictly if the model is whole. The model card's main facts are in the header's __metadata__. Returns the number of tensors. Fails as inspectModel() or writing does; AlreadyExists where target is
/// the file itself.
Result<std::size_t> exportWeights(const std::filesystem::path& file, const std::filesystem::path& target);

/// Loads it as using it would: a classifier has to be complete, and every number finite. Fails with DamagedModel or WeightsMismatch, naming
/// the tensor, or as inspectModel() does, whose answer it gives.
Result<ModelInspection> verifyByLoading(const std::filesystem::path& file);

}  // namespace leukolens::inference
