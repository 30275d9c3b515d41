#include "core/nn/fused_norm.h"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>

#include <array>
#include <atomic>

#include "core/nn/row_kernels.h"

namespace leukolens::nn {
namespace {

/// Rows are summed in this many parts whatever the count of threads is, so that the same numbers come out everywhere.
constexpr int64_t kParts = 32;
/// Rows whose mean the sums are taken around: squares of numbers far from zero would lose their digits.
constexpr int64_t kCentreRows = 16;

template <class T>
Rows<T> rowsOf(const ChannelSlice& slice) {
    return {static_cast<T*>(slice.tensor.mutable_data_ptr()) + slice.first, slice.tensor.size(1)};
}

template <class T>
Rows<const T> constRowsOf(const ChannelSlice& slice) {
    return {static_cast<const T*>(slice.tensor.const_data_ptr()) + slice.first, slice.tensor.size(1)};
}

template <class Work>
void forType(const at::Tensor& tensor, const Work& work) {
    if (tensor.scalar_type() == at::kFloat) work(float{});
    else work(Bf16{});
}

int64_t partBegin(int64_t part, int64_t rows) { return rows * part / kParts; }

/// work(begin, end) over all rows, on all cores.
template <class Work>
void overRows(int64_t rows, const Work& work) {
    at::parallel_for(0, kParts, 1, [&](int64_t begin, int64_t end) { work(partBegin(begin, rows), partBegin(end, rows)); });
}

at::Tensor floats(int64_t channels) { return at::empty({channels}, at::kFloat); }
float* data(const at::Tensor& tensor) { return tensor.mutable_data_ptr<float>(); }
const float* constData(const at::Tensor& tensor) { return tensor.const_data_ptr<float>(); }

/// Two sums a channel over all rows: kernel(begin, end, first, second) adds to them.
template <class Kernel>
std::pair<std::vector<double>, std::vector<double>> twoSums(int64_t rows, int64_t channels, const Kernel& kernel) {
    const auto partial = at::zeros({kParts, 2, channels}, at::kFloat);
    at::parallel_for(0, kParts, 1, [&](int64_t begin, int64_t end) {
        for (int64_t part = begin; part < end; ++part) {
            float* sums = data(partial) + part * 2 * channels;
            kernel(partBegin(part, rows), partBegin(part + 1, rows), sums, sums + channels);
        }
    });
    std::pair<std::vector<double>, std::vector<double>> total{std::vector<double>(static_cast<std::size_t>(channels)), std::vector<double>(static_cast<std::size_t>(channels))};
    for (int64_t part = 0; part < kParts; ++part) {
        const float* sums = constData(partial) + part * 2 * channels;
        for (int64_t i = 0; i < channels; ++i) {
            total.first[static_cast<std::size_t>(i)] += sums[i];
            total.second[static_cast<std::size_t>(i)] += sums[channels + i];
        }
    }
    return total;
}

template <class T>
at::Tensor centreOf(const ChannelSlice& y) {
    const int64_t rows = y.rows(), taken = std::min(kCentreRows, rows);
    const auto sum = at::zeros({y.channels}, at::kFloat), zero = at::zeros({y.channels}, at::kFloat), unused = at::zeros({y.channels}, at::kFloat);
    for (int64_t i = 0; i < taken; ++i) {
        const int64_t row = rows * i / taken;
        rowKernels<T>().moments(constRowsOf<T>(y), row, row + 1, y.channels, constData(zero), data(sum), data(unused));
    }
    return sum.div_(static_cast<double>(taken));
}

void moveRunning(const NormParameters& norm, const at::Tensor& mean, const at::Tensor& variance, int64_t rows) {
    const double unbiased = static_cast<double>(rows) / static_cast<double>(std::max<int64_t>(1, rows - 1));
    norm.runningMean.lerp_(mean, norm.momentum);
    norm.runningVariance.lerp_(variance * unbiased, norm.momentum);
}

Grid gridOf(const ChannelSlice& slice) { return {slice.tensor.size(2), slice.tensor.size(3), slice.channels}; }

NormRecord normReluOnCpu(const ChannelSlice& y, const ChannelSlice& z, const NormParameters& norm) {
    const int64_t rows = y.rows(), channels = y.channels;
    NormRecord record{floats(channels), floats(channels), floats(channels), floats(channels)};
    forType(y.tensor, [&](auto type) {
        using T = decltype(type);
        const auto& kernels = rowKernels<T>();
        const auto centre = centreOf<T>(y);
        const auto [sum, squares] = twoSums(rows, channels, [&](int64_t begin, int64_t end, float* first, float* second) {
            kernels.moments(constRowsOf<T>(y), begin, end, channels, constData(centre), first, second);
        });
        const auto variance = floats(channels);
        const float *gamma = constData(norm.weight), *beta = constData(norm.bias);
        for (int64_t i = 0; i < channels; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double shifted = sum[at] / static_cast<double>(rows);
            const double spread = std::max(0.0, squares[at] / static_cast<double>(rows) - shifted * shifted);
            const double inverse = 1 / std::sqrt(spread + norm.epsilon);
            data(record.mean)[i] = static_cast<float>(constData(centre)[i] + shifted);
            data(variance)[i] = static_cast<float>(squares[at] != squares[at] ? squares[at] : spread);
            data(record.inverseDeviation)[i] = static_cast<float>(inverse);
            data(record.scale)[i] = static_cast<float>(gamma[i] * inverse);
            data(record.shift)[i] = beta[i] - data(record.mean)[i] * data(record.scale)[i];
        }
        overRows(rows, [&](int64_t begin, int64_t end) {
            kernels.normRelu(constRowsOf<T>(y), rowsOf<T>(z), begin, end, channels, {constData(record.scale), constData(record.shift)});
        });
        moveRunning(norm, record.mean, variance, rows);
        norm.batches.add_(1);
    });
    return record;
}

NormGradient normReluGradientOnCpu(const ChannelSlice& dz, const ChannelSlice& y, const ChannelSlice& dy, const NormRecord& record) {
    const int64_t rows = y.rows(), channels = y.channels;
    const Affine affine{constData(record.scale), constData(record.shift)};
    NormGradient gradient{floats(channels), floats(channels)};
    forType(y.tensor, [&](auto type) {
        using T = decltype(type);
        const auto& kernels = rowKernels<T>();
        const auto [sum, product] = twoSums(rows, channels, [&](int64_t begin, int64_t end, float* first, float* second) {
            kernels.gradientSums(constRowsOf<T>(dz), constRowsOf<T>(y), begin, end, channels, affine, constData(record.mean), first, second);
        });
        // With x̂ = (y − mean)/deviation: dy = scale · (g − mean of g − x̂ · mean of g·x̂), as a line in y.
        const auto slope = floats(channels), offset = floats(channels);
        for (int64_t i = 0; i < channels; ++i) {
            const auto at = static_cast<std::size_t>(i);
            const double inverse = constData(record.inverseDeviation)[i], scale = affine.scale[i];
            const double perRow = scale / static_cast<double>(rows);
            const double tilt = -perRow * inverse * inverse * product[at];
            data(slope)[i] = static_cast<float>(tilt);
            data(offset)[i] = static_cast<float>(-perRow * sum[at] - tilt * constData(record.mean)[i]);
            data(gradient.weight)[i] = static_cast<float>(product[at] * inverse);
            data(gradient.bias)[i] = static_cast<float>(sum[at]);
        }
        overRows(rows, [&](int64_t begin, int64_t end) {
            kernels.gradient(constRowsOf<T>(dz), constRowsOf<T>(y), rowsOf<T>(dy), begin, end, channels, affine, {constData(slope), constData(offset)});
        });
    });
    return gradient;
}

void averagePoolOnCpu(const ChannelSlice& in, const ChannelSlice& out) {
    forType(in.tensor, [&](auto type) {
        using T = decltype(type);
        const auto grid = gridOf(in);
        overRows(in.tensor.size(0) * grid.height,
                 [&](int64_t begin, int64_t end) { rowKernels<T>().averagePool(constRowsOf<T>(in), rowsOf<T>(out), begin, end, grid); });
    });
}

at::Tensor maxPoolOnCpu(const ChannelSlice& in, const ChannelSlice& out) {
    const auto winner = at::empty({out.rows(), in.channels}, at::kByte);
    forType(in.tensor, [&](auto type) {
        using T = decltype(type);
        overRows(out.tensor.size(0) * out.tensor.size(2), [&](int64_t begin, int64_t end) {
            rowKernels<T>().maxPool(constRowsOf<T>(in), rowsOf<T>(out), winner.mutable_data_ptr<std::uint8_t>(), begin, end, gridOf(in));
        });
    });
    return winner;
}

void maxPoolGradientOnCpu(const ChannelSlice& dout, const at::Tensor& winner, const ChannelSlice& din, bool add) {
    forType(din.tensor, [&](auto type) {
        using T = decltype(type);
        overRows(din.tensor.size(0) * din.tensor.size(2), [&](int64_t begin, int64_t end) {
            rowKernels<T>().maxPoolGradient(constRowsOf<T>(dout), winner.const_data_ptr<std::uint8_t>(), rowsOf<T>(din), begin, end, gridOf(din), add);
        });
    });
}

constexpr BlockOperations kOnCpu{normReluOnCpu, nullptr, normReluGradientOnCpu, averagePoolOnCpu, maxPoolOnCpu, maxPoolGradientOnCpu, nullptr};

std::array<std::atomic<const BlockOperations*>, c10::COMPILE_TIME_MAX_DEVICE_TYPES> registered{};

const BlockOperations& operationsFor(const ChannelSlice& slice) {
    const auto* operations = blockOperations(slice.tensor.device().type());
    TORCH_CHECK(operations, "no operations for training by blocks on ", slice.tensor.device());
    return *operations;
}

NormParameters parametersOf(torch::nn::BatchNorm2dImpl& norm) {
    return {norm.weight, norm.bias, norm.running_mean, norm.running_var, norm.num_batches_tracked, norm.options.eps(), norm.options.momentum().value()};
}

}  // namespace

void setBlockOperations(at::DeviceType device, const BlockOperations* operations) { registered[static_cast<std::size_t>(device)] = operations; }

const BlockOperations* blockOperations(at::DeviceType device) {
    const BlockOperations* own = registered[static_cast<std::size_t>(device)];
    return own || device != at::kCPU ? own : &kOnCpu;
}

NormRecord normRelu(const ChannelSlice& y, const ChannelSlice& z, torch::nn::BatchNorm2dImpl& norm) { return operationsFor(y).normRelu(y, z, parametersOf(norm)); }

void normReluFixed(const ChannelSlice& y, const ChannelSlice& z, torch::nn::BatchNorm2dImpl& norm) { operationsFor(y).normReluFixed(y, z, parametersOf(norm)); }

NormGradient normReluGradient(const ChannelSlice& dz, const ChannelSlice& y, const ChannelSlice& dy, const NormRecord& record) {
    return operationsFor(y).normReluGradient(dz, y, dy, record);
}

void averagePool(const ChannelSlice& in, const ChannelSlice& out) { operationsFor(in).averagePool(in, out); }

at::Tensor maxPool(const ChannelSlice& in, const ChannelSlice& out) { return operationsFor(in).maxPool(in, out); }

void maxPoolGradient(const ChannelSlice& dout, const at::Tensor& winner, const ChannelSlice& din, bool add) {
    operationsFor(din).maxPoolGradient(dout, winner, din, add);
}

}  // namespace leukolens::nn
