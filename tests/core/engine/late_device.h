// A device in a GPU's place: queues that work later, on threads of their own, and graphs that run the work again.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <exception>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <thread>
#include <utility>

#include "core/engine/answer_operations.h"

namespace leukolens::engine {

class LateQueue final : public WorkQueue {
public:
    LateQueue() : m_thread([this](const std::stop_token& stop) { run(stop); }) {}

    void add(std::function<void()> work) override {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(m_refuses, false)) {
            m_changed.notify_all();
            throw std::runtime_error("the queue took nothing");
        }
        m_waiting.push_back([this, work = std::move(work)] {
            try {
                work();
            } catch (...) {
                m_error = std::current_exception();
            }
        });
        ++m_added;
        m_changed.notify_all();
    }

    void follow(WorkQueue& other) override {
        add([done = other.mark()] { done(); });
    }

    std::function<void()> mark() override {
        const auto promise = std::make_shared<std::promise<void>>();
        const std::lock_guard lock(m_mutex);
        m_waiting.push_back([this, promise] {
            if (const auto error = std::exchange(m_error, nullptr)) promise->set_exception(error);
            else promise->set_value();
        });
        m_changed.notify_all();
        return [done = promise->get_future().share()] { done.get(); };
    }

    /// Nothing more begins until release().
    void hold() {
        const std::lock_guard lock(m_mutex);
        m_held = true;
    }
    void release() {
        const std::lock_guard lock(m_mutex);
        m_held = false;
        m_changed.notify_all();
    }
    void refuseNext() {
        const std::lock_guard lock(m_mutex);
        m_refuses = true;
    }
    int added() {
        const std::lock_guard lock(m_mutex);
        return m_added;
    }
    /// Whether so much has been added, and nothing is left unless held.
    bool waitForAdded(int count) {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return m_added >= count && (m_held || (m_waiting.empty() && !m_working)); });
    }
    bool waitForRefusal() {
        std::unique_lock lock(m_mutex);
        return m_changed.wait_for(lock, std::chrono::seconds(20), [&] { return !m_refuses; });
    }

private:
    void run(const std::stop_token& stop) {
        for (;;) {
            std::function<void()> work;
            {
                std::unique_lock lock(m_mutex);
                if (!m_changed.wait(lock, stop, [this] { return !m_held && !m_waiting.empty(); })) return;
                work = std::move(m_waiting.front());
                m_waiting.pop_front();
                m_working = true;
            }
            std::this_thread::yield();
            work();
            const std::lock_guard lock(m_mutex);
            m_working = false;
            m_changed.notify_all();
        }
    }

    std::mutex m_mutex;
    std::condition_variable_any m_changed;
    std::deque<std::function<void()>> m_waiting;
    std::exception_ptr m_error;  ///< touched on the queue's thread alone
    bool m_held = false, m_refuses = false, m_working = false;
    int m_added = 0;
    std::jthread m_thread;
};

/// While one lives, answers on the CPU are recorded on it. One at a time.
class LateDevice {
public:
    LateDevice() {
        current = this;
        static constexpr AnswerOperations kTable{[] { return std::unique_ptr<StepGraph>(std::make_unique<Again>()); }, []() -> WorkQueue& { return current->computing; },
                                                 []() -> WorkQueue& { return current->copying; }};
        setAnswerOperations(at::kCPU, &kTable);
    }
    ~LateDevice() {
        setAnswerOperations(at::kCPU, nullptr);
        current = nullptr;
    }
    LateDevice(const LateDevice&) = delete;
    LateDevice& operator=(const LateDevice&) = delete;

    LateQueue computing, copying;
    std::atomic<int> warmUps = 0, captures = 0, replays = 0, graphs = 0;
    std::atomic<int> endedThreads = 0;  ///< that had made a graph
    std::atomic<bool> recording = false;  ///< the work that is running is only recorded
    std::atomic<bool> breaksOff = false, forgets = false, failsNext = false;

private:
    struct ThreadEnd {
        ~ThreadEnd() {
            if (current) ++current->endedThreads;
        }
        bool awaited = false;
    };

    class Again final : public StepGraph {
    public:
        Again() {
            static thread_local ThreadEnd end;
            end.awaited = true;
            ++current->graphs;
        }
        ~Again() override { --current->graphs; }
        void warmUp(const std::function<void()>& work) override {
            ++current->warmUps;
            work();
        }
        void capture(const std::function<void()>& work) override {
            ++current->captures;
            if (current->breaksOff) throw std::runtime_error("no such operation in a graph");
            current->recording = true;
            work();
            current->recording = false;
            m_work = work;
        }
        void replay() override {
            ++current->replays;
            if (current->failsNext.exchange(false)) throw std::runtime_error("the device broke off");
            if (!current->forgets) m_work();
        }

    private:
        std::function<void()> m_work;
    };

    static inline LateDevice* current = nullptr;
};

}  // namespace leukolens::engine
