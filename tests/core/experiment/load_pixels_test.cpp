#include "core/experiment/load_pixels.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/image/decode.h"
#include "core/image/resize.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

TEST(LoadPixels, EachCellLiesInItsSlotResized) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 1);
    NoProgress progress;
    const auto store = loadPixels(data, 80, progress, {});
    ASSERT_TRUE(store);
    ASSERT_EQ((*store)->cells(), static_cast<std::int64_t>(data.cells.size()));
    const auto picture = image::resized(*image::decodeFile(data.cells[7].path), 80, 80);
    EXPECT_TRUE(std::ranges::equal((*store)->cell(7), picture.rgb));
}

TEST(LoadPixels, AFileThatVanishedIsNamed) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 1);
    std::filesystem::remove(data.cells[3].path);
    NoProgress progress;
    const auto store = loadPixels(data, 80, progress, {});
    ASSERT_FALSE(store);
    EXPECT_EQ(store.error().code, ErrorCode::NotFound);
    EXPECT_EQ(store.error().file, data.cells[3].path);
}

TEST(LoadPixels, StopsWhenCancelled) {
    const test::TempFolder folder;
    const auto data = test::demoData(folder / "cells", 1);
    NoProgress progress;
    CancelSource source;
    source.cancel();
    EXPECT_EQ(loadPixels(data, 80, progress, source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::experiment
