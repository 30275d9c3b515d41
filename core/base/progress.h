// How a job tells how far it is, without knowing who listens.
#pragma once

#include <cstdint>
#include <string>

namespace leukolens {

struct Progress {
    std::string stage;       ///< what is being done now, plain English ("Reading cells"); ui translates known stages
    std::int64_t done = 0;   ///< units finished, 0 … total
    std::int64_t total = 0;  ///< 0: not known
};

/// Called from the job's thread, possibly from several threads: implementations are thread-safe and return fast.
class ProgressSink {
public:
    virtual ~ProgressSink() = default;
    virtual void report(const Progress& progress) = 0;
};

/// For callers that do not care.
class NoProgress final : public ProgressSink {
public:
    void report(const Progress&) override {}
};

}  // namespace leukolens
