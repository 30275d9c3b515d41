#include "core/engine/pixel_store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <numeric>
#include <thread>

#include "core/base/random.h"

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

std::vector<int> countTo(int n) {
    std::vector<int> cells(static_cast<std::size_t>(n));
    std::iota(cells.begin(), cells.end(), 0);
    return cells;
}

/// Every byte of cell i is i.
Result<void> readNumber(std::int64_t cell, std::span<std::uint8_t> rgb) {
    std::fill(rgb.begin(), rgb.end(), static_cast<std::uint8_t>(cell));
    return {};
}

TEST(StreamedPixelStore, GivesWhatWasAnnouncedInAnyBatches) {
    constexpr int kCells = 200, kPx = 2;
    const PixelStore store(kCells, kPx, readNumber, 4, 0);
    auto order = countTo(kCells);
    Random(1).shuffle(order);
    for (int round = 0; round < 3; ++round) {
        store.announce(order);
        std::vector<std::uint8_t> rgb(17 * 12);
        for (std::size_t at = 0; at < order.size(); at += 17) {
            const auto part = std::span(order).subspan(at, std::min<std::size_t>(17, order.size() - at));
            ASSERT_TRUE(store.copyTo(part, rgb.data()));
            for (std::size_t i = 0; i < part.size(); ++i) ASSERT_EQ(rgb[i * 12 + 5], part[i]);
        }
    }
}

TEST(StreamedPixelStore, GivesWhatWasNotAnnouncedToo) {
    const PixelStore store(10, 2, readNumber, 2, 0);
    const std::vector<int> announced = {1, 2, 3}, asked = {7, 1, 9, 2};
    store.announce(announced);
    std::vector<std::uint8_t> rgb(4 * 12);
    ASSERT_TRUE(store.copyTo(asked, rgb.data()));
    for (std::size_t i = 0; i < asked.size(); ++i) EXPECT_EQ(rgb[i * 12], asked[i]);
}

TEST(StreamedPixelStore, ReadsAheadButNotWithoutLimit) {
    std::atomic<int> read{0};
    const PixelStore store(1000, 2, [&](std::int64_t cell, std::span<std::uint8_t> rgb) { ++read; return readNumber(cell, rgb); }, 2, 10 * 12);
    const auto order = countTo(1000);
    store.announce(order);
    while (read < 10) std::this_thread::yield();
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
    EXPECT_EQ(read, 10) << "ten cells may wait";
}

TEST(StreamedPixelStore, TellsAnUnreadableCellAndGoesOn) {
    const PixelStore store(
        10, 2,
        [](std::int64_t cell, std::span<std::uint8_t> rgb) -> Result<void> {
            if (cell == 3) return fail(ErrorCode::ReadFailed, "is gone", "cell 3");
            return readNumber(cell, rgb);
        },
        2, 0);
    const auto order = countTo(10);
    store.announce(order);
    std::vector<std::uint8_t> rgb(10 * 12);
    const auto read = store.copyTo(order, rgb.data());
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().file, "cell 3");
    const std::vector<int> rest = {4, 5};
    store.announce(rest);
    EXPECT_TRUE(store.copyTo(rest, rgb.data()));
}

}  // namespace
}  // namespace leukolens::engine
