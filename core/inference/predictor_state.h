// Private to this folder: what a Predictor holds.
#pragma once

#include <ATen/core/Tensor.h>

#include <mutex>
#include <optional>
#include <string>

#include "core/compiled/compiled_network.h"
#include "core/inference/predictor.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"

namespace leukolens::inference {

struct Predictor::State {
    std::mutex mutex;  ///< held while a GPU computes
    nn::NetworkInfo info;
    ModelCard card;
    std::optional<ReferenceCells> references;
    std::string sha256, precision;
    at::Device device{at::kCPU};
    std::shared_ptr<nn::Network> network;
    bool bf16 = false;  ///< where LibTorch computes the answers
    std::unique_ptr<compiled::CompiledNetwork> compiled;  ///< null: LibTorch does
    std::vector<std::unique_ptr<Predictor>> others;  ///< whose opinions count too

    struct Opinions;
    Result<Opinions> ask(std::span<const image::Image> images, int viewCount, bool keepFeatures);
};

}  // namespace leukolens::inference
