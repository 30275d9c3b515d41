// The CUDA library's kernels against LibTorch's operations: thread by thread on the CPU, the same lines that nvcc compiles, and where
// there is a GPU, on it.
#include <ATen/ATen.h>
#include <ATen/Context.h>
#include <ATen/TensorIndexing.h>
#include <ATen/autocast_mode.h>
#include <gtest/gtest.h>

#include <limits>
#include <map>

#include "core/engine/cuda/operations.h"
#include "core/engine/device.h"
#include "core/nn/block.h"
#include "core/nn/fused_block.h"
#include "core/nn/fused_norm.h"
#include "core/nn/inception_blocks.h"
#include "tests/core/engine/toy_cells.h"

namespace leukolens::engine {
namespace {

/// Blocks one after another, their threads too, phase by phase. What a block has not written is no number.
struct OnCpu {
    template <class Body>
    static void launch(const Body& body, const cuda::Extent& extent) {
        ASSERT_LE(extent.threadsX * extent.threadsY, cuda::kThreads);
        ASSERT_LE(extent.blocksY, 65535);
        for (int y = 0; y < extent.blocksY; ++y) {
            for (int x = 0; x < extent.blocksX; ++x) {
                std::vector<typename Body::Shared> shared(Body::kShared, std::numeric_limits<typename Body::Shared>::quiet_NaN());
                phase<0>(body, extent, x, y, shared);
                if constexpr (Body::kPhases > 1) phase<1>(body, extent, x, y, shared);
                if constexpr (Body::kPhases > 2) phase<2>(body, extent, x, y, shared);
            }
        }
    }
    template <int Phase, class Body, class Shared>
    static void phase(const Body& body, const cuda::Extent& extent, int blockX, int blockY, std::vector<Shared>& shared) {
        for (int y = 0; y < extent.threadsY; ++y)
            for (int x = 0; x < extent.threadsX; ++x) body.template run<Phase>(cuda::Place{x, y, blockX, blockY, extent}, shared.data());
    }
};
using Kernels = cuda::Operations<OnCpu>;

/// While it lives, the kernels do a device's work: on a GPU they do from the start.
struct KernelsOn {
    explicit KernelsOn(at::Device device = at::kCPU) : m_device(device.type()) {
        if (m_device != at::kCPU) return;
        nn::setBlockOperations(at::kCPU, Kernels::blocks());
        setPictureOperations(at::kCPU, Kernels::pictures());
    }
    ~KernelsOn() {
        if (m_device != at::kCPU) return;
        nn::setBlockOperations(at::kCPU, nullptr);
        setPictureOperations(at::kCPU, nullptr);
    }
    KernelsOn(const KernelsOn&) = delete;
    KernelsOn& operator=(const KernelsOn&) = delete;

private:
    at::DeviceType m_device;
};

/// Asked for before anything else: LibTorch looks for GPUs once.
const bool gpu = [] {
    if (!cudaAvailable() || !cudaNotice().empty()) return false;
    // Shortened numbers would hide what the kernels do wrong.
    at::globalContext().setAllowTF32CuDNN(false);
    at::globalContext().setAllowTF32CuBLAS(false);
    return true;
}();

std::vector<at::Device> devices() {
    std::vector<at::Device> all{at::kCPU};
    if (gpu) all.emplace_back(at::kCUDA);
    return all;
}

/// Length of the difference as a share of the reference's length.
double difference(const at::Tensor& found, const at::Tensor& reference) {
    return (found.to(at::kDouble) - reference.to(at::kDouble)).norm().item<double>() / (reference.to(at::kDouble).norm().item<double>() + 1e-12);
}

struct Case {
    const char* name;
    std::shared_ptr<nn::Block> (*make)();
    int64_t in;
};

std::ostream& operator<<(std::ostream& out, const Case& c) { return out << c.name; }

class KernelsInBlocks : public testing::TestWithParam<Case> {
protected:
    using Tensors = std::map<std::string, at::Tensor>;

    /// Result, gradients and statistics of one step of a block, brought back to the CPU.
    static Tensors train(bool kernels, bool bf16, at::Device device) {
        at::manual_seed(7);
        const auto block = GetParam().make();
        {
            const at::NoGradGuard noGrad;
            for (auto& named : block->named_parameters())
                if (named.key().find("bn.") != std::string::npos) named.value().uniform_(0.5, 1.5);
        }
        block->to(device);
        auto x = at::randn({3, GetParam().in, 9, 11}).to(device).contiguous(at::MemoryFormat::ChannelsLast).requires_grad_();
        std::optional<KernelsOn> own;
        if (kernels) own.emplace(device);
        const nn::FusionScope scope(kernels);
        at::autocast::set_autocast_dtype(device.type(), at::kBFloat16);
        at::autocast::set_autocast_enabled(device.type(), bf16);
        const auto out = block->forward(x);
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(device.type(), false);
        at::manual_seed(5);
        out.to(at::kFloat).mul(at::randn(out.sizes()).to(device)).sum().backward();
        Tensors outcome{{"out", out.detach().cpu()}, {"dx", x.grad().cpu()}};
        for (auto& named : block->named_parameters()) outcome["gradient of " + named.key()] = named.value().grad().cpu();
        for (auto& named : block->named_buffers()) outcome[named.key()] = named.value().cpu();
        return outcome;
    }
};

TEST_P(KernelsInBlocks, TrainAsLibTorch) {
    const auto plain = train(false, false, at::kCPU);
    for (const auto device : devices()) {
        const auto own = train(true, false, device);
        for (const auto& [name, tensor] : plain) EXPECT_LT(difference(own.at(name), tensor), 2e-4) << name << " on " << device;
    }
}

TEST_P(KernelsInBlocks, InBf16AreAsNearToFp32AsLibTorch) {
    const auto exact = train(false, false, at::kCPU);
    for (const auto device : devices()) {
        const auto plain = train(false, true, device), own = train(true, true, device);
        for (const auto& [name, tensor] : exact)
            EXPECT_LT(difference(own.at(name), tensor), 2 * difference(plain.at(name), tensor) + 5e-3) << name << " on " << device;
    }
}

TEST_P(KernelsInBlocks, AnswerAsLibTorch) {
    at::manual_seed(7);
    const auto block = GetParam().make();
    const at::NoGradGuard noGrad;
    for (auto& named : block->named_parameters())
        if (named.key().find("bn.") != std::string::npos) named.value().uniform_(0.5, 1.5);
    for (auto& named : block->named_buffers())
        if (named.key().find("running") != std::string::npos) named.value().uniform_(0.1, 2);
    block->eval();
    const auto x = at::randn({3, GetParam().in, 9, 11}).contiguous(at::MemoryFormat::ChannelsLast);
    at::Tensor plain;
    {
        const nn::FusionScope scope(false);
        plain = block->forward(x);
    }
    for (const auto device : devices()) {
        // On the CPU, blocks that answer go the folded way: this is the GPU's.
        block->to(device);
        const KernelsOn own(device);
        const auto found = nn::fusedEvaluation(block->branches(), x.to(device));
        EXPECT_LT(difference(found.cpu(), plain), 2e-4) << device;
        if (device.is_cuda()) {
            EXPECT_TRUE(at::equal(block->forward(x.to(device)), found)) << "blocks go this way";
        }
        for (auto& named : block->named_buffers()) {
            if (named.key().ends_with("num_batches_tracked")) {
                EXPECT_EQ(named.value().item<std::int64_t>(), 0);
            }
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Inception, KernelsInBlocks,
                         testing::Values(Case{"A", [] { return std::shared_ptr<nn::Block>(std::make_shared<nn::InceptionA>(10, 32)); }, 10},
                                         Case{"B", [] { return std::shared_ptr<nn::Block>(std::make_shared<nn::InceptionB>(12)); }, 12},
                                         Case{"C", [] { return std::shared_ptr<nn::Block>(std::make_shared<nn::InceptionC>(8, 16)); }, 8},
                                         Case{"D", [] { return std::shared_ptr<nn::Block>(std::make_shared<nn::InceptionD>(8)); }, 8},
                                         Case{"E", [] { return std::shared_ptr<nn::Block>(std::make_shared<nn::InceptionE>(16)); }, 16}),
                         [](const auto& each) { return std::string(each.param.name); });

/// Some channels of a wider tensor, many rows in several parts, numbers far from zero.
void expectStatistics(int64_t first, int64_t channels, at::ScalarType type, at::Device device) {
    SCOPED_TRACE(device.str());
    at::manual_seed(2);
    const auto whole = at::randn({7, 600, 31, 29}).mul_(0.5).add_(type == at::kFloat ? 300 : 3).to(device, type).contiguous(at::MemoryFormat::ChannelsLast);
    const auto out = at::empty_like(whole);
    torch::nn::BatchNorm2d norm(torch::nn::BatchNorm2dOptions(channels).eps(1e-3));
    {
        const at::NoGradGuard noGrad;
        norm->weight.uniform_(0.5, 1.5);
        norm->bias.uniform_(-0.5, 0.5);
    }
    norm->to(device);
    const nn::ChannelSlice y(whole, first, channels), z(out, first, channels);
    const KernelsOn own(device);
    const auto record = nn::normRelu(y, z, *norm);
    const auto exact = whole.narrow(1, first, channels).to(at::kDouble);
    const auto mean = exact.mean({0, 2, 3}), variance = exact.var({0, 2, 3}, false);
    EXPECT_LT(difference(record.mean, mean), 1e-6);
    EXPECT_LT(difference(record.inverseDeviation, (variance + 1e-3).rsqrt()), 1e-5);
    EXPECT_LT(difference(norm->running_mean, mean * 0.1), 1e-6);
    EXPECT_LT(difference(norm->running_var, exact.var({0, 2, 3}, true) * 0.1 + 0.9), 1e-6);
    EXPECT_EQ(norm->num_batches_tracked.item<std::int64_t>(), 1);
    const at::NoGradGuard noGrad;
    const auto expected = ((exact - mean.view({1, -1, 1, 1})) * (variance + 1e-3).rsqrt().view({1, -1, 1, 1}) * norm->weight.view({1, -1, 1, 1}) + norm->bias.view({1, -1, 1, 1})).relu();
    EXPECT_LT(difference(out.narrow(1, first, channels), expected), type == at::kFloat ? 2e-4 : 5e-3);
}

void expectStatistics(int64_t first, int64_t channels, at::ScalarType type) {
    for (const auto device : devices()) expectStatistics(first, channels, type, device);
}

TEST(NormKernels, KeepTheirDigitsFarFromZero) {
    expectStatistics(64, 48, at::kFloat);
    expectStatistics(64, 48, at::kBFloat16);
}

TEST(NormKernels, TakeSlicesThatBeginAnywhere) {
    expectStatistics(3, 131, at::kFloat);
    expectStatistics(5, 70, at::kBFloat16);
}

TEST(NormKernels, TakeMoreChannelsThanABlockHas) { expectStatistics(0, 600, at::kFloat); }

TEST(NormKernels, LeaveWhatIsNoNumberSo) {
    const KernelsOn own;
    auto x = at::randn({2, 8, 5, 5}).contiguous(at::MemoryFormat::ChannelsLast);
    x[1][3][2][2] = std::numeric_limits<float>::quiet_NaN();
    torch::nn::BatchNorm2d norm(8);
    const auto out = at::empty_like(x);
    nn::normRelu(nn::ChannelSlice(x), nn::ChannelSlice(out), *norm);
    EXPECT_TRUE(at::isnan(out.select(1, 3)).all().item<bool>());
    EXPECT_FALSE(at::isnan(out.select(1, 2)).any().item<bool>());
    EXPECT_TRUE(at::isnan(norm->running_var[3]).item<bool>());
}

TEST(PoolKernels, MaximumIsLibTorchsWithItsGradient) {
    for (const auto device : devices()) {
        for (const int64_t side : {3, 8, 13}) {
            at::manual_seed(1);
            const auto x = at::randint(0, 4, {2, 72, side, side + 1}, at::kFloat).contiguous(at::MemoryFormat::ChannelsLast);
            auto a = x.to(device, false, true).requires_grad_(), b = x.clone().requires_grad_();
            const KernelsOn own(device);
            const auto fused = nn::halvingMaxPool(a), plain = at::max_pool2d(b, 3, 2);
            EXPECT_TRUE(at::equal(fused.cpu(), plain));
            const auto weights = at::randn(plain.sizes());
            fused.mul(weights.to(device)).sum().backward();
            plain.mul(weights).sum().backward();
            EXPECT_LT(difference(a.grad().cpu(), b.grad()), 1e-6) << side << " on " << device;
        }
    }
}

/// The network's first convolution: three channels, without a border.
TEST(WindowKernel, ConvolvesAsLibTorch) {
    for (const auto device : devices()) {
        at::manual_seed(6);
        const auto conv = std::make_shared<nn::ConvBlock>(3, 20, nn::ConvBlock::Shape{{3, 3}, 2, {0, 0}, 0.1});
        const std::vector<nn::Branch> branches{nn::Branch{.chain = {conv}}};
        const auto x = at::randn({3, 3, 17, 22}), weights = at::randn({3, 20, 8, 10});
        const auto gradient = [&](bool kernels) {
            conv->zero_grad();
            conv->to(kernels ? device : at::Device(at::kCPU));
            std::optional<KernelsOn> own;
            if (kernels) own.emplace(device);
            const nn::FusionScope scope(kernels);
            const auto there = kernels ? device : at::Device(at::kCPU);
            const auto out = nn::runBranches(branches, x.to(there));
            out.mul(weights.to(there)).sum().backward();
            return std::pair(out.detach().cpu(), conv->weight().grad().cpu().clone());
        };
        const auto [plain, plainGradient] = gradient(false);
        const auto [own, ownGradient] = gradient(true);
        EXPECT_LT(difference(own, plain), 1e-5) << device;
        EXPECT_LT(difference(ownGradient, plainGradient), 1e-4) << device;
    }
}

TEST(WindowKernel, WritesOutWhatTheKernelsSee) {
    for (const auto device : devices()) {
        const auto x = at::arange(2 * 2 * 5 * 6, at::kFloat).view({2, 2, 5, 6}).contiguous(at::MemoryFormat::ChannelsLast).to(device);
        const KernelsOn own(device);
        const auto windows = nn::blockOperations(device.type())->windows(x, std::array<int64_t, 2>{2, 3}, 2);
        EXPECT_EQ(windows.sizes(), (std::vector<int64_t>{2 * 2 * 2, 16}));
        const auto last = x.index({1, at::indexing::Slice(), at::indexing::Slice(2, 4), at::indexing::Slice(2, 5)}).permute({1, 2, 0}).reshape({12});
        EXPECT_TRUE(at::equal(windows[7].slice(0, 0, 12), last)) << device;
        EXPECT_EQ(windows.slice(1, 12).abs().sum().item<float>(), 0) << "zeros behind";
    }
}

TEST(KernelNumbers, RoundToBf16AsLibTorch) {
    at::manual_seed(3);
    auto values = at::randn({5000}).mul_(at::randn({5000}).mul_(20).exp_());
    values[0] = std::numeric_limits<float>::infinity();
    values[1] = 1.00390625f;  // half way
    values[2] = 1.01171875f;
    const auto expected = values.to(at::kBFloat16);
    for (int64_t i = 0; i < values.size(0); ++i) {
        nn::Bf16 found;
        cuda::store(found, values.const_data_ptr<float>()[i]);
        EXPECT_EQ(cuda::toFloat(found), static_cast<float>(expected.const_data_ptr<at::BFloat16>()[i])) << i;
    }
}

class PictureKernel : public testing::TestWithParam<int> {};

TEST_P(PictureKernel, AugmentsAsLibTorch) {
    at::manual_seed(4);
    auto bytes = at::zeros({9, 41, 37, 3}, at::kByte);
    bytes.slice(1, 5, 33).slice(2, 4, 30).copy_(at::randint(0, 256, {9, 28, 26, 3}));
    AugmentSettings settings;
    if (GetParam() == 1) settings.contrast = {1, 1};
    if (GetParam() == 2) settings.flips = settings.rotation = false;
    if (GetParam() == 3) settings = AugmentSettings::none();
    if (GetParam() == 4) settings = {{1, 1}, {0.5, 2}, {1, 1}, {1, 1}, true, false};
    const StoredPictures pictures{bytes, at::tensor({8, 0, 3, 3, 5}, at::kLong)};
    Random random(static_cast<std::uint64_t>(GetParam()) + 1);
    for (int order = 0; order < 8; ++order) {
        const auto drawn = drawAugmentation(5, settings, random);
        const auto plain = networkInput(pictures, settings, drawn, at::kFloat);
        for (const auto device : devices()) {
            const KernelsOn own(device);
            const StoredPictures there{pictures.bytes.to(device), pictures.rows.to(device)};
            const DrawnAugmentation drawnThere{drawn.order.to(device), drawn.factors.to(device), drawn.matrices.defined() ? drawn.matrices.to(device) : at::Tensor()};
            const auto found = [&](at::ScalarType type) { return networkInput(there, settings, drawnThere, type).to(at::kCPU, at::kFloat); };
            EXPECT_LT((found(at::kFloat) - plain).abs().max().item<float>(), 2e-4) << device;
            EXPECT_LT((found(at::kBFloat16) - plain).abs().max().item<float>(), 5e-3) << device;
        }
    }
}
INSTANTIATE_TEST_SUITE_P(Settings, PictureKernel, testing::Range(0, 5));

TEST(PictureKernel, LeavesPicturesAloneWithoutChanges) {
    at::manual_seed(5);
    const StoredPictures pictures{at::randint(0, 256, {3, 10, 12, 3}, at::kByte), {}};
    const auto plain = networkInput(pictures, {}, {}, at::kFloat);
    const KernelsOn own;
    EXPECT_LT((networkInput(pictures, {}, {}, at::kFloat) - plain).abs().max().item<float>(), 1e-6);
}

using KernelsInTraining = ToyCells;

TEST_F(KernelsInTraining, SeeWhatLibTorchSeesAndLearn) {
    auto plain = trainer();
    step(*plain, 1e-3);
    const KernelsOn own;
    auto found = trainer();
    step(*found, 1e-3);
    // Later ones drift apart, as any two orders of adding up do: AdamW's first updates take the sign of the smallest gradients too.
    EXPECT_NEAR(found->takeTotals().meanLoss, plain->takeTotals().meanLoss, 1e-3);
    step(*found, 1e-3, 2);
    const double early = found->takeTotals().meanLoss;
    step(*found, 1e-3, 12);
    step(*found, 1e-4, 4);
    found->takeTotals();
    step(*found, 1e-4, 4);
    EXPECT_LT(found->takeTotals().meanLoss, early);
}

}  // namespace
}  // namespace leukolens::engine
