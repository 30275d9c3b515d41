#include "core/parity/gradient_record.h"

#include <ATen/ATen.h>

#include <cmath>
#include <limits>

#include "core/parity/formula.h"

namespace leukolens::parity {

double deviationOf(const std::string& name, const at::Tensor& tensor, std::span<const double> record) {
    if (!tensor.defined()) return std::numeric_limits<double>::infinity();
    const auto flat = tensor.detach().to(at::kCPU, at::kDouble).contiguous().flatten();
    const auto count = static_cast<std::uint64_t>(flat.numel());
    const double rootMeanSquare = record[0] / std::sqrt(static_cast<double>(count));
    const double* values = flat.const_data_ptr<double>();
    const NamedHash hash("entries of " + name);
    double largest = std::abs(flat.norm().item<double>() / record[0] - 1);
    for (std::size_t i = 1; i < record.size(); ++i) {
        const double difference = std::abs(values[hash.at(i - 1) % count] - record[i] * 1e-6 * rootMeanSquare) / record[0];
        if (!(difference <= largest)) largest = std::isnan(largest) ? largest : difference;
    }
    return largest;
}

}  // namespace leukolens::parity
