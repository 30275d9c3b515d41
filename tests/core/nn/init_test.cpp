#include "core/nn/init.h"

#include <ATen/ATen.h>
#include <gtest/gtest.h>

namespace leukolens::nn {
namespace {

TEST(TruncatedNormal, HasTheDeviationAndCentreAskedFor) {
    at::manual_seed(1);
    auto tensor = at::empty({200000});
    truncatedNormal(tensor, 0.1);
    EXPECT_NEAR(tensor.mean().item<double>(), 0, 0.001);
    EXPECT_NEAR(tensor.std().item<double>(), 0.1, 0.001);
}

TEST(TruncatedNormal, CutsAtTwoAbsolute) {
    at::manual_seed(1);
    auto tensor = at::empty({200000});
    truncatedNormal(tensor, 2.0);
    EXPECT_LE(tensor.abs().max().item<double>(), 2.0);
    EXPECT_GT(tensor.abs().max().item<double>(), 1.99);
    // Standard deviation of a normal cut at one deviation: 0.5396 of it (Johnson, Kotz & Balakrishnan 1994, section 13.10.1).
    EXPECT_NEAR(tensor.std().item<double>(), 2 * 0.5396, 0.01);
}

}  // namespace
}  // namespace leukolens::nn
