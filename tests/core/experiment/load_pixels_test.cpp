#include "core/experiment/load_pixels.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/files.h"
#include "core/image/decode.h"
#include "core/image/resize.h"
#include "tests/support/demo_data.h"
#include "tests/support/temp_folder.h"

namespace leukolens::experiment {
namespace {

namespace fs = std::filesystem;

class LoadPixels : public testing::Test {
protected:
    LoadPixels() : m_data(test::demoData(m_folder / "cells", 1)) {}

    PixelRequest request(std::uint64_t maxResidentBytes = 1u << 30) { return {m_data.cells, 80, m_folder / "cache", maxResidentBytes}; }

    Result<LoadedPixels> load(const PixelRequest& asked, const CancelToken& cancel = {}) {
        NoProgress progress;
        return loadPixels(asked, progress, cancel);
    }

    void expectRight(const engine::PixelStore& store) {
        std::vector<std::uint8_t> rgb(static_cast<std::size_t>(store.cellBytes()));
        for (int i = static_cast<int>(m_data.cells.size()) - 1; i >= 0; --i) {
            const auto copied = store.copyTo(std::span(&i, 1), rgb.data());
            ASSERT_TRUE(copied) << copied.error().message();
            EXPECT_EQ(rgb, m_pictures[static_cast<std::size_t>(i)]) << i;
        }
    }

    void removePictures() {
        for (const auto& cell : m_data.cells) fs::remove(cell.path);
    }

    test::TempFolder m_folder;
    dataset::Dataset m_data;
    std::vector<std::vector<std::uint8_t>> m_pictures = [this] {
        std::vector<std::vector<std::uint8_t>> pictures;
        for (const auto& cell : m_data.cells) pictures.push_back(image::resized(*image::decodeFile(cell.path), 80, 80).rgb);
        return pictures;
    }();
};

TEST_F(LoadPixels, EachCellLiesInItsSlotResized) {
    const auto loaded = load(request());
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_TRUE(loaded->store->resident());
    EXPECT_FALSE(loaded->fromCache);
    EXPECT_TRUE(loaded->notices.empty());
    ASSERT_EQ(loaded->store->cells(), static_cast<std::int64_t>(m_data.cells.size()));
    expectRight(*loaded->store);
}

TEST_F(LoadPixels, TheSecondTimeNoPictureIsDecoded) {
    ASSERT_TRUE(load(request()));
    removePictures();
    const auto again = load(request());
    ASSERT_TRUE(again) << again.error().message();
    EXPECT_TRUE(again->fromCache);
    expectRight(*again->store);
}

TEST_F(LoadPixels, AnotherOrderSizeOrContentIsDecodedAnew) {
    ASSERT_TRUE(load(request()));
    auto turned = request();
    std::swap(turned.cells[0], turned.cells[1]);
    EXPECT_FALSE(load(turned)->fromCache);
    auto smaller = request();
    smaller.inputPx = 75;
    EXPECT_FALSE(load(smaller)->fromCache);
    EXPECT_TRUE(load(request())->fromCache);
}

TEST_F(LoadPixels, WhatDoesNotFitIntoMemoryIsStreamedFromTheCache) {
    const auto loaded = load(request(1000));
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_FALSE(loaded->store->resident());
    removePictures();
    expectRight(*loaded->store);
}

TEST_F(LoadPixels, WithoutACacheStreamingDecodesThePictures) {
    auto asked = request(1000);
    asked.cacheFolder.clear();
    const auto loaded = load(asked);
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_FALSE(loaded->store->resident());
    expectRight(*loaded->store);
    removePictures();
    std::vector<std::uint8_t> rgb(static_cast<std::size_t>(loaded->store->cellBytes()));
    const int cell = 3;
    const auto copied = loaded->store->copyTo(std::span(&cell, 1), rgb.data());
    ASSERT_FALSE(copied);
    EXPECT_EQ(copied.error().file, m_data.cells[3].path);
}

TEST_F(LoadPixels, DamagedCellsOfTheCacheAreDecodedAgain) {
    ASSERT_TRUE(load(request()));
    const fs::path kept = m_folder / "cache" / test::entries(m_folder / "cache").front();
    Bytes bytes = *readFile(kept, 1u << 30);
    bytes.back() ^= 1;
    ASSERT_TRUE(writeFileAtomically(kept, bytes));
    const auto loaded = load(request());
    ASSERT_TRUE(loaded);
    EXPECT_FALSE(loaded->fromCache);
    ASSERT_EQ(loaded->notices.size(), 1u);
    expectRight(*loaded->store);
    EXPECT_TRUE(load(request())->notices.empty());
}

TEST_F(LoadPixels, ACacheThatCannotBeWrittenIsALineInTheLog) {
    ASSERT_TRUE(writeFileAtomically(m_folder / "file", std::string_view("in the way")));
    auto asked = request();
    asked.cacheFolder = m_folder / "file" / "cache";
    const auto loaded = load(asked);
    ASSERT_TRUE(loaded) << loaded.error().message();
    EXPECT_EQ(loaded->notices.size(), 1u);
    expectRight(*loaded->store);
}

TEST_F(LoadPixels, AFileThatVanishedIsNamed) {
    fs::remove(m_data.cells[3].path);
    const auto loaded = load(request());
    ASSERT_FALSE(loaded);
    EXPECT_EQ(loaded.error().code, ErrorCode::NotFound);
    EXPECT_EQ(loaded.error().file, m_data.cells[3].path);
    EXPECT_TRUE(test::entries(m_folder / "cache").empty());
}

TEST_F(LoadPixels, StopsWhenCancelled) {
    CancelSource source;
    source.cancel();
    EXPECT_EQ(load(request(), source.token()).error().code, ErrorCode::Cancelled);
}

}  // namespace
}  // namespace leukolens::experiment
