// Whether every loss of a training is a number, without waiting for a GPU.
#pragma once

#include <ATen/core/Tensor.h>
#include <c10/core/Event.h>

#include <optional>

namespace leukolens::engine {

class LossWatch {
public:
    explicit LossWatch(at::Device device);

    void look(const at::Tensor& loss);  ///< device work alone
    /// Starts a copy of what was counted to the host; nothing on a GPU while an earlier copy is on its way.
    void fetch();
    void fetchNow();  ///< waits for it
    void reset();

    /// As far as copies have arrived.
    bool allFinite();

private:
    bool arrived() const;

    at::Tensor m_strange;  ///< how many losses were no number, on the device
    at::Tensor m_copy;     ///< an older state of it, in the host's memory
    std::optional<c10::Event> m_copied;  ///< on a GPU: behind the last copy
    bool m_finite = true;
};

}  // namespace leukolens::engine
