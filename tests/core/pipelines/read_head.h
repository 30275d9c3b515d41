// The head that a fit gave, as a network would load it.
#pragma once

#include <gtest/gtest.h>

#include "core/nn/fitted_head.h"
#include "core/nn/state_dict.h"
#include "core/pipelines/fit.h"

namespace leukolens::pipelines {

inline nn::StateDict tensorsOf(const FitResult& fit) { return nn::readSafetensors(fit.head, {}).value(); }

inline std::shared_ptr<nn::FittedHead> readHead(const FitResult& fit, nn::HeadKind kind, int length, int classes) {
    auto head = nn::makeFittedHead(kind, length, classes);
    auto own = nn::stateDict(*head);
    for (const auto& [name, tensor] : tensorsOf(fit)) own.at(name.substr(std::string_view(nn::kFittedPrefix).size())).set_data(tensor);
    EXPECT_EQ(head->settle(), "");
    return head;
}

}  // namespace leukolens::pipelines
