#include "core/compiled/compiled_network.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <mutex>

#include <openvino/runtime/core.hpp>
#include <openvino/runtime/properties.hpp>

#include "core/compiled/graph.h"

namespace leukolens::compiled {
namespace {

tl::unexpected<Error> failure(const std::exception& thrown) {
    return fail(ErrorCode::Internal, std::string("OpenVINO refused: ") + thrown.what(), {}, "Report it with the log.");
}

ov::Core& core() {
    static ov::Core core;
    return core;
}

ov::CompiledModel compile(const std::shared_ptr<ov::Model>& model, Numbers numbers, int threads, int streams) {
    // Of 8-bit networks what stays in floating point is the mean over the grid, the input's and the last convolutions' numbers.
    const auto floats = numbers == Numbers::BFloat16 ? ov::element::bf16 : ov::element::f32;
    return core().compile_model(model, "CPU", ov::inference_num_threads(threads), ov::num_streams(streams), ov::hint::inference_precision(floats),
                                // The program's other threads read and decode pictures on the same cores.
                                ov::hint::enable_cpu_pinning(false));
}

/// A compiled graph and what asks it: a request serves one thread at a time.
class Requests {
public:
    Requests(const std::shared_ptr<ov::Model>& model, Numbers numbers, int threads, int streams) : m_model(compile(model, numbers, threads, streams)) {}

    class Lease {
    public:
        explicit Lease(Requests& owner) : m_owner(owner), request(owner.take()) {}
        /// Whatever ended this, nothing may still read the pictures.
        ~Lease() {
            try {
                request.wait();
            } catch (const std::exception&) {
                return;  // a request that failed is not used again
            }
            m_owner.giveBack(std::move(request));
        }
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

    private:
        Requests& m_owner;

    public:
        ov::InferRequest request;
    };

private:
    ov::InferRequest take() {
        const std::lock_guard lock(m_mutex);
        if (m_free.empty()) return m_model.create_infer_request();
        auto request = std::move(m_free.back());
        m_free.pop_back();
        return request;
    }
    void giveBack(ov::InferRequest request) {
        const std::lock_guard lock(m_mutex);
        m_free.push_back(std::move(request));
    }

    ov::CompiledModel m_model;
    std::mutex m_mutex;
    std::vector<ov::InferRequest> m_free;
};

/// One picture, which has to stay until the answer is there.
void start(ov::InferRequest& request, std::span<const std::uint8_t> pixels, std::size_t side) {
    // The runtime only reads what it is given as input.
    request.set_input_tensor(ov::Tensor(ov::element::u8, {1, side, side, 3}, const_cast<std::uint8_t*>(pixels.data())));
    request.start_async();
}

std::size_t bytesOf(const InputForm& form) { return static_cast<std::size_t>(form.sidePx) * static_cast<std::size_t>(form.sidePx) * 3; }

}  // namespace

bool processorComputesWith(Numbers numbers) {
    switch (numbers) {
        case Numbers::Float32: return true;
        case Numbers::BFloat16: return __builtin_cpu_supports("avx512bf16") != 0;
        case Numbers::Int8: return __builtin_cpu_supports("avx512vnni") != 0 || __builtin_cpu_supports("avxvnni") != 0;
    }
    return false;
}

struct CompiledNetwork::State {
    std::shared_ptr<nn::Network> network;
    InputForm form;
    Numbers numbers = Numbers::Float32;
    int threads = 1;
    ActivationRanges ranges;
    std::mutex mutex;  ///< guards the two pointers
    std::unique_ptr<Requests> together, apart;  ///< one picture on all cores; one on each

    Requests& requests(bool onAllCores) {
        const std::lock_guard lock(mutex);
        auto& wanted = onAllCores || threads == 1 ? together : apart;
        if (!wanted) {
            const auto graph = makeGraph(*network, form, numbers == Numbers::Int8 ? &ranges : nullptr, false);
            wanted = std::make_unique<Requests>(graph.model, numbers, threads, onAllCores ? 1 : threads);
        }
        return *wanted;
    }
};

CompiledNetwork::CompiledNetwork(std::unique_ptr<State> state) : m_state(std::move(state)) {}
CompiledNetwork::~CompiledNetwork() = default;

Result<std::unique_ptr<CompiledNetwork>> CompiledNetwork::make(std::shared_ptr<nn::Network> network, const InputForm& form, Numbers numbers, int threads, ActivationRanges ranges) {
    if (network->stages().empty()) return fail(ErrorCode::InvalidArgument, "the network cannot be compiled", {}, "Let LibTorch compute it.");
    if (!processorComputesWith(numbers))
        return fail(ErrorCode::NoDevice, std::string("this processor does not compute with ") + (numbers == Numbers::Int8 ? "8-bit numbers" : "bf16"), {}, "Choose the precision auto.");
    if (numbers == Numbers::Int8)
        for (const auto& name : convolutionNames(*network))
            if (const auto found = ranges.find(name); found == ranges.end() || !(found->second > 0) || !std::isfinite(found->second))
                return fail(ErrorCode::InvalidArgument, "the range of " + name + " is not known", {}, "Choose another precision.");
    auto state = std::make_unique<State>();
    state->network = std::move(network);
    state->form = form;
    state->numbers = numbers;
    state->threads = std::max(1, threads);
    state->ranges = std::move(ranges);
    return std::unique_ptr<CompiledNetwork>(new CompiledNetwork(std::move(state)));
}

Result<std::vector<float>> CompiledNetwork::features(std::span<const std::uint8_t> pixels, bool alone) {
    State& s = *m_state;
    const std::size_t bytes = bytesOf(s.form), side = static_cast<std::size_t>(s.form.sidePx), count = pixels.size() / bytes;
    // One picture is quickest on all cores, several with a core each.
    const std::size_t atOnce = alone ? std::min(count, static_cast<std::size_t>(s.threads)) : 1;
    try {
        Requests& requests = s.requests(alone && count == 1);
        std::vector<std::unique_ptr<Requests::Lease>> leases;
        for (std::size_t i = 0; i < atOnce; ++i) leases.push_back(std::make_unique<Requests::Lease>(requests));
        std::vector<float> features;
        for (std::size_t begin = 0; begin < count; begin += atOnce) {
            const std::size_t now = std::min(atOnce, count - begin);
            for (std::size_t i = 0; i < now; ++i) start(leases[i]->request, pixels.subspan((begin + i) * bytes, bytes), side);
            for (std::size_t i = 0; i < now; ++i) {
                leases[i]->request.wait();
                const auto output = leases[i]->request.get_output_tensor(0);
                features.insert(features.end(), output.data<float>(), output.data<float>() + output.get_size());
            }
        }
        return features;
    } catch (const ov::Exception& thrown) {
        return failure(thrown);
    }
}

Result<ActivationRanges> observeRanges(const nn::Network& network, const InputForm& form, std::size_t count, const std::function<Result<void>(std::size_t i, std::span<std::uint8_t> rgb)>& read,
                                       int threads) {
    if (network.stages().empty() || count == 0) return fail(ErrorCode::InvalidArgument, "there is nothing to observe");
    try {
        const auto graph = makeGraph(network, form, nullptr, true);
        Requests requests(graph.model, Numbers::Float32, std::max(1, threads), 1);
        Requests::Lease lease(requests);
        std::vector<std::uint8_t> pixels(bytesOf(form));
        ActivationRanges ranges;
        for (std::size_t i = 0; i < count; ++i) {
            if (auto got = read(i, pixels); !got) return fail(got.error());
            start(lease.request, pixels, static_cast<std::size_t>(form.sidePx));
            lease.request.wait();
            for (std::size_t c = 0; c < graph.convolutions.size(); ++c)
                ranges[graph.convolutions[c]] += static_cast<double>(*lease.request.get_output_tensor(c + 1).data<float>()) / static_cast<double>(count);
        }
        return ranges;
    } catch (const ov::Exception& thrown) {
        return failure(thrown);
    }
}

}  // namespace leukolens::compiled
