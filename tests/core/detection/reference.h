// detection.json, as tensors.
#pragma once

#include <ATen/ATen.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

namespace leukolens::detection {

inline nlohmann::json reference(const char* part) { return nlohmann::json::parse(std::ifstream(DETECTION_REFERENCE)).at(part); }

inline at::Tensor numbers(const nlohmann::json& json, at::IntArrayRef shape) { return at::tensor(json.get<std::vector<double>>(), at::kDouble).view(shape); }
inline at::Tensor integers(const nlohmann::json& json) { return at::tensor(json.get<std::vector<int64_t>>(), at::kLong); }

inline double largestDifference(const at::Tensor& a, const at::Tensor& b) {
    if (a.sizes() != b.sizes()) return std::numeric_limits<double>::infinity();
    return a.numel() == 0 ? 0 : (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>();
}

}  // namespace leukolens::detection
