// Private to this folder: what a Predictor holds.
#pragma once

#include <ATen/core/Tensor.h>

#include <mutex>
#include <optional>
#include <string>

#include "core/compiled/compiled_network.h"
#include "core/engine/recorded_answers.h"
#include "core/inference/predictor.h"
#include "core/nn/network.h"
#include "core/nn/network_info.h"

namespace leukolens::inference {

struct Predictor::State {
    std::mutex mutex;  ///< held while a GPU computes what is not recorded
    nn::NetworkInfo info;
    ModelCard card;
    std::optional<ReferenceCells> references;
    std::string sha256, precision;
    at::Device device{at::kCPU};
    std::shared_ptr<nn::Network> network;
    bool bf16 = false;  ///< where LibTorch computes the answers
    std::unique_ptr<compiled::CompiledNetwork> compiled;  ///< null: LibTorch does
    std::unique_ptr<engine::RecordedAnswers> recorded;    ///< null where the device offers no recording
    bool libraryNoticeTaken = false;
    std::vector<std::unique_ptr<Predictor>> others;  ///< whose opinions count too

    int batch() const;
    /// By LibTorch, work for the device alone. pixels: N × inputPx × inputPx × 3, uint8, on the device; the answer stays there.
    engine::RecordedAnswers::Answer compute(const at::Tensor& pixels);
    /// The same on the CPU, both, recorded where that goes.
    engine::RecordedAnswers::Answer answer(const at::Tensor& pixels);

    struct Opinions;
    Result<Opinions> ask(std::span<const image::Image> images, int viewCount, bool keepFeatures);
};

}  // namespace leukolens::inference
