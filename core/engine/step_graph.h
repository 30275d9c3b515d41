// Work recorded once and replayed, such as a training step: a GPU then gets thousands of small operations by one call.
#pragma once

#include <c10/core/Device.h>

#include <exception>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/engine/step_inputs.h"

namespace leukolens::engine {

/// One recording of work on a device. Used on one thread.
class StepGraph {
public:
    virtual ~StepGraph() = default;
    /// Runs the work as capture() will record it, so that libraries make their choices and their workspaces before.
    virtual void warmUp(const std::function<void()>& work) = 0;
    /// Records the work without running it. Once. Throws what the work throws, and where something of it cannot be recorded.
    virtual void capture(const std::function<void()>& work) = 0;
    /// Runs what was recorded, on the same memory.
    virtual void replay() = 0;
};

using StepGraphFactory = std::unique_ptr<StepGraph> (*)();

/// How steps on a kind of device are recorded from now on; nullptr: not at all. The CUDA library registers itself, tests a stand-in.
void setStepGraphs(at::DeviceType device, StepGraphFactory factory);
StepGraphFactory stepGraphs(at::DeviceType device);

/// Why something could not be recorded, for the log: what LibTorch's own errors say, without where they came from.
std::string reasonOf(const std::exception& error);

/// Runs the steps of one trainer: the first ones as they come, then, where the device offers it, by a graph.
class StepRunner {
public:
    struct Work {
        std::function<void(const StepInputs&)> compute;  ///< device work alone
        std::function<void()> undo;  ///< makes good what a compute() that broke off has left behind on the host
        bool orderOnDevice = false;  ///< where compute() wants the order of the colour changes
    };
    StepRunner(at::Device device, Work work);

    /// repeats: from now on, steps of as many cells do the same but for their inputs; only such steps are recorded. One count of cells
    /// is: that of the first such step.
    void run(const StepInputs& drawn, bool repeats);

    bool captured() const { return m_captured; }
    void forget();  ///< records anew: the network's tensors were replaced

    /// For the log, each once: why the steps are not recorded.
    std::vector<std::string> takeNotices();

private:
    void compute(const StepInputs& inputs) { m_work.compute(inputs); }

    at::Device m_device;
    Work m_work;
    std::unique_ptr<StepGraph> m_graph;
    StepInputs m_fixed;  ///< where the recorded step reads
    std::int64_t m_count = 0;      ///< of the batches that are recorded, or will be
    std::int64_t m_lastCount = 0;
    int m_warmUps = 0;
    bool m_captured = false, m_gaveUp = false;
    std::vector<std::string> m_notices;
};

}  // namespace leukolens::engine
