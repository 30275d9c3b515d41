// A tensor told by a few numbers, as the references of parity hold gradients.
#pragma once

#include <ATen/core/Tensor.h>

#include <span>
#include <string>

namespace leukolens::parity {

/// record: the norm, then entries at places that follow from the name, in millionths of the root mean square (tests/core/parity/make_inception_reference.py). The largest difference of
/// the tensor's norm and of its entries, relative to the norm; infinite for an undefined tensor, not a number where a number of it is none.
double deviationOf(const std::string& name, const at::Tensor& tensor, std::span<const double> record);

}  // namespace leukolens::parity
