#include "core/nn/init.h"

#include <ATen/ATen.h>

#include <cmath>

namespace leukolens::nn {
namespace {

thread_local bool s_initialise = true;

}  // namespace

InitScope::InitScope(bool on) : m_before(s_initialise) { s_initialise = on; }
InitScope::~InitScope() { s_initialise = m_before; }

void truncatedNormal(at::Tensor tensor, double standardDeviation) {
    if (!s_initialise) return;
    const at::NoGradGuard noGrad;
    // Inverse transform: uniform between the distribution's values at the cuts, then its quantile.
    const double cut = 2.0;
    const double high = std::erf(cut / standardDeviation / std::sqrt(2.0));
    tensor.uniform_(-high, high).erfinv_().mul_(standardDeviation * std::sqrt(2.0)).clamp_(-cut, cut);
}

void uniformWithin(at::Tensor tensor, double bound) {
    if (!s_initialise) return;
    const at::NoGradGuard noGrad;
    tensor.uniform_(-bound, bound);
}

void centredNormal(at::Tensor tensor, double standardDeviation) {
    if (!s_initialise) return;
    const at::NoGradGuard noGrad;
    tensor.normal_(0, standardDeviation);
}

void constant(at::Tensor tensor, double value) {
    if (!s_initialise) return;
    const at::NoGradGuard noGrad;
    tensor.fill_(value);
}

}  // namespace leukolens::nn
