// A network's answers about batches of one size, recorded once and replayed, while the host reads the next pictures.
#pragma once

#include <ATen/core/Tensor.h>

#include <array>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/engine/answer_operations.h"

namespace leukolens::engine {

/// Pixels reach the device, and answers the host, by two pinned places in turns: one is filled, or read, while the device works on the
/// other's. Thread-safe: with two threads or more nobody waits who could work.
class RecordedAnswers {
public:
    struct Answer {
        at::Tensor features, logits;  ///< N × …, float
    };
    /// Work for the device alone, without gradients. pixels: batch × height × width × 3, uint8; a picture's answer depends on nothing
    /// but the picture.
    using Compute = std::function<Answer(const at::Tensor& pixels)>;

    /// batch ≥ 1: pictures of the recording. The device has AnswerOperations.
    RecordedAnswers(at::Device device, std::int64_t batch, Compute compute);
    ~RecordedAnswers();
    RecordedAnswers(const RecordedAnswers&) = delete;
    RecordedAnswers& operator=(const RecordedAnswers&) = delete;

    /// pixels: as above, on the CPU; every batch with the same height and width. On the CPU comes the answer, or nothing where the caller has
    /// to compute it as it is: until a batch's worth of pictures was seen, what comes next is recorded; for more than a batch; for ever where recording
    /// failed. Throws what the device reports.
    std::optional<Answer> answer(const at::Tensor& pixels);

    /// For the log, each once: why answers are not recorded.
    std::vector<std::string> takeNotices();

private:
    enum class State { Undecided, Recorded, GaveUp };
    struct Place {
        at::Tensor pixels, features, logits;  ///< on the host, pinned
        at::Tensor arrived;                   ///< the pixels on the device
        bool taken = false;
    };
    class Turn;

    std::optional<Answer> record(const at::Tensor& pixels);
    Answer warmedUp();
    Answer onThreadThatStays(std::function<Answer()> work);
    void makePlaces();
    Answer through(Place& place, const at::Tensor& pixels);

    const at::Device m_device;
    const std::int64_t m_batch;
    const Compute m_compute;
    const AnswerOperations& m_operations;

    std::mutex m_mutex;
    std::condition_variable m_free;
    State m_state = State::Undecided;
    std::int64_t m_seen = 0;  ///< pictures, before the recording
    std::vector<std::string> m_notices;
    std::array<Place, 2> m_places;
    at::Tensor m_pixels;  ///< where the recording reads
    Answer m_answer;      ///< where it writes
    std::jthread m_recorder;  ///< libraries keep kernels of a recording for the thread that recorded it, and drop them with it
    std::unique_ptr<StepGraph> m_graph;  ///< goes before what it works on
};

}  // namespace leukolens::engine
