// Notices of a run that others look for.
#pragma once

namespace leukolens::experiment {

/// Among RunResult::notices of every run by the protocol paper.
inline constexpr const char* kOptimisticNotice = "Optimistic: patients are shared between training and test.";

}  // namespace leukolens::experiment
