#include "core/engine/step_inputs.h"

#include <ATen/ATen.h>

namespace leukolens::engine {

namespace {

/// Only copies from pinned memory leave the host free. LibTorch gives such memory to nobody else before the copy has arrived.
at::Tensor pinned(const at::Tensor& tensor, at::Device device) { return device.is_cuda() && tensor.is_cpu() ? tensor.pin_memory() : tensor; }

}  // namespace

StepInputs StepInputs::on(at::Device device, bool orderToo) const {
    StepInputs moved = *this;
    for (auto* tensor : moved.all())
        if (tensor->defined() && (orderToo || tensor != &moved.augmentation.order))
            *tensor = pinned(*tensor, device).to(device, tensor->scalar_type(), /*non_blocking=*/true);
    return moved;
}

void StepInputs::copyInto(StepInputs& fixed) const {
    StepInputs own = *this;
    const auto from = own.all(), into = fixed.all();
    for (std::size_t i = 0; i < from.size(); ++i)
        if (from[i]->defined()) into[i]->copy_(pinned(*from[i], into[i]->device()), /*non_blocking=*/true);
}

}  // namespace leukolens::engine
