#include "core/nn/fused_block.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/variable.h>

#include "core/nn/fused_norm.h"

namespace leukolens::nn {
namespace {

constexpr std::array<int64_t, 2> kOnes{1, 1}, kZeros{0, 0};
constexpr int kBlockInput = -1;

at::Tensor channelsLast(int64_t pictures, int64_t channels, at::IntArrayRef grid, const at::Tensor& like) {
    return at::empty({pictures, channels, grid[0], grid[1]}, like.options().requires_grad(false).memory_format(at::MemoryFormat::ChannelsLast));
}

/// Slices want channels_last, which is what convolutions of such input give: then nothing is copied.
at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, at::IntArrayRef stride, at::IntArrayRef padding) {
    return at::convolution(x, weight, {}, stride, padding, kOnes, false, kZeros, 1).contiguous(at::MemoryFormat::ChannelsLast);
}

at::Tensor convolve(const at::Tensor& x, const at::Tensor& weight, const ConvBlock& conv) {
    return convolve(x, weight, conv.stride(), conv.padding());
}

/// A convolution of few channels as a product of matrices. Tensor cores take channels by eights: for fewer, cuDNN has slow kernels only.
class ThinConvolution {
public:
    static bool suits(const at::Tensor& x, const ConvBlock& conv) {
        constexpr int64_t kFew = 8;
        return x.size(1) < kFew && blockOperations(x.device().type())->windows && conv.padding()[0] == 0 && conv.padding()[1] == 0;
    }

    /// What backward() takes as its windows is left in the first argument.
    static at::Tensor forward(at::Tensor& windows, const at::Tensor& x, const ConvBlock& conv) {
        const auto& weight = conv.weight();
        const int64_t stride = conv.stride()[0], height = (x.size(2) - weight.size(2)) / stride + 1, width = (x.size(3) - weight.size(3)) / stride + 1;
        windows = blockOperations(x.device().type())->windows(x, weight.sizes().slice(2), stride);
        const auto rows = weight.detach().permute({0, 2, 3, 1}).reshape({weight.size(0), -1}).to(x.scalar_type());
        const auto kernels = at::constant_pad_nd(rows, {0, windows.size(1) - rows.size(1)});
        return at::mm(windows, kernels.t()).view({x.size(0), height, width, weight.size(0)}).permute({0, 3, 1, 2});
    }

    /// dweight, float.
    static at::Tensor backward(const at::Tensor& dy, const at::Tensor& windows, const ConvBlock& conv) {
        const auto& weight = conv.weight();
        const int64_t pictures = dy.size(0), channels = weight.size(0), numbers = weight.numel() / channels;
        // Picture by picture: one product would be of few numbers that are sums of millions each, and keep few processors busy.
        const auto gradients = dy.permute({0, 2, 3, 1}).reshape({pictures, -1, channels});
        const auto parts = at::bmm(gradients.transpose(1, 2), windows.view({pictures, -1, windows.size(1)}));
        const auto rows = parts.sum(0, false, at::kFloat).narrow(1, 0, numbers);
        return rows.reshape({channels, weight.size(2), weight.size(3), weight.size(1)}).permute({0, 3, 1, 2});
    }
};

/// dx (undefined unless asked for) and dweight.
std::pair<at::Tensor, at::Tensor> convolutionGradient(const at::Tensor& dy, const at::Tensor& x, const at::Tensor& weight, at::IntArrayRef stride,
                                                      at::IntArrayRef padding, bool wantsInput) {
    auto [dx, dweight, dbias] = at::convolution_backward(dy, x, weight, at::OptionalIntArrayRef(), stride, padding, kOnes, false, kZeros, 1, {wantsInput, true, false});
    return {wantsInput ? dx.contiguous(at::MemoryFormat::ChannelsLast) : dx, dweight};
}

void addTo(at::Tensor& sum, const at::Tensor& part) {
    if (sum.defined()) sum.add_(part);
    else sum = part;
}

/// One convolution with its batch norm as it was run, all that its gradient needs.
struct Run {
    Conv conv;
    int source = kBlockInput;   ///< index of the run that made its input
    int64_t mergedFirst = -1;   ///< where its channels lie in the merged convolution's output; −1: it ran by itself
    bool averaged = false;      ///< the merged output's slice went through the 3×3 mean first
    bool thin = false;          ///< it ran as a ThinConvolution
    int64_t outFirst = -1;      ///< where its channels lie in the block's output; −1: other runs take them
    at::Tensor input, weight;   ///< of a convolution that ran by itself; thin: its windows, none
    ChannelSlice y;             ///< before batch norm
    ChannelSlice z;             ///< after ReLU
    NormRecord norm;
};

struct MaxRun {
    at::Tensor winner;
    int64_t outFirst = 0;
};

class BlockRun {
public:
    /// trains: with the batch's statistics, ready for backward().
    BlockRun(const std::vector<Branch>& branches, const at::Tensor& x, bool trains) : m_x(x.detach()), m_trains(trains), m_wantsInput(trains && x.requires_grad()) {
        plan(branches);
        forward();
    }

    /// Once. The run does not keep it: the output knows its gradient, which holds the run.
    at::Tensor takeOut() { return std::move(m_out); }
    /// Weight, batch norm's weight, batch norm's bias of each run.
    std::vector<at::Tensor> parameters() const;
    /// dx (undefined unless x wants it), then those of parameters(). Frees what it used.
    std::vector<at::Tensor> backward(const at::Tensor& dout);

private:
    void plan(const std::vector<Branch>& branches);
    void forward();
    void runMerged();
    void normalise(Run& run);

    at::Tensor m_x, m_out;
    bool m_trains, m_wantsInput;
    std::vector<Run> m_runs;
    std::vector<MaxRun> m_maxRuns;
    at::Tensor m_merged, m_mergedWeight;  ///< output and kernels of all pointwise convolutions of the block's input
    int64_t m_mergedChannels = 0, m_outChannels = 0;
    std::vector<int64_t> m_outGrid;
};

void BlockRun::plan(const std::vector<Branch>& branches) {
    for (const auto& branch : branches) {
        if (branch.pool == Branch::Pool::Max) {
            m_maxRuns.push_back({{}, m_outChannels});
            m_outChannels += m_x.size(1);
            continue;
        }
        int source = kBlockInput;
        const auto addRun = [&](const Conv& conv, bool isOutput) {
            Run run;
            run.conv = conv;
            run.source = source;
            if (source == kBlockInput && conv->isPointwise()) {
                run.mergedFirst = m_mergedChannels;
                run.averaged = branch.pool == Branch::Pool::Average;
                m_mergedChannels += conv->outChannels();
            }
            if (isOutput) {
                run.outFirst = m_outChannels;
                m_outChannels += conv->outChannels();
            }
            m_runs.push_back(std::move(run));
        };
        for (std::size_t i = 0; i < branch.chain.size(); ++i) {
            addRun(branch.chain[i], branch.fork.empty() && i + 1 == branch.chain.size());
            source = static_cast<int>(m_runs.size()) - 1;
        }
        for (const auto& conv : branch.fork) addRun(conv, true);
    }
}

void BlockRun::runMerged() {
    if (m_mergedChannels == 0) return;
    std::vector<at::Tensor> weights;
    for (const auto& run : m_runs)
        if (run.mergedFirst >= 0) weights.push_back(run.conv->weight().detach());
    m_mergedWeight = (weights.size() == 1 ? weights.front() : at::cat(weights)).to(m_x.scalar_type());
    m_merged = convolve(m_x, m_mergedWeight, kOnes, kZeros);
}

void BlockRun::normalise(Run& run) {
    if (run.outFirst >= 0) {
        if (!m_out.defined()) m_out = channelsLast(m_x.size(0), m_outChannels, run.y.tensor.sizes().slice(2), m_x);
        run.z = ChannelSlice(m_out, run.outFirst, run.y.channels);
    } else {
        run.z = ChannelSlice(channelsLast(m_x.size(0), run.y.channels, run.y.tensor.sizes().slice(2), m_x));
    }
    if (m_trains) run.norm = normRelu(run.y, run.z, run.conv->norm());
    else normReluFixed(run.y, run.z, run.conv->norm());
}

void BlockRun::forward() {
    runMerged();
    for (auto& run : m_runs) {
        if (run.mergedFirst >= 0) {
            run.y = ChannelSlice(m_merged, run.mergedFirst, run.conv->outChannels());
            if (run.averaged) {
                const ChannelSlice pooled(channelsLast(m_x.size(0), run.y.channels, m_x.sizes().slice(2), m_x));
                averagePool(run.y, pooled);
                run.y = pooled;
            }
        } else {
            run.input = run.source == kBlockInput ? m_x : m_runs[static_cast<std::size_t>(run.source)].z.tensor;
            run.thin = run.source == kBlockInput && !m_wantsInput && ThinConvolution::suits(m_x, *run.conv);
            if (run.thin) {
                run.y = ChannelSlice(ThinConvolution::forward(run.input, m_x, *run.conv));
            } else {
                run.weight = run.conv->weight().detach().to(m_x.scalar_type());
                run.y = ChannelSlice(convolve(run.input, run.weight, *run.conv));
            }
        }
        normalise(run);
        if (!m_trains) run.y = {}, run.input.reset();
    }
    for (auto& run : m_maxRuns) run.winner = maxPool(ChannelSlice(m_x), ChannelSlice(m_out, run.outFirst, m_x.size(1)));
    // The gradient needs what went in and what batch norm saw, not what came out.
    for (auto& run : m_runs) run.z = {};
}

std::vector<at::Tensor> BlockRun::parameters() const {
    std::vector<at::Tensor> all;
    for (const auto& run : m_runs) {
        all.push_back(run.conv->weight());
        all.push_back(run.conv->norm().weight);
        all.push_back(run.conv->norm().bias);
    }
    return all;
}

std::vector<at::Tensor> BlockRun::backward(const at::Tensor& dout) {
    std::vector<at::Tensor> gradients(1 + 3 * m_runs.size());
    at::Tensor& dx = gradients[0];
    at::Tensor dmerged;
    if (m_mergedChannels > 0) dmerged = channelsLast(m_x.size(0), m_mergedChannels, m_x.sizes().slice(2), m_x);
    std::vector<at::Tensor> dz(m_runs.size());  // of runs whose output other runs took
    for (std::size_t i = m_runs.size(); i-- > 0;) {
        Run& run = m_runs[i];
        const ChannelSlice from = run.outFirst >= 0 ? ChannelSlice(dout, run.outFirst, run.y.channels) : ChannelSlice(dz[i]);
        const bool direct = run.mergedFirst >= 0 && !run.averaged;
        const ChannelSlice dy = direct ? ChannelSlice(dmerged, run.mergedFirst, run.y.channels)
                                       : ChannelSlice(channelsLast(m_x.size(0), run.y.channels, run.y.tensor.sizes().slice(2), m_x));
        const auto norm = normReluGradient(from, run.y, dy, run.norm);
        gradients[3 * i + 2] = norm.weight;
        gradients[3 * i + 3] = norm.bias;
        dz[i].reset();
        if (run.averaged) {
            averagePool(dy, ChannelSlice(dmerged, run.mergedFirst, run.y.channels));
        } else if (run.thin) {
            gradients[3 * i + 1] = ThinConvolution::backward(dy.tensor, run.input, *run.conv);
        } else if (!direct) {
            const bool wantsSource = run.source != kBlockInput || m_wantsInput;
            const auto [dinput, dweight] = convolutionGradient(dy.tensor, run.input, run.weight, run.conv->stride(), run.conv->padding(), wantsSource);
            gradients[3 * i + 1] = dweight.to(at::kFloat);
            if (run.source != kBlockInput) addTo(dz[static_cast<std::size_t>(run.source)], dinput);
            else if (m_wantsInput) addTo(dx, dinput);
        }
        run = Run{run.conv, run.source, run.mergedFirst, run.averaged, run.thin, run.outFirst, {}, {}, {}, {}, {}};
    }
    m_merged.reset();
    if (dmerged.defined()) {
        const auto [dinput, dweight] = convolutionGradient(dmerged, m_x, m_mergedWeight, kOnes, kZeros, m_wantsInput);
        const auto weights = dweight.to(at::kFloat);
        for (std::size_t i = 0; i < m_runs.size(); ++i)
            if (m_runs[i].mergedFirst >= 0)
                gradients[3 * i + 1] = weights.narrow(0, m_runs[i].mergedFirst, m_runs[i].conv->outChannels());
        if (m_wantsInput) addTo(dx, dinput);
    }
    for (const auto& run : m_maxRuns) {
        if (!m_wantsInput) continue;
        const bool add = dx.defined();
        if (!add) dx = channelsLast(m_x.size(0), m_x.size(1), m_x.sizes().slice(2), m_x);
        maxPoolGradient(ChannelSlice(dout, run.outFirst, m_x.size(1)), run.winner, ChannelSlice(dx), add);
    }
    return gradients;
}

struct BlockGradient final : torch::autograd::Node {
    std::unique_ptr<BlockRun> run;

    torch::autograd::variable_list apply(torch::autograd::variable_list&& gradients) override {
        TORCH_CHECK(run, "the gradient of this block was asked for twice");
        const at::NoGradGuard noGrad;
        const c10::impl::ExcludeDispatchKeyGuard noAutocast(kAutocastKeys);
        auto result = run->backward(gradients[0].contiguous(at::MemoryFormat::ChannelsLast));
        run.reset();
        return result;
    }
    void release_variables() override { run.reset(); }
};

}  // namespace

at::Tensor fusedForward(const std::vector<Branch>& branches, const at::Tensor& x) {
    auto node = std::make_shared<BlockGradient>();
    at::Tensor out;
    {
        const at::NoGradGuard noGrad;
        node->run = std::make_unique<BlockRun>(branches, x, true);
        out = node->run->takeOut();
    }
    node->add_next_edge(x.requires_grad() ? torch::autograd::impl::gradient_edge(x) : torch::autograd::Edge());
    for (const auto& parameter : node->run->parameters()) node->add_next_edge(torch::autograd::impl::gradient_edge(parameter));
    torch::autograd::create_gradient_edge(out, node);
    return out;
}

at::Tensor fusedEvaluation(const std::vector<Branch>& branches, const at::Tensor& x) { return BlockRun(branches, x, false).takeOut(); }

}  // namespace leukolens::nn
