#include "core/base/cores.h"

#include <gtest/gtest.h>

#include <thread>

namespace leukolens {
namespace {

TEST(Cores, AreLimitedToThoseThatAreThere) {
    const int all = usableCores();
    EXPECT_GE(all, 1);
    limitCores(1);
    EXPECT_EQ(usableCores(), 1);
    std::thread([] { EXPECT_EQ(usableCores(), 1) << "in every thread"; }).join();
    limitCores(all + 5);
    EXPECT_EQ(usableCores(), all);
    limitCores(0);
    EXPECT_EQ(usableCores(), all);
}

}  // namespace
}  // namespace leukolens
