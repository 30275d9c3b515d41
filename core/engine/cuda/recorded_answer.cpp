#include "core/engine/cuda/recorded_answer.h"

#include <ATen/cuda/CUDAGraph.h>
#include <c10/cuda/CUDACachingAllocator.h>
#include <cuda_runtime_api.h>

#include <memory>

#include "core/engine/cuda/side_stream.h"

namespace leukolens::engine::cuda {
namespace {

/// Not that of training steps: libraries keep workspaces for each stream, and both recordings would use one at once.
c10::cuda::CUDAStream recordedStream() {
    static const c10::cuda::CUDAStream stream = c10::cuda::getStreamFromPool();
    return stream;
}

/// Memory for what is recorded on a stream, kept as long as this lives.
class PrivateMemory {
public:
    explicit PrivateMemory(const c10::cuda::CUDAStream& stream) : m_device(stream.device_index()), m_pool(at::cuda::graph_pool_handle()) {
        c10::cuda::CUDACachingAllocator::beginAllocateToPool(m_device, m_pool, [taken = stream.stream()](cudaStream_t asking) { return asking == taken; });
    }
    ~PrivateMemory() {
        endRecording();
        ignoringErrors([&] { c10::cuda::CUDACachingAllocator::releasePool(m_device, m_pool); });
    }
    PrivateMemory(const PrivateMemory&) = delete;
    PrivateMemory& operator=(const PrivateMemory&) = delete;

    void endRecording() {
        if (!std::exchange(m_records, false)) return;
        ignoringErrors([&] { c10::cuda::CUDACachingAllocator::endAllocateToPool(m_device, m_pool); });
    }

private:
    template <class Call>
    static void ignoringErrors(const Call& call) {
        try {
            call();
        } catch (const std::exception&) {
        }
    }

    c10::DeviceIndex m_device;
    c10::MempoolId_t m_pool;
    bool m_records = true;
};

/// As at::cuda::CUDAGraph. That one takes LibTorch's random numbers along, and answers are recorded while a training draws from them.
class RecordedAnswer : public StepGraph {
public:
    RecordedAnswer() : m_stream(recordedStream()) {}
    ~RecordedAnswer() override {
        // A graph that still runs needs its memory.
        const std::lock_guard lock(recordingMutex());
        cudaDeviceSynchronize();
        if (m_graph) cudaGraphExecDestroy(m_graph);
    }

    void warmUp(const std::function<void()>& work) override {
        const SideStream side(m_stream);
        work();
    }

    void capture(const std::function<void()>& work) override {
        const std::lock_guard lock(recordingMutex());
        // What the warm-up left behind would lie idle beside the recording's own memory.
        c10::cuda::device_synchronize();
        c10::cuda::CUDACachingAllocator::emptyCache();
        const SideStream side(m_stream);
        m_memory = std::make_unique<PrivateMemory>(m_stream);
        cudaGraph_t recorded = nullptr;
        try {
            C10_CUDA_CHECK(cudaStreamBeginCapture(m_stream.stream(), cudaStreamCaptureModeThreadLocal));
            work();
            C10_CUDA_CHECK(cudaStreamEndCapture(m_stream.stream(), &recorded));
        } catch (...) {
            breakOff();
            throw;
        }
        m_memory->endRecording();
        const cudaError_t made = cudaGraphInstantiate(&m_graph, recorded, 0);
        cudaGraphDestroy(recorded);
        C10_CUDA_CHECK(made);
    }

    void replay() override { C10_CUDA_CHECK(cudaGraphLaunch(m_graph, c10::cuda::getCurrentCUDAStream().stream())); }

private:
    /// Leaves the stream as it was; the memory goes with this.
    void breakOff() {
        cudaStreamCaptureStatus status = cudaStreamCaptureStatusNone;
        cudaGraph_t left = nullptr;
        if (cudaStreamIsCapturing(m_stream.stream(), &status) == cudaSuccess && status != cudaStreamCaptureStatusNone &&
            cudaStreamEndCapture(m_stream.stream(), &left) == cudaSuccess && left)
            cudaGraphDestroy(left);
        m_memory->endRecording();
        cudaGetLastError();  // what the failed recording left there is not the next operation's
    }

    c10::cuda::CUDAStream m_stream;
    std::unique_ptr<PrivateMemory> m_memory;
    cudaGraphExec_t m_graph = nullptr;
};

class StreamQueue : public WorkQueue {
public:
    void add(std::function<void()> work) override {
        const c10::cuda::CUDAStreamGuard guard(m_stream);
        work();
    }

    void follow(WorkQueue& other) override {
        at::cuda::CUDAEvent event;
        event.record(static_cast<StreamQueue&>(other).m_stream);
        event.block(m_stream);
    }

    std::function<void()> mark() override {
        // The thread that waits sleeps: another one needs its core to read pictures.
        auto event = std::make_shared<at::cuda::CUDAEvent>(cudaEventDisableTiming | cudaEventBlockingSync);
        event->record(m_stream);
        return [event] { event->synchronize(); };
    }

private:
    c10::cuda::CUDAStream m_stream = c10::cuda::getStreamFromPool();
};

std::unique_ptr<StepGraph> makeRecordedAnswer() { return std::make_unique<RecordedAnswer>(); }

WorkQueue& computingQueue() {
    static StreamQueue queue;
    return queue;
}

WorkQueue& copyingQueue() {
    static StreamQueue queue;
    return queue;
}

}  // namespace

const AnswerOperations* answerOperations() {
    static constexpr AnswerOperations kTable{makeRecordedAnswer, computingQueue, copyingQueue};
    return &kTable;
}

}  // namespace leukolens::engine::cuda
