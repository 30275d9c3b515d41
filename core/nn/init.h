// Initial weights.
#pragma once

#include <ATen/core/Tensor.h>

namespace leukolens::nn {

/// Fills with a normal distribution of mean 0 and the given deviation, cut at ±2 absolute, as torchvision's InceptionV3
/// does (scipy's truncnorm(-2, 2, scale) and torch's trunc_normal_ with a = −2, b = 2). No gradient is recorded.
void truncatedNormal(at::Tensor tensor, double standardDeviation);

/// Fills with numbers from −bound … bound. No gradient is recorded.
void uniformWithin(at::Tensor tensor, double bound);

/// Fills with a normal distribution of mean 0. No gradient is recorded.
void centredNormal(at::Tensor tensor, double standardDeviation);

/// Fills with one number. No gradient is recorded.
void constant(at::Tensor tensor, double value);

/// While one that is not `on` lives, the functions above leave tensors on this thread as they are: a network whose weights are loaded
/// at once needs no random ones (they take longer than the loading).
class InitScope {
public:
    explicit InitScope(bool on);
    ~InitScope();
    InitScope(const InitScope&) = delete;
    InitScope& operator=(const InitScope&) = delete;

private:
    bool m_before;
};

}  // namespace leukolens::nn
