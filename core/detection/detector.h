// A network that finds and classifies cells in fields. No LibTorch type is seen from outside.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/base/result.h"
#include "core/detection/field.h"
#include "core/weights/weights_file.h"

namespace leukolens::detection {

/// Names of the backbones, in the order they are offered.
std::vector<std::string> backboneNames();

/// Of all parameters of a detector, box heads for so many classes among them; fixed norms are none. Fails with InvalidArgument for an unknown backbone.
Result<std::int64_t> parameterCount(const std::string& backbone, int classes);

/// What is told of a field, and what not.
inline constexpr int kMostBoxes = 100;          ///< a field
inline constexpr double kLeastScore = 0.05;

class Detector {
public:
    /// From a detector's own weights. device: "cpu" or "cuda"; precision: "fp32" or "bf16". Fails with InvalidArgument for an unknown backbone, and as the weights do.
    static Result<std::unique_ptr<Detector>> create(const std::string& backbone, int classes, const weights::WeightsFile& weights, const std::string& device, const std::string& precision);
    ~Detector();

    /// Best first, in px of the field. One thread at a time. Fails with InvalidArgument for a side below 96 px. Throws engine::DeviceOutOfMemory.
    Result<std::vector<FoundBox>> detect(const FieldPixels& field);

    struct State;

private:
    explicit Detector(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

}  // namespace leukolens::detection
