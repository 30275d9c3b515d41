#include "core/engine/recorded_answers.h"

#include <ATen/ATen.h>

#include <algorithm>
#include <future>
#include <stdexcept>
#include <utility>

namespace leukolens::engine {
namespace {

/// Of a probability, between a recording and what it was recorded from: bf16, and other ways to the same sum.
constexpr double kMostApart = 1e-2;

/// Held by whoever uses the queues, which are the whole process's: a recording takes in all that its queue gets meanwhile, and what libraries
/// keep for a queue serves one work after another.
std::mutex& queuesMutex() {
    static std::mutex mutex;
    return mutex;
}

bool isAlike(const at::Tensor& some, const at::Tensor& others) {
    return at::allclose(some.softmax(1), others.softmax(1), 0, kMostApart, /*equal_nan=*/true);
}

}  // namespace

/// A place that nobody else has, waited for.
class RecordedAnswers::Turn {
public:
    explicit Turn(RecordedAnswers& answers) : m_answers(answers) {
        std::unique_lock lock(answers.m_mutex);
        answers.m_free.wait(lock, [&] { return next() != answers.m_places.end(); });
        m_place = next();
        m_place->taken = true;
    }
    ~Turn() {
        {
            const std::lock_guard lock(m_answers.m_mutex);
            m_place->taken = false;
        }
        m_answers.m_free.notify_one();
    }
    Turn(const Turn&) = delete;
    Turn& operator=(const Turn&) = delete;
    Place& place() const { return *m_place; }

private:
    std::array<Place, 2>::iterator next() const {
        return std::ranges::find_if(m_answers.m_places, [](const Place& place) { return !place.taken; });
    }

    RecordedAnswers& m_answers;
    std::array<Place, 2>::iterator m_place{};
};

RecordedAnswers::RecordedAnswers(at::Device device, std::int64_t batch, Compute compute)
    : m_device(device), m_batch(batch), m_compute(std::move(compute)), m_operations(*answerOperations(device.type())) {}

RecordedAnswers::~RecordedAnswers() = default;

std::optional<RecordedAnswers::Answer> RecordedAnswers::answer(const at::Tensor& pixels) {
    const std::int64_t count = pixels.size(0);
    // Filled up, even one picture costs the device less than all its operations one by one.
    if (count > m_batch) return {};
    {
        const std::lock_guard lock(m_mutex);
        if (m_state == State::GaveUp) return {};
        if (m_state == State::Undecided) {
            // A batch's worth of pictures may be all there is.
            if (std::exchange(m_seen, m_seen + count) < m_batch) return {};
            return record(pixels);
        }
    }
    const Turn turn(*this);
    return through(turn.place(), pixels);
}

std::optional<RecordedAnswers::Answer> RecordedAnswers::record(const at::Tensor& pixels) {
    const std::int64_t count = pixels.size(0);
    std::optional<Answer> plain;
    try {
        auto sizes = pixels.sizes().vec();
        sizes[0] = m_batch;
        m_pixels = at::zeros(sizes, at::TensorOptions(at::kByte).device(m_device));
        m_pixels.narrow(0, 0, count).copy_(pixels);
        plain = onThreadThatStays([this] { return warmedUp(); });
        *plain = {plain->features.narrow(0, 0, count), plain->logits.narrow(0, 0, count)};
        makePlaces();
        // Nobody has seen yet what it does: a number of the host, or memory that is gone, would stay unnoticed.
        if (!isAlike(through(m_places.front(), pixels).logits, plain->logits)) throw std::runtime_error("it answers differently");
        m_state = State::Recorded;
    } catch (const std::exception& error) {
        m_state = State::GaveUp;
        m_notices.push_back("Answers could not be recorded as a graph, so the network's operations run one by one, which is slower: " + reasonOf(error));
        m_graph.reset();
        m_recorder = {};
        m_places = {};
        m_answer = {};
        m_pixels.reset();
    }
    return plain;
}

/// Both on one thread, whose libraries then have their workspaces when they are recorded. Leaves the recording behind.
RecordedAnswers::Answer RecordedAnswers::warmedUp() {
    const std::lock_guard lock(queuesMutex());
    m_graph = m_operations.graphs();
    auto& queue = m_operations.computing();
    const auto done = [&queue](std::function<void()> work) {
        queue.add(std::move(work));
        queue.mark()();
    };
    Answer plain;
    done([&] { m_graph->warmUp([&] { plain = m_compute(m_pixels); }); });
    done([&] { m_graph->capture([&] { m_answer = m_compute(m_pixels); }); });
    return {plain.features.to(at::kCPU), plain.logits.to(at::kCPU)};
}

RecordedAnswers::Answer RecordedAnswers::onThreadThatStays(std::function<Answer()> work) {
    std::packaged_task<Answer()> task(std::move(work));
    auto result = task.get_future();
    m_recorder = std::jthread([task = std::move(task)](const std::stop_token& stop) mutable {
        task();
        std::mutex mutex;
        std::unique_lock lock(mutex);
        std::condition_variable_any().wait(lock, stop, [] { return false; });
    });
    return result.get();
}

void RecordedAnswers::makePlaces() {
    const auto pinned = [this](const at::Tensor& like) { return at::empty(like.sizes(), at::TensorOptions(like.scalar_type()).pinned_memory(m_device.is_cuda())); };
    for (auto& place : m_places) {
        place.pixels = pinned(m_pixels);
        place.features = pinned(m_answer.features);
        place.logits = pinned(m_answer.logits);
        place.arrived = at::empty_like(m_pixels);
    }
}

RecordedAnswers::Answer RecordedAnswers::through(Place& place, const at::Tensor& pixels) {
    const std::int64_t count = pixels.size(0);
    place.pixels.narrow(0, 0, count).copy_(pixels);
    std::function<void()> wait;
    {
        const std::lock_guard lock(queuesMutex());
        auto &computing = m_operations.computing(), &copying = m_operations.copying();
        try {
            copying.add([&place] { place.arrived.copy_(place.pixels, /*non_blocking=*/true); });
            computing.follow(copying);
            computing.add([this, &place] {
                m_pixels.copy_(place.arrived, /*non_blocking=*/true);
                m_graph->replay();
                place.features.copy_(m_answer.features, /*non_blocking=*/true);
                place.logits.copy_(m_answer.logits, /*non_blocking=*/true);
            });
            wait = computing.mark();
        } catch (...) {
            // Whoever takes the place next must not write where a copy still reads.
            for (auto* queue : {&copying, &computing}) {
                try {
                    queue->mark()();
                } catch (const std::exception&) {
                }
            }
            throw;
        }
    }
    wait();
    return {place.features.narrow(0, 0, count).clone(), place.logits.narrow(0, 0, count).clone()};
}

std::vector<std::string> RecordedAnswers::takeNotices() {
    const std::lock_guard lock(m_mutex);
    return std::exchange(m_notices, {});
}

}  // namespace leukolens::engine
