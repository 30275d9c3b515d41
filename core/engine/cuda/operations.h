// The operations that blocks and pictures need, as kernels on tensors. Launcher: `static void launch(const Body&, const Extent&)` runs a body
// on the tensors' device, in order with what was launched before.
#pragma once

#include <ATen/ATen.h>

#include "core/engine/cuda/norm_bodies.h"
#include "core/engine/cuda/picture_bodies.h"
#include "core/engine/cuda/pool_bodies.h"
#include "core/engine/cuda/window_bodies.h"
#include "core/engine/picture_operations.h"
#include "core/nn/block_operations.h"

namespace leukolens::engine::cuda {

template <class Launcher>
class Operations {
public:
    static const nn::BlockOperations* blocks() {
        static constexpr nn::BlockOperations kTable{normRelu, normReluFixed, normReluGradient, averagePool, maxPool, maxPoolGradient, windows};
        return &kTable;
    }
    static const PictureOperations* pictures() {
        static constexpr PictureOperations kTable{networkInput};
        return &kTable;
    }

private:
    using Slice = nn::ChannelSlice;
    /// Blocks of 256 threads. Sums are put together over as many parts: four blocks for each of a large GPU's 132 processors.
    static constexpr int kSumBlocks = 528, kPassBlocks = 8192;

    static RowPlan planFor(const Slice& slice, int vector, int mostBlocks) {
        TORCH_CHECK(slice.rows() <= RowPlan::kMostRows, "a batch is too large for this GPU code: choose a smaller one");
        return {slice.rows(), channelsOf(slice), vector, mostBlocks};
    }

    template <class T>
    static nn::Rows<T> rowsOf(const Slice& slice) {
        return {static_cast<T*>(slice.tensor.mutable_data_ptr()) + slice.first, slice.tensor.size(1)};
    }
    template <class T>
    static nn::Rows<const T> constRowsOf(const Slice& slice) {
        return {static_cast<const T*>(slice.tensor.const_data_ptr()) + slice.first, slice.tensor.size(1)};
    }

    static bool fits(const Slice& slice, int vector) {
        const auto bytes = static_cast<std::uintptr_t>(vector) * slice.tensor.element_size();
        return slice.first % vector == 0 && slice.channels % vector == 0 && slice.tensor.size(1) % vector == 0 &&
               reinterpret_cast<std::uintptr_t>(slice.tensor.const_data_ptr()) % bytes == 0;
    }

    /// work.template operator()<T, V>(): the number type, and as many channels at once as all slices allow.
    template <class Work>
    static void dispatch(std::initializer_list<const Slice*> slices, const Work& work) {
        const auto type = (*slices.begin())->tensor.scalar_type();
        TORCH_CHECK(type == at::kFloat || type == at::kBFloat16, "float or bfloat16 is needed");
        const int vector = type == at::kFloat ? 4 : 8;
        bool wide = true;
        for (const auto* slice : slices) {
            TORCH_CHECK(slice->tensor.scalar_type() == type && slice->tensor.is_contiguous(at::MemoryFormat::ChannelsLast), "channels_last tensors of one type are needed");
            wide = wide && fits(*slice, vector);
        }
        if (type == at::kFloat) wide ? work.template operator()<float, 4>() : work.template operator()<float, 1>();
        else wide ? work.template operator()<nn::Bf16, 8>() : work.template operator()<nn::Bf16, 1>();
    }

    static at::Tensor floats(at::IntArrayRef sizes, const at::Tensor& like) { return at::empty(sizes, like.options().dtype(at::kFloat).memory_format(at::MemoryFormat::Contiguous)); }
    static float* data(const at::Tensor& tensor) { return tensor.mutable_data_ptr<float>(); }
    static const float* constData(const at::Tensor& tensor) { return tensor.const_data_ptr<float>(); }
    static int channelsOf(const Slice& slice) { return static_cast<int>(slice.channels); }
    static int heightOf(const Slice& slice) { return static_cast<int>(slice.tensor.size(2)); }
    static int widthOf(const Slice& slice) { return static_cast<int>(slice.tensor.size(3)); }

    static nn::NormRecord normRelu(const Slice& y, const Slice& z, const nn::NormParameters& norm) {
        const auto made = floats({4, y.channels}, y.tensor);
        const nn::NormRecord record{made.select(0, 0), made.select(0, 1), made.select(0, 2), made.select(0, 3)};
        dispatch({&y, &z}, [&]<class T, int V>() {
            const RowPlan plan = planFor(y, V, kSumBlocks);
            const auto partial = floats({2 * plan.parts + 1, y.channels}, y.tensor);
            Launcher::launch(Moments<T, V>{plan, constRowsOf<T>(y), data(partial)}, plan.extent);
            Launcher::launch(FinishMoments{plan, constData(partial), constData(norm.weight), constData(norm.bias), data(norm.runningMean), data(norm.runningVariance),
                                           norm.batches.mutable_data_ptr<std::int64_t>(),
                                           data(record.mean), data(record.inverseDeviation), data(record.scale), data(record.shift),
                                           static_cast<float>(norm.epsilon), static_cast<float>(norm.momentum)},
                             finishExtent(plan.channels));
            const RowPlan pass = planFor(y, V, kPassBlocks);
            Launcher::launch(NormRelu<T, V>{pass, constRowsOf<T>(y), rowsOf<T>(z), constData(record.scale), constData(record.shift)}, pass.extent);
        });
        return record;
    }

    static void normReluFixed(const Slice& y, const Slice& z, const nn::NormParameters& norm) {
        dispatch({&y, &z}, [&]<class T, int V>() {
            const RowPlan plan = planFor(y, V, kPassBlocks);
            Launcher::launch(NormReluFixed<T, V>{plan, constRowsOf<T>(y), rowsOf<T>(z), constData(norm.weight), constData(norm.bias), constData(norm.runningMean),
                                                 constData(norm.runningVariance), static_cast<float>(norm.epsilon)},
                             plan.extent);
        });
    }

    static nn::NormGradient normReluGradient(const Slice& dz, const Slice& y, const Slice& dy, const nn::NormRecord& record) {
        const auto made = floats({4, y.channels}, y.tensor);
        const auto slope = made.select(0, 0), offset = made.select(0, 1);
        const nn::NormGradient gradient{made.select(0, 2), made.select(0, 3)};
        dispatch({&dz, &y, &dy}, [&]<class T, int V>() {
            const RowPlan plan = planFor(y, V, kSumBlocks);
            const auto partial = floats({plan.parts, 2, y.channels}, y.tensor);
            Launcher::launch(GradientSums<T, V>{plan, constRowsOf<T>(dz), constRowsOf<T>(y), constData(record.scale), constData(record.shift), constData(record.mean), data(partial)},
                             plan.extent);
            Launcher::launch(FinishGradient{plan, constData(partial), constData(record.mean), constData(record.inverseDeviation), constData(record.scale), data(slope),
                                            data(offset), data(gradient.weight), data(gradient.bias)},
                             finishExtent(plan.channels));
            const RowPlan pass = planFor(y, V, kPassBlocks);
            Launcher::launch(Gradient<T, V>{pass, constRowsOf<T>(dz), constRowsOf<T>(y), rowsOf<T>(dy), constData(record.scale), constData(record.shift), constData(slope),
                                            constData(offset)},
                             pass.extent);
        });
        return gradient;
    }

    static void averagePool(const Slice& in, const Slice& out) {
        dispatch({&in, &out}, [&]<class T, int V>() {
            const RowPlan plan = planFor(in, V, kPassBlocks);
            Launcher::launch(AveragePool<T, V>{plan, constRowsOf<T>(in), rowsOf<T>(out), heightOf(in), widthOf(in)}, plan.extent);
        });
    }

    static at::Tensor maxPool(const Slice& in, const Slice& out) {
        const auto winner = at::empty({out.rows(), in.channels}, in.tensor.options().dtype(at::kByte).memory_format(at::MemoryFormat::Contiguous));
        dispatch({&in, &out}, [&]<class T, int V>() {
            const RowPlan plan = planFor(out, V, kPassBlocks);
            Launcher::launch(MaxPool<T, V>{plan, constRowsOf<T>(in), rowsOf<T>(out), {winner.mutable_data_ptr<std::uint8_t>(), in.channels}, heightOf(in), widthOf(in)}, plan.extent);
        });
        return winner;
    }

    static void maxPoolGradient(const Slice& dout, const at::Tensor& winner, const Slice& din, bool add) {
        dispatch({&dout, &din}, [&]<class T, int V>() {
            const RowPlan plan = planFor(din, V, kPassBlocks);
            Launcher::launch(MaxPoolGradient<T, V>{plan, constRowsOf<T>(dout), {winner.const_data_ptr<std::uint8_t>(), din.channels}, rowsOf<T>(din), heightOf(din), widthOf(din), add},
                             plan.extent);
        });
    }

    static at::Tensor windows(const at::Tensor& x, at::IntArrayRef kernel, int64_t stride) {
        TORCH_CHECK((x.scalar_type() == at::kFloat || x.scalar_type() == at::kBFloat16) && x.is_contiguous(at::MemoryFormat::ChannelsLast), "a channels_last tensor is needed");
        const auto size = [](std::int64_t value) { return static_cast<int>(value); };
        const WindowGrid grid{size(x.size(2)), size(x.size(3)), size(x.size(1)), size((x.size(2) - kernel[0]) / stride + 1), size((x.size(3) - kernel[1]) / stride + 1),
                              size(kernel[0]), size(kernel[1]), size(stride)};
        constexpr int kPack = Windows<float>::kColumns;
        const int columns = (grid.kernelHeight * grid.kernelWidth * grid.channels + kPack - 1) / kPack * kPack;
        const std::int64_t count = x.size(0) * grid.outHeight * grid.outWidth;
        TORCH_CHECK(count <= RowPlan::kMostRows, "a batch is too large for this GPU code: choose a smaller one");
        const auto out = at::empty({count, columns}, x.options().memory_format(at::MemoryFormat::Contiguous));
        const auto run = [&]<class T>() {
            Launcher::launch(Windows<T>{grid, size(count), columns, static_cast<const T*>(x.const_data_ptr()), static_cast<T*>(out.mutable_data_ptr())},
                             Extent{kThreads, 1, static_cast<int>(std::min<std::int64_t>(kPassBlocks, (count * columns / kPack + kThreads - 1) / kThreads)), 1});
        };
        if (x.scalar_type() == at::kFloat) run.template operator()<float>();
        else run.template operator()<nn::Bf16>();
        return out;
    }

    static at::Tensor networkInput(const StoredPictures& stored, const AugmentSettings& settings, const DrawnAugmentation& drawn, at::ScalarType type) {
        const auto& bytes = stored.bytes;
        TORCH_CHECK(bytes.scalar_type() == at::kByte && bytes.dim() == 4 && bytes.size(3) == 3 && bytes.is_contiguous(), "N×H×W×3 bytes are needed");
        const std::int64_t count = stored.rows.defined() ? stored.rows.size(0) : bytes.size(0), height = bytes.size(1), width = bytes.size(2);
        const bool changes = drawn.order.defined();
        const Pictures pictures{bytes.const_data_ptr<std::uint8_t>(),
                                stored.rows.defined() ? stored.rows.const_data_ptr<std::int64_t>() : nullptr,
                                static_cast<int>(count),
                                static_cast<int>(height),
                                static_cast<int>(width),
                                changes ? drawn.order.const_data_ptr<int>() : nullptr,
                                changes ? constData(drawn.factors) : nullptr,
                                changes && drawn.matrices.defined() ? constData(drawn.matrices) : nullptr,
                                {settings.brightness.changes(), settings.contrast.changes(), settings.saturation.changes(), settings.gamma.changes()}};
        const auto partial = floats({count, kGreyParts}, bytes);
        const int pictureBlocks = static_cast<int>(count);
        if (pictures.contrast()) Launcher::launch(GreySums{pictures, data(partial)}, Extent{kThreads, 1, kGreyParts, pictureBlocks});
        auto out = at::empty({count, 3, height, width}, bytes.options().dtype(type).memory_format(at::MemoryFormat::ChannelsLast));
        const Extent extent{kThreads, 1, static_cast<int>((height * width + 4 * kThreads - 1) / (4 * kThreads)), pictureBlocks};
        if (type == at::kBFloat16) Launcher::launch(NetworkInput<nn::Bf16>{pictures, constData(partial), static_cast<nn::Bf16*>(out.mutable_data_ptr())}, extent);
        else Launcher::launch(NetworkInput<float>{pictures, constData(partial), out.template mutable_data_ptr<float>()}, extent);
        return out;
    }
};

}  // namespace leukolens::engine::cuda
