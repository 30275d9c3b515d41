#include "core/engine/step_graph.h"

#include <ATen/ATen.h>
#include <c10/util/Exception.h>

#include <array>
#include <atomic>
#include <utility>

namespace leukolens::engine {
namespace {

/// cuDNN tries its algorithms in the first step; the others are for what is made at first use.
constexpr int kWarmUps = 3;

std::array<std::atomic<StepGraphFactory>, c10::COMPILE_TIME_MAX_DEVICE_TYPES> factories{};

std::atomic<StepGraphFactory>& factoryFor(at::DeviceType device) { return factories[static_cast<std::size_t>(device)]; }

}  // namespace

std::string reasonOf(const std::exception& error) {
    const auto* own = dynamic_cast<const c10::Error*>(&error);
    return own ? own->what_without_backtrace() : error.what();
}

void setStepGraphs(at::DeviceType device, StepGraphFactory factory) { factoryFor(device) = factory; }

StepGraphFactory stepGraphs(at::DeviceType device) { return factoryFor(device); }

StepRunner::StepRunner(at::Device device, Work work) : m_device(device), m_work(std::move(work)) { forget(); }

void StepRunner::forget() {
    m_captured = false;
    m_warmUps = 0;
    m_count = m_lastCount = 0;
    const StepGraphFactory factory = stepGraphs(m_device.type());
    m_graph = factory && !m_gaveUp ? factory() : nullptr;
}

void StepRunner::run(const StepInputs& drawn, bool repeats) {
    // Until something is recorded, a size that comes twice in a row is the usual one: a training that is resumed may begin with an epoch's last,
    // smaller batch.
    const bool twice = std::exchange(m_lastCount, drawn.count()) == drawn.count();
    if (m_graph && repeats && !m_captured && m_count != drawn.count() && (twice || m_count == 0)) {
        m_count = drawn.count();
        m_warmUps = 0;
    }
    if (!m_graph || !repeats || m_count != drawn.count()) return compute(drawn.on(m_device, m_work.orderOnDevice));
    if (m_captured) {
        drawn.copyInto(m_fixed);
        return m_graph->replay();
    }
    if (m_warmUps < kWarmUps) {
        ++m_warmUps;
        const auto inputs = drawn.on(m_device, m_work.orderOnDevice);
        return m_graph->warmUp([&] { compute(inputs); });
    }
    m_fixed = drawn.on(m_device, m_work.orderOnDevice);
    try {
        m_graph->capture([this] { compute(m_fixed); });
        m_captured = true;
    } catch (const std::exception& error) {
        // Nothing of the step has run. It goes on without the graph, and so do all after it.
        m_notices.push_back("A training step could not be recorded as a graph, so its operations run one by one, which is slower: " + reasonOf(error));
        m_gaveUp = true;
        m_graph.reset();
        m_work.undo();
        return compute(m_fixed);
    }
    m_graph->replay();
}

std::vector<std::string> StepRunner::takeNotices() { return std::exchange(m_notices, {}); }

}  // namespace leukolens::engine
