#include "core/detection/resnet50_fpn.h"

#include <ATen/ATen.h>

#include <cmath>

#include "core/nn/init.h"

namespace leukolens::detection {
namespace {

constexpr double kMean[] = {0.485, 0.456, 0.406}, kDeviation[] = {0.229, 0.224, 0.225};
constexpr int kBlocks[] = {3, 4, 6, 3};
constexpr int64_t kExpansion = 4;

/// How far norms on this thread move towards the statistics of what they see; 0: not at all.
thread_local double measuredShare = 0;

class FixedNorm : public torch::nn::Module {
public:
    explicit FixedNorm(int64_t channels)
        : weight(register_buffer("weight", at::ones(channels))), bias(register_buffer("bias", at::zeros(channels))),
          mean(register_buffer("running_mean", at::zeros(channels))), variance(register_buffer("running_var", at::ones(channels))) {}
    at::Tensor weight, bias, mean, variance;
};

std::shared_ptr<nn::Convolution> pyramidConvolution(int64_t in, int64_t kernel) {
    auto layer = std::make_shared<nn::Convolution>(in, Backbone::kChannels, kernel, 1, kernel / 2);
    nn::uniformWithin(layer->weight, std::sqrt(3.0 / static_cast<double>(in * kernel * kernel)));
    nn::uniformWithin(layer->bias, 0);
    return layer;
}

}  // namespace

FixedNormConvolution::FixedNormConvolution(torch::nn::Module& owner, const std::string& convolution, const std::string& norm, int64_t in, int64_t out, int64_t kernel, int64_t stride)
    : m_stride(stride), m_padding(kernel / 2) {
    const auto layer = owner.register_module(convolution, std::make_shared<nn::Convolution>(in, out, kernel, stride, m_padding, 1, nn::Convolution::Bias::Without));
    m_kernels = layer->weight;
    nn::centredNormal(m_kernels, std::sqrt(2.0 / static_cast<double>(out * kernel * kernel)));
    m_norm = owner.register_module(norm, std::make_shared<FixedNorm>(out));
}

at::Tensor FixedNormConvolution::forward(const at::Tensor& x) const {
    const auto& norm = static_cast<const FixedNorm&>(*m_norm);
    if (measuredShare > 0) {
        const auto y = at::conv2d(x, m_kernels, {}, m_stride, m_padding);
        const auto [variance, mean] = at::var_mean(y, at::IntArrayRef{0, 2, 3}, /*unbiased=*/false);
        norm.mean.lerp_(mean, measuredShare);
        norm.variance.lerp_(variance, measuredShare);
    }
    const auto scale = norm.weight * norm.variance.rsqrt();
    return at::conv2d(x, m_kernels * scale.view({-1, 1, 1, 1}), norm.bias - norm.mean * scale, m_stride, m_padding);
}

Bottleneck::Bottleneck(int64_t in, int64_t inner, int64_t stride)
    : m_conv1(*this, "conv1", "bn1", in, inner, 1, 1), m_conv2(*this, "conv2", "bn2", inner, inner, 3, stride),
      m_conv3(*this, "conv3", "bn3", inner, inner * kExpansion, 1, 1), m_resampled(stride != 1 || in != inner * kExpansion) {
    if (!m_resampled) return;
    const auto downsample = register_module("downsample", std::make_shared<torch::nn::Module>());
    m_downsample = FixedNormConvolution(*downsample, "0", "1", in, inner * kExpansion, 1, stride);
}

at::Tensor Bottleneck::forward(const at::Tensor& x) const {
    const auto y = m_conv3.forward(m_conv2.forward(m_conv1.forward(x).relu_()).relu_());
    return (y + (m_resampled ? m_downsample.forward(x) : x)).relu_();
}

ResNet50Fpn::ResNet50Fpn() : m_body(register_module("body", std::make_shared<torch::nn::Module>())), m_stem(*m_body, "conv1", "bn1", 3, 64, 7, 2) {
    const auto pyramid = register_module("fpn", std::make_shared<torch::nn::Module>());
    const auto inner = pyramid->register_module("inner_blocks", std::make_shared<torch::nn::Module>());
    const auto outer = pyramid->register_module("layer_blocks", std::make_shared<torch::nn::Module>());
    // torchvision's names have a sequence of one layer at each place.
    const auto nested = [](torch::nn::Module& group, int number, std::shared_ptr<nn::Convolution> layer) {
        return group.register_module(std::to_string(number), std::make_shared<torch::nn::Module>())->register_module("0", std::move(layer));
    };
    int64_t in = 64;
    for (int i = 0; i < 4; ++i) {
        const auto layer = m_body->register_module("layer" + std::to_string(i + 1), std::make_shared<torch::nn::Module>());
        const int64_t width = int64_t{64} << i;
        auto& blocks = m_layers.emplace_back();
        for (int k = 0; k < kBlocks[i]; ++k) {
            blocks.push_back(layer->register_module(std::to_string(k), std::make_shared<Bottleneck>(in, width, k == 0 && i > 0 ? 2 : 1)));
            in = width * kExpansion;
        }
        m_lateral.push_back(nested(*inner, i, pyramidConvolution(in, 1)));
        m_smoothing.push_back(nested(*outer, i, pyramidConvolution(kChannels, 3)));
    }
}

at::Tensor ResNet50Fpn::normalised(const at::Tensor& rgb) const {
    const auto row = [&](const double (&values)[3]) { return at::tensor(at::ArrayRef<double>(values, 3), rgb.options()).view({3, 1, 1}); };
    return (rgb - row(kMean)) / row(kDeviation);
}

std::vector<at::Tensor> ResNet50Fpn::bodyMaps(const at::Tensor& input) const {
    std::vector<at::Tensor> maps;
    auto y = at::max_pool2d(m_stem.forward(input).relu_(), 3, 2, 1);
    for (const auto& layer : m_layers) {
        for (const auto& block : layer) y = block->forward(y);
        maps.push_back(y);
    }
    return maps;
}

std::vector<at::Tensor> ResNet50Fpn::maps(const at::Tensor& input) {
    const auto body = bodyMaps(input);
    std::vector<at::Tensor> result(body.size());
    at::Tensor above;
    for (std::size_t i = body.size(); i-- > 0;) {
        auto y = m_lateral[i]->forward(body[i]);
        if (above.defined()) y = y + at::upsample_nearest2d(above, y.sizes().slice(2));
        above = y;
        result[i] = m_smoothing[i]->forward(y);
    }
    result.push_back(at::max_pool2d(result.back(), 1, 2));
    return result;
}

std::vector<MapGrid> ResNet50Fpn::grids(const at::Tensor& input, const std::vector<at::Tensor>& maps) const {
    std::vector<MapGrid> grids;
    for (const auto& map : maps) grids.push_back({static_cast<double>(input.size(3) / map.size(3)), static_cast<double>(input.size(2) / map.size(2)), 0});
    return grids;
}

void ResNet50Fpn::measure(const at::Tensor& input, double share) {
    const at::NoGradGuard noGrad;
    measuredShare = share;
    bodyMaps(input);
    measuredShare = 0;
}

}  // namespace leukolens::detection
