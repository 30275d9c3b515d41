// A network that only answers, compiled by OpenVINO for this processor. No type of OpenVINO or LibTorch is seen from outside.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <vector>

#include "core/base/result.h"
#include "core/compiled/activation_ranges.h"

namespace leukolens::nn {
class Network;
}

namespace leukolens::compiled {

/// What the network computes with.
enum class Numbers { Float32, BFloat16, Int8 };

/// Whether the processor has instructions for it: with others it would be no quicker, or compute something else.
bool processorComputesWith(Numbers numbers);

/// What pictures become before the first convolution: (value/255 − mean)/standardDeviation.
struct InputForm {
    int sidePx = 299;
    double mean = 0.5, standardDeviation = 0.5;
};

/// Thread-safe. While other threads ask too, each one's pictures are answered one after another on one core: as many threads as cores are quickest. Alone, one picture is answered on all cores, several on a core each.
class CompiledNetwork {
public:
    /// Of a network in evaluation, whose weights must not change. ranges: for Int8, of all its convolutions. `threads`: cores to use, ≥ 1. Compiling waits for the first pictures. Fails with
    /// InvalidArgument for a network that is no chain of stages and for missing ranges, and NoDevice for a number type that the processor does not have.
    static Result<std::unique_ptr<CompiledNetwork>> make(std::shared_ptr<nn::Network> network, const InputForm& form, Numbers numbers, int threads, ActivationRanges ranges = {});
    ~CompiledNetwork();

    /// What the last layer sees. pixels: N × side × side × 3 bytes, R, G, B; gives N × length, in float. `alone`: no other thread asks meanwhile. Fails with Internal where OpenVINO does.
    Result<std::vector<float>> features(std::span<const std::uint8_t> pixels, bool alone);

private:
    struct State;
    explicit CompiledNetwork(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/// Means over `count` ≥ 1 pictures, in fp32. read: brings picture i, side × side × 3 bytes as above; what it fails with ends this.
Result<ActivationRanges> observeRanges(const nn::Network& network, const InputForm& form, std::size_t count, const std::function<Result<void>(std::size_t i, std::span<std::uint8_t> rgb)>& read,
                                       int threads);

}  // namespace leukolens::compiled
