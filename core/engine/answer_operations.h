// What a kind of device needs to answer by a recording: graphs, and queues of work beside the host.
#pragma once

#include <c10/core/Device.h>

#include <functional>

#include "core/engine/step_graph.h"

namespace leukolens::engine {

/// Work that a device does in the order in which it was added, beside the host and beside its other queues. One thread at a time uses
/// the queues of a device.
class WorkQueue {
public:
    virtual ~WorkQueue() = default;
    /// Adds what `work` asks of the device. It is called here, or later by the queue; what it throws comes from here, or from the next mark's
    /// function.
    virtual void add(std::function<void()> work) = 0;
    /// What is added from now on waits for all that the other one has got so far.
    virtual void follow(WorkQueue& other) = 0;
    /// The function returns when all that was added so far is done. To be called on any thread.
    virtual std::function<void()> mark() = 0;
};

struct AnswerOperations {
    StepGraphFactory graphs;     ///< of work that draws no random numbers: a training may go on beside it
    WorkQueue& (*computing)();   ///< one for the whole process, as the next
    WorkQueue& (*copying)();
};

/// How answers on a kind of device are recorded from now on; nullptr: not at all. The CUDA library registers its own, tests a stand-in.
void setAnswerOperations(at::DeviceType device, const AnswerOperations* operations);
const AnswerOperations* answerOperations(at::DeviceType device);

}  // namespace leukolens::engine
