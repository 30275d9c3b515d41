// A training step as a CUDA graph.
#pragma once

#include "core/engine/step_graph.h"

namespace leukolens::engine::cuda {

std::unique_ptr<StepGraph> makeRecordedStep();

}  // namespace leukolens::engine::cuda
