#include "core/nn/lstm_rows.h"

#include <ATen/ATen.h>

#include <cmath>
#include <stdexcept>

#include "core/nn/init.h"

namespace leukolens::nn {
namespace {

constexpr int64_t kSidePx = 128, kHidden = 128;
constexpr int kLayers = 2;

/// N × 3 × H × W → rows × N × 3·columns.
at::Tensor rowsOf(const at::Tensor& input) {
    const bool fits = input.size(2) == kSidePx && input.size(3) == kSidePx;
    const auto picture = fits ? input : at::adaptive_avg_pool2d(input, {kSidePx, kSidePx});
    return picture.permute({2, 0, 1, 3}).reshape({kSidePx, input.size(0), 3 * kSidePx});
}

}  // namespace

class LstmRows::Layer : public torch::nn::Module {
public:
    explicit Layer(int64_t in) {
        const auto tensor = [this](const char* name, at::IntArrayRef size) { return register_parameter(name, at::empty(size)); };
        m_fromInput = tensor("weight_ih_l0", {4 * kHidden, in});
        m_fromHidden = tensor("weight_hh_l0", {4 * kHidden, kHidden});
        m_inputBias = tensor("bias_ih_l0", {4 * kHidden});
        m_hiddenBias = tensor("bias_hh_l0", {4 * kHidden});
        const double bound = 1 / std::sqrt(static_cast<double>(kHidden));
        uniformWithin(m_fromInput, bound);
        uniformWithin(m_fromHidden, bound);
        constant(m_inputBias, 0);
        constant(m_hiddenBias, 0);
        constant(m_inputBias.slice(0, kHidden, 2 * kHidden), 1);
    }

    /// T × N × in → the hidden state after each step, N × hidden, T of them.
    std::vector<at::Tensor> forward(const at::Tensor& sequence) const {
        // What the inputs bring does not wait for the states: one product for all steps.
        const auto fromInput = at::linear(sequence, m_fromInput, m_inputBias + m_hiddenBias);
        const auto weights = m_fromHidden.t();
        // Sums over so many steps lose their digits in bf16.
        const auto type = m_fromHidden.scalar_type();
        auto hidden = at::zeros({sequence.size(1), kHidden}, m_fromHidden.options());
        auto cell = hidden;
        std::vector<at::Tensor> states;
        for (const auto& step : fromInput.unbind(0)) {
            const auto gates = at::addmm(step, hidden, weights).to(type).chunk(4, 1);
            cell = gates[1].sigmoid() * cell + gates[0].sigmoid() * gates[2].tanh();
            hidden = gates[3].sigmoid() * cell.tanh();
            states.push_back(hidden);
        }
        return states;
    }

private:
    // Gates in rows of `hidden` each: input, forget, candidate, output.
    at::Tensor m_fromInput, m_fromHidden;  ///< 4·hidden × in, 4·hidden × hidden
    at::Tensor m_inputBias, m_hiddenBias;  ///< 4·hidden; their sum counts
};

NetworkInfo LstmRows::info() {
    NetworkInfo info{"lstm_rows", static_cast<int>(kSidePx), 32, {}, {}, static_cast<int>(kHidden), {}, {"classifier.weight", "classifier.bias"}, {}, "LSTM over rows"};
    for (int i = 0; i < kLayers; ++i) info.blocks.push_back("lstm." + std::to_string(i));
    return info;
}

LstmRows::LstmRows(const NetworkSettings& settings) : m_dropout(settings.dropout) {
    const InitScope init(settings.initialise);
    const auto list = register_module("lstm", std::make_shared<torch::nn::Module>());
    for (int i = 0; i < kLayers; ++i) m_layers.push_back(list->register_module(std::to_string(i), std::make_shared<Layer>(i == 0 ? 3 * kSidePx : kHidden)));
    m_last = register_module("classifier", std::make_shared<Dense>(kHidden, settings.classes));
    initialiseByInputs(m_last->weight, m_last->bias);
}

NetworkOutput LstmRows::forward(const at::Tensor& input) {
    NetworkOutput output;
    output.features = features(input);
    output.logits = head(output.features);
    return output;
}

at::Tensor LstmRows::features(const at::Tensor& input) {
    auto states = m_layers.front()->forward(rowsOf(input));
    for (std::size_t i = 1; i < m_layers.size(); ++i) states = m_layers[i]->forward(at::stack(states));
    return states.back();
}

at::Tensor LstmRows::head(const at::Tensor& features) { return m_last->forward(at::dropout(features, m_dropout, is_training())); }

at::Tensor LstmRows::mapAt(std::string_view block, const at::Tensor&) { throw std::invalid_argument("the network has no block with a map called " + std::string(block)); }

at::Tensor LstmRows::featuresFrom(std::string_view block, const at::Tensor& map) { return mapAt(block, map); }

}  // namespace leukolens::nn
