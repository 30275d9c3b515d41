// Mixed precision for a scope, on this thread.
#pragma once

#include <ATen/autocast_mode.h>

namespace leukolens::engine {

/// Convolutions and matrix products in bf16 inside the scope; nothing changes if `enabled` is false.
class AutocastScope {
public:
    AutocastScope(at::DeviceType device, bool enabled)
        : m_device(device), m_before(at::autocast::is_autocast_enabled(device)) {
        at::autocast::set_autocast_dtype(device, at::kBFloat16);
        at::autocast::set_autocast_enabled(device, enabled);
    }
    ~AutocastScope() {
        at::autocast::clear_cache();
        at::autocast::set_autocast_enabled(m_device, m_before);
    }
    AutocastScope(const AutocastScope&) = delete;
    AutocastScope& operator=(const AutocastScope&) = delete;

private:
    at::DeviceType m_device;
    bool m_before;
};

}  // namespace leukolens::engine
