// What a classical classifier comes down to: the tensors of an nn::FittedHead, as plain numbers.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <variant>
#include <vector>

namespace leukolens::pipelines {

struct HeadTensor {
    std::vector<std::int64_t> shape;
    std::variant<std::vector<float>, std::vector<std::int64_t>> values;  ///< row after row
};

/// By the names of nn/fitted_heads.h.
using HeadTensors = std::map<std::string, HeadTensor>;

inline HeadTensor list(std::vector<std::int64_t> values) { return {{static_cast<std::int64_t>(values.size())}, std::move(values)}; }
inline HeadTensor list(std::vector<float> values) { return {{static_cast<std::int64_t>(values.size())}, std::move(values)}; }

}  // namespace leukolens::pipelines
