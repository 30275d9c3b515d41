#include "core/engine/loss_watch.h"

#include <ATen/ATen.h>
#include <c10/core/impl/VirtualGuardImpl.h>

namespace leukolens::engine {

LossWatch::LossWatch(at::Device device) {
    const auto count = at::TensorOptions().dtype(at::kLong);
    m_strange = at::zeros({}, count.device(device));
    m_copy = at::zeros({}, count.pinned_memory(device.is_cuda()));
    if (device.is_cuda()) m_copied.emplace(device.type());
}

void LossWatch::look(const at::Tensor& loss) { m_strange.add_(at::isfinite(loss.detach()).logical_not()); }

bool LossWatch::arrived() const { return !m_copied || m_copied->query(); }

void LossWatch::fetch() {
    if (!arrived()) return;
    m_copy.copy_(m_strange, /*non_blocking=*/m_copied.has_value());
    if (m_copied) m_copied->record(c10::impl::VirtualGuardImpl(m_strange.device().type()).getStream(m_strange.device()));
}

void LossWatch::fetchNow() {
    // In the order of the stream, and the host waits: nothing is on its way afterwards.
    m_copy.copy_(m_strange);
}

void LossWatch::reset() {
    m_strange.zero_();
    fetchNow();
    m_finite = true;
}

bool LossWatch::allFinite() {
    // The copy's memory may change until the event behind it was reached.
    if (arrived()) m_finite = *m_copy.const_data_ptr<std::int64_t>() == 0;
    return m_finite;
}

}  // namespace leukolens::engine
