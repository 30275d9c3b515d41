// Answers as a CUDA graph, and the streams that it works on.
#pragma once

#include "core/engine/answer_operations.h"

namespace leukolens::engine::cuda {

const AnswerOperations* answerOperations();

}  // namespace leukolens::engine::cuda
