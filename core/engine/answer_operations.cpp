#include "core/engine/answer_operations.h"

#include <array>
#include <atomic>

namespace leukolens::engine {
namespace {

std::array<std::atomic<const AnswerOperations*>, c10::COMPILE_TIME_MAX_DEVICE_TYPES> registered{};

}  // namespace

void setAnswerOperations(at::DeviceType device, const AnswerOperations* operations) { registered[static_cast<std::size_t>(device)] = operations; }

const AnswerOperations* answerOperations(at::DeviceType device) { return registered[static_cast<std::size_t>(device)]; }

}  // namespace leukolens::engine
