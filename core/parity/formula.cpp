#include "core/parity/formula.h"

#include <ATen/ATen.h>

#include <cmath>
#include <functional>
#include <string>

namespace leukolens::parity {
namespace {

constexpr double kUnit = 1.0 / (1 << 23);

/// How an integer becomes the number of a tensor. One multiplication that rounds, or exact powers of two: a compiler that fuses
/// multiplication and addition cannot change the result.
std::function<double(std::int64_t)> scaling(const std::string& name, const at::Tensor& tensor, bool ofNorm) {
    if (name.ends_with("running_var") || (ofNorm && name.ends_with(".weight"))) return [](std::int64_t u) { return 1.0 + static_cast<double>(u) * (kUnit / 4); };
    if (name.ends_with("running_mean") || (ofNorm && name.ends_with(".bias"))) return [](std::int64_t u) { return 2.5 + static_cast<double>(u) * (kUnit * 3 / 4); };
    if (tensor.dim() < 2) return [](std::int64_t u) { return static_cast<double>(u) * (kUnit / 8); };
    const auto fanIn = static_cast<double>(tensor.numel() / tensor.size(0));
    const double scale = std::sqrt((tensor.dim() == 4 ? 6.0 : 3.0) / fanIn) * kUnit;
    return [scale](std::int64_t u) { return static_cast<double>(u) * scale; };
}

void fill(const std::string& name, at::Tensor target, bool ofNorm) {
    if (name.ends_with("num_batches_tracked")) return;
    const NamedHash hash(name);
    const auto scaled = scaling(name, target, ofNorm);
    const auto values = at::empty(target.sizes(), at::kFloat);
    auto* out = static_cast<float*>(values.data_ptr());
    for (std::int64_t i = 0; i < values.numel(); ++i) out[i] = static_cast<float>(scaled(hash.signedAt(static_cast<std::uint64_t>(i))));
    target.copy_(values);
}

}  // namespace

std::uint64_t fnv1a(std::string_view text) {
    std::uint64_t state = 0xcbf29ce484222325;
    for (const char c : text) state = (state ^ static_cast<unsigned char>(c)) * 0x100000001b3;
    return state;
}

std::uint64_t NamedHash::at(std::uint64_t index) const {
    std::uint64_t z = m_start + (index + 1) * 0x9e3779b97f4a7c15;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
    z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
    return z ^ (z >> 31);
}

std::int64_t NamedHash::signedAt(std::uint64_t index) const { return static_cast<std::int64_t>(at(index) >> 40) - (1 << 23); }

void fillByFormula(torch::nn::Module& network) {
    const at::NoGradGuard noGrad;
    const auto buffers = network.named_buffers();
    for (const auto& parameter : network.named_parameters()) {
        const auto& name = parameter.key();
        fill(name, parameter.value(), buffers.contains(name.substr(0, name.rfind('.') + 1) + "running_mean"));
    }
    for (const auto& buffer : buffers) fill(buffer.key(), buffer.value(), true);
}

at::Tensor formulaPictures(std::int64_t count, std::int64_t sizePx) {
    constexpr std::int64_t kSquarePx = 32;
    const NamedHash squareHash("squares"), grainHash("grain");
    const std::int64_t squares = (sizePx + kSquarePx - 1) / kSquarePx;
    const auto pictures = at::empty({count, 3, sizePx, sizePx}, at::kFloat);
    auto* out = static_cast<float*>(pictures.data_ptr());
    std::uint64_t pixel = 0;
    for (std::int64_t plane = 0; plane < count * 3; ++plane) {
        for (std::int64_t y = 0; y < sizePx; ++y) {
            for (std::int64_t x = 0; x < sizePx; ++x, ++pixel) {
                const auto square = static_cast<std::uint64_t>((plane * squares + y / kSquarePx) * squares + x / kSquarePx);
                out[pixel] = static_cast<float>(static_cast<double>(3 * squareHash.signedAt(square) + grainHash.signedAt(pixel)) * (kUnit / 4));
            }
        }
    }
    return pictures;
}

}  // namespace leukolens::parity
