#include "core/compiled/graph.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <unordered_map>

#include <openvino/core/model.hpp>
#include <openvino/op/add.hpp>
#include <openvino/op/avg_pool.hpp>
#include <openvino/op/concat.hpp>
#include <openvino/op/constant.hpp>
#include <openvino/op/convert.hpp>
#include <openvino/op/convolution.hpp>
#include <openvino/op/divide.hpp>
#include <openvino/op/fake_quantize.hpp>
#include <openvino/op/max_pool.hpp>
#include <openvino/op/multiply.hpp>
#include <openvino/op/parameter.hpp>
#include <openvino/op/reduce_max.hpp>
#include <openvino/op/reduce_mean.hpp>
#include <openvino/op/relu.hpp>
#include <openvino/op/result.hpp>
#include <openvino/op/subtract.hpp>
#include <openvino/op/transpose.hpp>

namespace leukolens::compiled {
namespace {

namespace op = ov::op;
using Value = ov::Output<ov::Node>;

constexpr std::size_t kActivationLevels = 256, kWeightLevels = 255;

Value constant(const at::Tensor& tensor, const ov::Shape& shape) {
    const auto plain = tensor.to(at::kFloat).contiguous();
    return std::make_shared<op::v0::Constant>(ov::element::f32, shape, plain.const_data_ptr<float>())->output(0);
}
Value number(float value) { return op::v0::Constant::create(ov::element::f32, {}, {value})->output(0); }

Value quantised(const Value& x, const Value& low, const Value& high, std::size_t levels) {
    return std::make_shared<op::v0::FakeQuantize>(x, low, high, low, high, levels)->output(0);
}

std::unordered_map<const nn::ConvBlock*, std::string> namesIn(const nn::Network& network) {
    std::unordered_map<const nn::ConvBlock*, std::string> names;
    for (const auto& item : network.named_modules())
        if (const auto* conv = dynamic_cast<const nn::ConvBlock*>(item.value().get())) names.emplace(conv, item.key());
    return names;
}

class Builder {
public:
    Builder(const nn::Network& network, const ActivationRanges* ranges) : m_names(namesIn(network)), m_ranges(ranges) {}

    /// bytes: 1 × side × side × 3.
    Value normalised(const Value& bytes, const InputForm& form) {
        const auto mean = static_cast<float>(form.mean), deviation = static_cast<float>(form.standardDeviation);
        Value x = std::make_shared<op::v0::Convert>(bytes, ov::element::f32);
        x = std::make_shared<op::v1::Multiply>(x, number(1.0f / 255));
        x = std::make_shared<op::v1::Subtract>(x, number(mean));
        x = std::make_shared<op::v1::Divide>(x, number(deviation));
        x = std::make_shared<op::v1::Transpose>(x, op::v0::Constant::create(ov::element::i64, {4}, {0, 3, 1, 2}));
        // 256 levels between them: each byte keeps its own number.
        return m_ranges ? quantised(x, number((0 - mean) / deviation), number((1 - mean) / deviation), kActivationLevels) : x;
    }

    /// last: what it gives is averaged over the grid, in floating point.
    Value stage(const nn::Stage& stage, const Value& x, bool last) {
        const double joint = m_ranges ? jointRange(stage.branches) : 0;
        std::vector<Value> parts;
        for (const auto& branch : stage.branches) {
            Value y = x;
            if (branch.pool == nn::Branch::Pool::Average) y = inRange(averaged(y), m_incoming);
            if (branch.pool == nn::Branch::Pool::Max) y = inRange(halved(y), joint);
            for (std::size_t i = 0; i < branch.chain.size(); ++i) {
                const bool output = i + 1 == branch.chain.size() && branch.fork.empty();
                y = convolved(*branch.chain[i], y);
                if (!(output && last)) y = inRange(y, output ? joint : rangeOf(*branch.chain[i]));
            }
            if (branch.fork.empty()) parts.push_back(y);
            for (const auto& conv : branch.fork) parts.push_back(last ? convolved(*conv, y) : inRange(convolved(*conv, y), joint));
        }
        m_incoming = joint;
        Value y = parts.size() == 1 ? parts.front() : Value(std::make_shared<op::v0::Concat>(ov::OutputVector(parts), 1));
        return stage.halved ? halved(y) : y;
    }

    Graph graph;
    ov::OutputVector observed;  ///< one number a convolution

private:
    double rangeOf(const nn::ConvBlock& conv) const { return m_ranges ? m_ranges->at(m_names.at(&conv)) : 0; }

    /// Parts that lie behind each other in one tensor share their scale.
    double jointRange(const std::vector<nn::Branch>& branches) const {
        double joint = 0;
        for (const auto& branch : branches) {
            if (branch.pool == nn::Branch::Pool::Max) joint = std::max(joint, m_incoming);
            if (branch.fork.empty() && !branch.chain.empty()) joint = std::max(joint, rangeOf(*branch.chain.back()));
            for (const auto& conv : branch.fork) joint = std::max(joint, rangeOf(*conv));
        }
        return joint;
    }

    Value inRange(const Value& x, double range) const { return m_ranges ? quantised(x, number(0), number(static_cast<float>(range)), kActivationLevels) : x; }

    Value convolved(const nn::ConvBlock& conv, const Value& x) {
        const auto [kernels, shift] = conv.foldedKernels();
        ov::Shape shape;
        for (const auto size : kernels.sizes()) shape.push_back(static_cast<std::size_t>(size));
        const std::size_t channels = shape[0];
        Value w = constant(kernels, shape);
        if (m_ranges) {
            // Each output channel has a scale of its own. A channel of zeros still needs one.
            const auto largest = kernels.abs().amax({1, 2, 3}).clamp_min(1e-12);
            w = quantised(w, constant(-largest, {channels, 1, 1, 1}), constant(largest, {channels, 1, 1, 1}), kWeightLevels);
        }
        const auto stride = conv.stride(), padding = conv.padding();
        const ov::CoordinateDiff pads{padding[0], padding[1]};
        Value y = std::make_shared<op::v1::Convolution>(x, w, ov::Strides{static_cast<std::size_t>(stride[0]), static_cast<std::size_t>(stride[1])}, pads, pads, ov::Strides{1, 1});
        y = std::make_shared<op::v1::Add>(y, constant(shift, {1, channels, 1, 1}));
        y = std::make_shared<op::v0::Relu>(y);
        graph.convolutions.push_back(m_names.at(&conv));
        observed.push_back(std::make_shared<op::v1::ReduceMax>(y, op::v0::Constant::create(ov::element::i64, {4}, {0, 1, 2, 3})));
        return y;
    }

    Value averaged(const Value& x) const {
        return std::make_shared<op::v1::AvgPool>(x, ov::Strides{1, 1}, ov::Shape{1, 1}, ov::Shape{1, 1}, ov::Shape{3, 3}, false);
    }

    Value halved(const Value& x) const {
        return std::make_shared<op::v1::MaxPool>(x, ov::Strides{2, 2}, ov::Shape{0, 0}, ov::Shape{0, 0}, ov::Shape{3, 3});
    }

    std::unordered_map<const nn::ConvBlock*, std::string> m_names;
    const ActivationRanges* m_ranges;
    double m_incoming = 0;  ///< range of what the stage before gave
};

}  // namespace

Graph makeGraph(const nn::Network& network, const InputForm& form, const ActivationRanges* ranges, bool observe) {
    const at::NoGradGuard noGrad;
    const auto side = static_cast<std::size_t>(form.sidePx);
    const auto bytes = std::make_shared<op::v0::Parameter>(ov::element::u8, ov::Shape{1, side, side, 3});
    Builder builder(network, ranges);
    Value x = builder.normalised(bytes, form);
    const auto stages = network.stages();
    for (const auto& stage : stages) x = builder.stage(stage, x, &stage == &stages.back());
    x = std::make_shared<op::v1::ReduceMean>(x, op::v0::Constant::create(ov::element::i64, {2}, {2, 3}));
    ov::OutputVector outputs{x};
    if (observe) outputs.insert(outputs.end(), builder.observed.begin(), builder.observed.end());
    builder.graph.model = std::make_shared<ov::Model>(outputs, ov::ParameterVector{bytes});
    return builder.graph;
}

std::vector<std::string> convolutionNames(const nn::Network& network) {
    const auto names = namesIn(network);
    std::vector<std::string> needed;
    for (const auto& stage : network.stages()) {
        for (const auto& branch : stage.branches) {
            for (const auto& conv : branch.chain) needed.push_back(names.at(conv.get()));
            for (const auto& conv : branch.fork) needed.push_back(names.at(conv.get()));
        }
    }
    return needed;
}

}  // namespace leukolens::compiled
