// What recordings have in common.
#pragma once

#include <ATen/cuda/CUDAEvent.h>
#include <c10/cuda/CUDAGuard.h>
#include <c10/cuda/CUDAStream.h>

#include <exception>
#include <mutex>
#include <optional>

namespace leukolens::engine::cuda {

/// Held while something is recorded, and while somebody waits for the whole device, which would break a recording off.
inline std::mutex& recordingMutex() {
    static std::mutex mutex;
    return mutex;
}

/// Work on a stream of its own, after all that the present stream has got and before all that it gets later.
class SideStream {
public:
    explicit SideStream(const c10::cuda::CUDAStream& side) : m_present(c10::cuda::getCurrentCUDAStream()), m_side(side) {
        after(m_present, m_side);
        m_guard.emplace(m_side);
    }
    ~SideStream() {
        m_guard.reset();
        // An error of the GPU would come again at the next call; a destructor must not throw it.
        try {
            after(m_side, m_present);
        } catch (const std::exception&) {
        }
    }
    SideStream(const SideStream&) = delete;
    SideStream& operator=(const SideStream&) = delete;

private:
    static void after(const c10::cuda::CUDAStream& first, const c10::cuda::CUDAStream& then) {
        at::cuda::CUDAEvent event;
        event.record(first);
        event.block(then);
    }

    c10::cuda::CUDAStream m_present, m_side;
    std::optional<c10::cuda::CUDAStreamGuard> m_guard;
};

}  // namespace leukolens::engine::cuda
