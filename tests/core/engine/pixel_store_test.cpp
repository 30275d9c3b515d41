#include "core/engine/pixel_store.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace leukolens::engine {
namespace {

TEST(PixelStore, CellsLieBehindEachOther) {
    PixelStore store(3, 4);
    EXPECT_EQ(store.cell(1).size(), 4u * 4 * 3);
    std::ranges::fill(store.cell(1), std::uint8_t{7});
    EXPECT_EQ(store.data()[4 * 4 * 3 - 1], 0);
    EXPECT_EQ(store.data()[4 * 4 * 3], 7);
    EXPECT_EQ(store.data()[2 * 4 * 4 * 3], 0);
}

}  // namespace
}  // namespace leukolens::engine
